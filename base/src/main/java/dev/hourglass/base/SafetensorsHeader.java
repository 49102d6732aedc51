package dev.hourglass.base;

import dev.hourglass.base.Safetensors.MalformedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The JSON ahead of a safetensors file's bytes.
 *
 * @param metadata strings by name
 * @param entries the tensors, in the order of their bytes, which they cover without a gap
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  private static final String METADATA = "__metadata__";

  /** The reference implementation's own bound on a header. */
  private static final long LONGEST = 100_000_000;

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Where a tensor lies.
   *
   * @param from its first byte, counted from the first behind the header
   * @param to one past its last
   */
  record Entry(String name, StoredType type, List<Long> sides, long from, long to) {}

  /** The header of a container, as it is written. */
  static String of(Safetensors container) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!container.metadata().isEmpty()) {
      header.put(METADATA, container.metadata());
    }
    long offset = 0;
    for (Map.Entry<String, Safetensors.Block> entry : container.tensors().entrySet()) {
      Safetensors.Block block = entry.getValue();
      long end = offset + block.bytes().byteSize();
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("dtype", block.type().label());
      tensor.put("shape", block.sides());
      tensor.put("data_offsets", List.of(offset, end));
      header.put(entry.getKey(), tensor);
      offset = end;
    }
    return Json.text(header);
  }

  /** Reads the length and the JSON. */
  static byte[] read(BoundedReader in) throws IOException, MalformedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = in.read("the header's length", LENGTH.byteSize(), arena, 1);
      long bytes = length.get(LENGTH, 0);
      OptionalLong remaining = in.remaining();
      if (bytes < 2 || bytes > Math.min(LONGEST, remaining.orElse(LONGEST))) {
        throw new MalformedException(
            "its header is said to have %d bytes, but %s: it was cut short or is no safetensors file"
                .formatted(
                    bytes,
                    remaining.isPresent() && bytes > remaining.getAsLong()
                        ? remaining.getAsLong() + " remain"
                        : "2 to " + LONGEST + " are expected"));
      }
      return in.read("the header", bytes, arena, 1).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /**
   * Understands a header.
   *
   * @param remaining bytes behind it, where that is known
   */
  static SafetensorsHeader parse(String json, OptionalLong remaining) throws MalformedException {
    Map<String, Object> header;
    try {
      header = new LinkedHashMap<>(Json.object(json));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("its header " + e.getMessage());
    }
    Map<String, String> metadata = metadata(header);
    header.remove(METADATA);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> item : header.entrySet()) {
      entries.add(entry(item.getKey(), item.getValue()));
    }
    // Tensors without numbers lie where the next one begins.
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    checkCovered(entries, remaining);
    return new SafetensorsHeader(metadata, List.copyOf(entries));
  }

  private static Map<String, String> metadata(Map<String, Object> header)
      throws MalformedException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!header.containsKey(METADATA)) {
      return metadata;
    }
    if (!(header.get(METADATA) instanceof Map<?, ?> map)) {
      throw new MalformedException("its " + METADATA + " is not an object");
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key) || !(entry.getValue() instanceof String value)) {
        throw new MalformedException("its metadata '" + entry.getKey() + "' is not a string");
      }
      metadata.put(key, value);
    }
    return metadata;
  }

  /** Every byte of the data belongs to exactly one tensor. */
  private static void checkCovered(List<Entry> entries, OptionalLong remaining)
      throws MalformedException {
    long at = 0;
    for (Entry entry : entries) {
      if (entry.from != at || entry.to > remaining.orElse(Long.MAX_VALUE)) {
        throw new MalformedException(
            "tensor '%s' should lie at bytes %d to %d, but%s the one before ends at %d"
                .formatted(
                    entry.name,
                    entry.from,
                    entry.to,
                    remaining.isPresent()
                        ? " " + remaining.getAsLong() + " bytes of tensors are there and"
                        : "",
                    at));
      }
      at = entry.to;
    }
    if (remaining.isPresent() && at != remaining.getAsLong()) {
      throw new MalformedException(
          "its tensors end at byte %d, but %d bytes are there"
              .formatted(at, remaining.getAsLong()));
    }
  }

  private static Entry entry(String name, Object found) throws MalformedException {
    if (!(found instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String dtype)
        || !(map.get("shape") instanceof List<?> shape)
        || !(map.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2) {
      throw new MalformedException("tensor '" + name + "' lacks its dtype, shape or data_offsets");
    }
    StoredType type =
        StoredType.named(dtype)
            .orElseThrow(
                () ->
                    new MalformedException(
                        "tensor '%s' has the dtype '%s', but one of %s is expected"
                            .formatted(name, dtype, Arrays.toString(StoredType.values()))));
    List<Long> sides = wholes(name, "shape", shape);
    List<Long> ends = wholes(name, "data_offsets", offsets);
    long bytes;
    try {
      bytes = Safetensors.byteSize(type, sides);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("tensor '" + name + "': " + e.getMessage());
    }
    if (ends.get(1) < ends.get(0) || ends.get(1) - ends.get(0) != bytes) {
      throw new MalformedException(
          "tensor '%s' of shape %s takes %d bytes, but its offsets are %s"
              .formatted(name, sides, bytes, ends));
    }
    return new Entry(name, type, sides, ends.get(0), ends.get(1));
  }

  private static List<Long> wholes(String name, String key, List<?> items)
      throws MalformedException {
    List<Long> wholes = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Integer || item instanceof Long) || ((Number) item).longValue() < 0) {
        throw new MalformedException(
            "tensor '%s' has the %s %s, where whole numbers from 0 are expected"
                .formatted(name, key, items));
      }
      wholes.add(((Number) item).longValue());
    }
    return List.copyOf(wholes);
  }
}
