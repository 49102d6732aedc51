package dev.hourglass.search;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an index knows of a sample.
 *
 * @param id its name, which no other item of the index has
 * @param label its class, where known
 * @param fields more that is known of it, by name
 */
public record Item(String id, Optional<String> label, Map<String, String> fields) {
  /**
   * @throws IllegalArgumentException if the id is empty
   */
  public Item {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an item needs an id that is not empty");
    }
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  /** An item of which nothing but its name is known. */
  public static Item of(String id) {
    return new Item(id, Optional.empty(), Map.of());
  }
}
