package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.padded;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;

/**
 * A run of consecutive numbers of one operand, as the inner loops see it: float32 and a whole
 * number of vectors long, whatever the tensor is.
 *
 * <p>A float32 operand that fits is read and written in place. One in bfloat16, or with a tail
 * beyond its last whole vector, goes by way of this thread's scratch memory, which stays in the
 * first-level cache: measured against loops of their own for every mix of formats that costs a
 * fifth, and there is one loop for each operation, without tails.
 *
 * <p>Use: {@link #read} what is wanted, {@link #write} where the result goes ({@code read} on the
 * same strip where it is changed in place), loop, then {@link #finish} the results.
 */
final class VectorStrip {
  /** Numbers handled at a time by element-wise operations: 8 KB a strip. */
  static final int LENGTH = 2048;

  private static final int STRIPS = 10;

  /** Bytes from one strip to the next. */
  private static final long STRIDE = 4L * LENGTH + 4L * Tensor.ALIGNMENT;

  private static final ThreadLocal<VectorStrip[]> OF_THREAD =
      ThreadLocal.withInitial(VectorStrip::allocate);

  /** Grows to the longest row seen. */
  private MemorySegment scratch = MemorySegment.NULL;

  /** Of the strip's first number: in the tensor, or in scratch memory. */
  private long address;

  private boolean inPlace;
  private Tensor tensor;
  private long first;
  private int count;

  private VectorStrip() {}

  private static VectorStrip[] allocate() {
    VectorStrip[] strips = new VectorStrip[STRIPS];
    // At once, for a thread may live for one row only; and not a multiple of a page apart, or what
    // is stored in one strip would hold up what is loaded at the same place of another.
    MemorySegment all = Arena.ofAuto().allocate(STRIPS * STRIDE, Tensor.ALIGNMENT);
    for (int i = 0; i < STRIPS; i++) {
      strips[i] = new VectorStrip();
      strips[i].scratch = all.asSlice(i * STRIDE, 4L * LENGTH);
    }
    return strips;
  }

  /** The calling thread's strips. */
  static VectorStrip[] ofThread() {
    return OF_THREAD.get();
  }

  /**
   * How many numbers the strip that starts at {@code first} has when it must end by {@code end}.
   */
  static int length(long first, long end) {
    return (int) Math.min(LENGTH, end - first);
  }

  /**
   * Makes this the {@code count} numbers of {@code tensor} from {@code first}, followed by zeros.
   */
  VectorStrip read(Tensor tensor, long first, int count) {
    return read(tensor, first, count, 0);
  }

  /** The same, followed by {@code padding} up to the end of the last vector. */
  VectorStrip read(Tensor tensor, long first, int count, float padding) {
    write(tensor, first, count);
    if (!inPlace) {
      fill(place(tensor));
      pad(padding);
    }
    return this;
  }

  /** Makes this the place of {@code count} numbers that will be written, from {@code first}. */
  VectorStrip write(Tensor tensor, long first, int count) {
    this.tensor = tensor;
    this.first = first;
    this.count = count;
    if (tensor.format() == Format.FLOAT64 || !tensor.segment().isNative()) {
      throw refusal(tensor);
    }
    long inTensor = place(tensor);
    if (tensor.format() == Format.FLOAT32 && (count & (LANES - 1)) == 0) {
      address = inTensor;
      inPlace = true;
    } else {
      free(count);
    }
    return this;
  }

  /** Makes this {@code count} numbers of scratch memory, of unknown content. */
  VectorStrip free(int count) {
    this.count = count;
    ensure(count);
    address = scratch.address();
    inPlace = false;
    return this;
  }

  /** Makes this {@code count} zeros in scratch memory. */
  VectorStrip zeros(int count) {
    free(count).clear();
    return this;
  }

  /** Makes every number zero. */
  void clear() {
    VectorLanes.Loops.clear(address, padded(count));
  }

  /** Brings what was written to the tensor, where it is not there already. */
  void finish() {
    if (inPlace) {
      return;
    }
    put(tensor);
  }

  /** Rounds the numbers to {@code copy}'s format and puts them at the same place there. */
  void copyTo(Tensor copy) {
    put(copy);
    Reference.reachabilityFence(copy);
  }

  /** Where in a tensor this strip's numbers have their place. */
  private long place(Tensor in) {
    long bytes = in.format().bytes();
    return VectorLanes.address(in.segment(), bytes * first, bytes * count);
  }

  private void put(Tensor to) {
    long target = place(to);
    switch (to.format()) {
      case FLOAT32 -> VectorLanes.copy(address, target, count);
      case BFLOAT16 -> VectorLanes.Loops.narrow(address, count, target);
      case FLOAT64 -> throw refusal(to);
    }
  }

  /** The vector at number {@code i} of this strip. */
  FloatVector load(int i) {
    return VectorLanes.load(address + 4L * i);
  }

  /** Puts {@code v} at number {@code i} of this strip. */
  void store(int i, FloatVector v) {
    VectorLanes.store(v, address + 4L * i);
  }

  private void fill(long inTensor) {
    if (tensor.format() == Format.BFLOAT16) {
      VectorLanes.Loops.widen(inTensor, count, address);
    } else {
      VectorLanes.copy(inTensor, address, count);
    }
  }

  /** Changes what follows the numbers, up to the end of the last vector. */
  void pad(float padding) {
    if (!inPlace) {
      for (int i = count; i < padded(count); i++) {
        set(i, padding);
      }
    }
  }

  /** Number {@code i} of this strip. */
  float get(int i) {
    return VectorLanes.get(address + 4L * i);
  }

  /** Makes number {@code i} of this strip {@code value}. */
  void set(int i, float value) {
    VectorLanes.set(address + 4L * i, value);
  }

  /** Copies {@code count} numbers of this strip to others of it that they do not overlap. */
  void copyWithin(int from, int to, int count) {
    VectorLanes.copy(address + 4L * from, address + 4L * to, count);
  }

  /** Puts {@code v} where {@link #sumOfLanes} finds it: into scratch memory, whatever this is. */
  void putLanes(FloatVector v) {
    VectorLanes.store(v, scratch.address());
  }

  /** One of the numbers that {@link #putLanes} put. */
  float lane(int i) {
    return VectorLanes.get(scratch.address() + 4L * i);
  }

  /**
   * The sum of what {@link #putLanes} put, in an order of its own: the Vector API's sums come in
   * whatever order the compiler likes. Apart from it so that no vector has to cross the call.
   */
  double sumOfLanes() {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < LANES; i += 2) {
      even += VectorLanes.get(scratch.address() + 4L * i);
      odd += VectorLanes.get(scratch.address() + 4L * (i + 1));
    }
    return even + odd;
  }

  private void ensure(int count) {
    long bytes = 4L * padded(count);
    if (scratch.byteSize() < bytes) {
      scratch = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
    }
  }

  static IllegalArgumentException refusal(Tensor tensor) {
    return new IllegalArgumentException(
        "the vector kernels work in float32 and bfloat16 outside the Java heap, but an operand is "
            + tensor
            + (tensor.segment().isNative() ? "" : " on the heap")
            + "; use the portable kernels");
  }
}
