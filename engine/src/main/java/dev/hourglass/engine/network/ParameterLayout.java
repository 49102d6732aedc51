package dev.hourglass.engine.network;

import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each layer's parameters lie in the one flat vector of a model.
 *
 * <p>Every slot starts on a 64-byte boundary in either format; the padding in between is zero and
 * stays so, its gradient being zero.
 */
public final class ParameterLayout {
  /** Slots start at multiples of this: 64 bytes of bfloat16, 128 of float32. */
  private static final int ALIGNED_NUMBERS = 32;

  /** Positions in the flat vector are ints. */
  private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 2 * ALIGNED_NUMBERS;

  private final List<Slot> slots = new ArrayList<>();
  private int size;

  /**
   * A named piece of the flat vector.
   *
   * @param name such as {@code encoder.0.weight}
   * @param offset of its first number
   * @param shape {@code [inputs, outputs]} of a weight, {@code [1, outputs]} of a bias
   * @param decays whether weight decay applies: to weights, not to biases and gains
   */
  public record Slot(String name, int offset, Shape shape, boolean decays) {
    /** The slot's part of a flat vector. */
    public Tensor of(Tensor flat) {
      return flat.slice(offset, shape);
    }

    /** One past its last number. */
    public int end() {
      return offset + Math.toIntExact(shape.size());
    }
  }

  /** Appends a slot. */
  public Slot add(String name, Shape shape, boolean decays) {
    if (size + shape.size() > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          ("a model has at most %,d parameters, but %s of %s makes it %,d; make samples narrower"
                  + " (images by option 'resize') or layers smaller (option 'hidden')")
              .formatted(MOST_PARAMETERS, name, shape, size + shape.size()));
    }
    Slot slot = new Slot(name, size, shape, decays);
    slots.add(slot);
    size = Math.ceilDiv(slot.end(), ALIGNED_NUMBERS) * ALIGNED_NUMBERS;
    return slot;
  }

  /** All slots in the order they were added. */
  public List<Slot> slots() {
    return List.copyOf(slots);
  }

  /** Numbers in the flat vector, padding included. */
  public int size() {
    return size;
  }

  /** Parameters, without padding. */
  public long parameterCount() {
    return slots.stream().mapToLong(slot -> slot.shape().size()).sum();
  }

  /**
   * The boundary nearest to {@code share} (in [0, 1]) of the vector at which it can be cut into
   * slices for several threads.
   */
  public int cut(double share) {
    return Math.min(size, (int) Math.round(share * size / ALIGNED_NUMBERS) * ALIGNED_NUMBERS);
  }
}
