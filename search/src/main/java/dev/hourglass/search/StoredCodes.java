package dev.hourglass.search;

import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * Codes that a model made before, such as a compressed file's, to be put into an index as they are.
 *
 * @param codes {@code [items, code]}
 * @param ids one each, all different, or none, where items are numbered
 * @param name of what they are the codes of
 */
public record StoredCodes(Tensor codes, List<String> ids, String name) {
  /**
   * @throws IllegalArgumentException if there are ids, but not one for each code
   */
  public StoredCodes {
    ids = List.copyOf(ids);
    if (!ids.isEmpty() && ids.size() != codes.rows()) {
      throw new IllegalArgumentException(
          "%d codes have %d ids".formatted(codes.rows(), ids.size()));
    }
  }

  /** Codes of numbered items. */
  public StoredCodes(Tensor codes, String name) {
    this(codes, List.of(), name);
  }
}
