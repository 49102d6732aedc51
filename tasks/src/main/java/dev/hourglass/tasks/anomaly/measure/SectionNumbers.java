package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Arrays of numbers as tensors of a section, and back. */
public final class SectionNumbers {
  private static final long ALIGNMENT = 64;

  private SectionNumbers() {}

  public static Block of(double[] numbers) {
    return block(StoredType.F64, MemorySegment.ofArray(numbers), (long) numbers.length);
  }

  public static Block of(float[] numbers) {
    return block(StoredType.F32, MemorySegment.ofArray(numbers), (long) numbers.length);
  }

  public static Block of(int[] numbers) {
    return block(StoredType.I32, MemorySegment.ofArray(numbers), (long) numbers.length);
  }

  /** Rows of the same length, at least one. */
  public static Block of(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, flat, r * rows[0].length, rows[0].length);
    }
    return block(
        StoredType.F32, MemorySegment.ofArray(flat), (long) rows.length, (long) rows[0].length);
  }

  private static Block block(StoredType type, MemorySegment numbers, Long... sides) {
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, numbers.byteSize()), ALIGNMENT);
    bytes.asSlice(0, numbers.byteSize()).copyFrom(numbers);
    return new Block(type, List.of(sides), bytes.asSlice(0, numbers.byteSize()));
  }

  public static double[] doubles(Section section, String name) {
    return checked(section, name, StoredType.F64, 1)
        .bytes()
        .toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }

  public static float[] floats(Section section, String name) {
    return checked(section, name, StoredType.F32, 1)
        .bytes()
        .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  public static int[] ints(Section section, String name) {
    return checked(section, name, StoredType.I32, 1)
        .bytes()
        .toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  public static float[][] rows(Section section, String name) {
    Block block = checked(section, name, StoredType.F32, 2);
    float[] flat = block.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    int rows = Math.toIntExact(block.sides().getFirst());
    int width = Math.toIntExact(block.sides().getLast());
    float[][] all = new float[rows][width];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(flat, r * width, all[r], 0, width);
    }
    return all;
  }

  private static Block checked(Section section, String name, StoredType type, int sides) {
    Block block = section.tensor(name);
    if (block.type() != type || block.sides().size() != sides || block.size() == 0) {
      throw new IllegalArgumentException(
          "its tensor '%s' should be %s of %d sides, but is %s of %s"
              .formatted(name, type.label(), sides, block.type().label(), block.sides()));
    }
    return block;
  }
}
