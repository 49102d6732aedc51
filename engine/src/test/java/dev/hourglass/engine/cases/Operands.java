package dev.hourglass.engine.cases;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The tensors one run of a case works on, filled from a seed.
 *
 * <p>Two sets with the same seed, size and arrangement hold the same numbers, even when one of them
 * is asked to keep everything in float64: that one is what the other is compared with. Each tensor
 * lies between two guards, which a kernel that writes out of bounds would break.
 */
public final class Operands {
  private static final int GUARD = 64;
  private static final byte GUARD_BYTE = 0x5a;

  private final Arena arena;
  private final Arrangement arrangement;
  private final Size size;
  private final boolean inDouble;
  private final SplittableRandom random;
  private final Map<Format, Tensor> rounding = new EnumMap<>(Format.class);
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final IdentityHashMap<Tensor, Format> formats = new IdentityHashMap<>();
  private final List<MemorySegment> guards = new ArrayList<>();

  /**
   * An empty set.
   *
   * @param inDouble keeps the numbers, rounded to the format they would have had, in float64
   */
  public Operands(Arena arena, Arrangement arrangement, Size size, boolean inDouble, long seed) {
    this.arena = arena;
    this.arrangement = arrangement;
    this.size = size;
    this.inDouble = inDouble;
    this.random = new SplittableRandom(seed);
    for (Format format : Format.values()) {
      rounding.put(format, Tensor.allocate(arena, Shape.vector(1), format));
    }
  }

  /** How large things should be. */
  public Size size() {
    return size;
  }

  /** Shorthand for {@code size().rows()}. */
  public int rows() {
    return size.rows();
  }

  /** Shorthand for {@code size().columns()}. */
  public int columns() {
    return size.columns();
  }

  /** An operand {@code [rows, columns]} in the format that activations and their gradients have. */
  public Tensor compute(String name, Values values) {
    return compute(name, rows(), columns(), values);
  }

  /** An operand in the format that activations, their gradients and the weights have. */
  public Tensor compute(String name, int rows, int columns, Values values) {
    return add(name, rows, columns, computeFormat(), values);
  }

  /** An operand in the format that parameters, moments, sums and losses have. */
  public Tensor master(String name, int rows, int columns, Values values) {
    Format format = arrangement == Arrangement.FLOAT64 ? Format.FLOAT64 : Format.FLOAT32;
    return add(name, rows, columns, format, values);
  }

  /** An operand in the format of another. */
  public Tensor like(Tensor other, String name, int rows, int columns, Values values) {
    return add(name, rows, columns, formats.get(other), values);
  }

  /** An operand in the format that activations have, but in float32 where the other is. */
  public Tensor notNarrower(Tensor other, String name, int rows, int columns, Values values) {
    Format format = computeFormat();
    boolean narrower = formats.get(other) == Format.FLOAT32;
    return add(name, rows, columns, narrower ? Format.FLOAT32 : format, values);
  }

  /**
   * Sparse rows {@code [rows, columns]}: about a third of the numbers there, among the rows empty
   * ones and full ones. Their values are float32 in every arrangement.
   */
  public SparseRows sparse(int rows, int columns) {
    SparseRows sparse = SparseRows.allocate(arena, rows, columns, rows * columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int draw = random.nextInt(3);
        if (r % 5 == 4 || (r % 5 != 3 && draw == 0)) {
          sparse.add(c, (float) Values.NORMAL.draw(random, false));
        }
      }
      sparse.endRow();
    }
    return sparse;
  }

  /** An output of the size of {@code in} that may be {@code in} itself. */
  public Tensor outputOf(String name, Tensor in) {
    return arrangement == Arrangement.IN_PLACE
        ? in
        : compute(name, in.rows(), in.columns(), Values.GARBAGE);
  }

  /** The compute-format copy of parameters: themselves where the formats are the same. */
  public Tensor copyOf(String name, Tensor parameters) {
    boolean same = arrangement != Arrangement.BFLOAT16 && arrangement != Arrangement.MIXED;
    return same
        ? parameters
        : add(name, parameters.rows(), parameters.columns(), Format.BFLOAT16, Values.GARBAGE);
  }

  /**
   * Stores {@code value} as {@code tensor}'s format holds it, also where that is kept in float64.
   */
  public void set(Tensor tensor, long index, double value) {
    tensor.set(index, round(formats.get(tensor), value));
  }

  /** All operands by name, in the order in which they were asked for. */
  public Map<String, Tensor> all() {
    return Collections.unmodifiableMap(tensors);
  }

  /** What moves when each operand is read or written once. */
  public long bytes() {
    return tensors.values().stream().mapToLong(t -> t.size() * t.format().bytes()).sum();
  }

  /** Whether nothing was written beside the operands. */
  public boolean guardsAreIntact() {
    return guards.stream()
        .allMatch(guard -> guard.elements(ValueLayout.JAVA_BYTE).allMatch(Operands::isGuardByte));
  }

  private static boolean isGuardByte(MemorySegment element) {
    return element.get(ValueLayout.JAVA_BYTE, 0) == GUARD_BYTE;
  }

  private Format computeFormat() {
    return switch (arrangement) {
      case FLOAT32, IN_PLACE -> Format.FLOAT32;
      case BFLOAT16 -> Format.BFLOAT16;
      case MIXED -> random.nextBoolean() ? Format.FLOAT32 : Format.BFLOAT16;
      case FLOAT64 -> Format.FLOAT64;
    };
  }

  private Tensor add(String name, int rows, int columns, Format format, Values values) {
    int shift = arrangement == Arrangement.MIXED ? random.nextInt(16) : 0;
    Tensor tensor = allocate(new Shape(rows, columns), inDouble ? Format.FLOAT64 : format, shift);
    boolean ordinary = arrangement == Arrangement.FLOAT64;
    formats.put(tensor, format);
    for (long i = 0; i < tensor.size(); i++) {
      set(tensor, i, values.draw(random, ordinary));
    }
    if (tensors.put(name, tensor) != null) {
      throw new IllegalArgumentException("there are two operands called " + name);
    }
    return tensor;
  }

  private double round(Format format, double value) {
    Tensor rounded = rounding.get(format);
    rounded.set(0, value);
    return rounded.get(0);
  }

  private Tensor allocate(Shape shape, Format format, int shift) {
    long start = GUARD + (long) shift * format.bytes();
    long length = shape.size() * format.bytes();
    MemorySegment memory = arena.allocate(start + length + GUARD, Tensor.ALIGNMENT);
    memory.fill(GUARD_BYTE);
    guards.add(memory.asSlice(0, start));
    guards.add(memory.asSlice(start + length));
    return Tensor.of(memory.asSlice(start, length), shape, format);
  }
}
