package dev.hourglass.autoencoder.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Units of each hidden layer, and how they are spelt.
 *
 * @param sizes may be empty
 */
public record LayerSizes(List<Integer> sizes) {
  private static final String NONE = "none";

  public LayerSizes {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads {@code 128,64}, or {@code none}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  public static LayerSizes parse(String text) {
    List<Integer> sizes = new ArrayList<>();
    if (!text.isBlank() && !text.strip().equalsIgnoreCase(NONE)) {
      for (String part : text.split(",", -1)) {
        sizes.add(size(part.strip(), text));
      }
    }
    return new LayerSizes(sizes);
  }

  private static int size(String part, String text) {
    try {
      int size = Integer.parseInt(part);
      if (size >= 1) {
        return size;
      }
    } catch (NumberFormatException _) {
      // falls through to the one message for everything that is no size
    }
    throw new IllegalArgumentException(
        "expected sizes of at least 1 such as 128,64, or none, but was '%s'%s"
            .formatted(text, part.equals(text) ? "" : " ('" + part + "')"));
  }

  @Override
  public String toString() {
    return sizes.isEmpty()
        ? NONE
        : sizes.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
