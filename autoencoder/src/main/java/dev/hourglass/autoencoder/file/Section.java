package dev.hourglass.autoencoder.file;

import dev.hourglass.base.Json;
import dev.hourglass.base.Safetensors.Block;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one use keeps beside the network: a detector's threshold, an index's fingerprint. It has a
 * version of its own, and is kept as it was written by whoever does not know it.
 *
 * @param version at least 1
 * @param json an object, as text
 * @param tensors by their names within the section
 */
public record Section(int version, String json, SequencedMap<String, Block> tensors) {
  /** Refuses versions below 1 and what is no JSON. */
  public Section {
    if (version < 1) {
      throw new IllegalArgumentException("a section's version is at least 1, but was " + version);
    }
    Json.object(json);
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /** A section of plain maps, lists, strings, numbers and booleans, and tensors. */
  public static Section of(
      int version, Map<String, Object> content, SequencedMap<String, Block> tensors) {
    return new Section(version, Json.text(content), tensors);
  }

  /** A section without tensors. */
  public static Section of(int version, Map<String, Object> content) {
    return of(version, content, new LinkedHashMap<>());
  }

  /** The JSON as plain maps, lists, strings, numbers and booleans. */
  public Map<String, Object> content() {
    return Json.object(json);
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Block tensor(String name) {
    Block block = tensors.get(name);
    if (block == null) {
      throw new IllegalArgumentException("it lacks the tensor '" + name + "'");
    }
    return block;
  }
}
