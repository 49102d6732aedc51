package dev.hourglass.autoencoder.file;

import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Tensors as blocks of a file, and back; neither copies. */
public final class StoredTensor {
  private StoredTensor() {}

  /** A matrix, {@code [rows, columns]}, also where it has one row. */
  public static Block matrix(Tensor tensor) {
    return block(tensor, List.of((long) tensor.rows(), (long) tensor.columns()));
  }

  /** A vector, {@code [numbers]}. */
  public static Block vector(Tensor tensor) {
    return block(tensor, List.of(tensor.size()));
  }

  private static Block block(Tensor tensor, List<Long> sides) {
    StoredType type =
        switch (tensor.format()) {
          case FLOAT32 -> StoredType.F32;
          case BFLOAT16 -> StoredType.BF16;
          case FLOAT64 -> StoredType.F64;
        };
    return new Block(
        type, sides, tensor.segment().asSlice(0, tensor.size() * tensor.format().bytes()));
  }

  /**
   * A block of one or two sides; one becomes a single row.
   *
   * @param name of the block, for messages
   * @throws IllegalArgumentException when it has other sides, or numbers that are no floats
   */
  public static Tensor of(String name, Block block) {
    Format format =
        switch (block.type()) {
          case F32 -> Format.FLOAT32;
          case BF16 -> Format.BFLOAT16;
          case F64 -> Format.FLOAT64;
          default ->
              throw new IllegalArgumentException(
                  "its tensor '%s' is of %s, but F32, BF16 or F64 is expected"
                      .formatted(name, block.type().label()));
        };
    List<Long> sides = block.sides();
    if (sides.isEmpty()
        || sides.size() > 2
        || sides.stream().anyMatch(side -> side > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "its tensor '%s' has the shape %s, but one or two sides are expected"
              .formatted(name, sides));
    }
    int columns = Math.toIntExact(sides.getLast());
    Shape shape =
        sides.size() == 1
            ? Shape.vector(columns)
            : new Shape(Math.toIntExact(sides.getFirst()), columns);
    return Tensor.of(block.bytes(), shape, format);
  }
}
