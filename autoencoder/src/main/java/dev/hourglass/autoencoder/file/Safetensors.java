package dev.hourglass.autoencoder.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A safetensors file: the length of a JSON header, the header, the tensors' bytes one after the
 * other (https://github.com/huggingface/safetensors, "Format"). Little-endian.
 *
 * <p>A checksum of the metadata and of all bytes is kept among the metadata, so that a damaged or
 * hand-edited file is told from a good one. Nothing is allocated before its length was checked
 * against the file's.
 *
 * @param metadata strings by name; when read, the checksum is among them
 * @param tensors by name, in the file's order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final String CHECKSUM = "checksum";
  private static final int LENGTH_BYTES = 8;

  /** The reference implementation's own bound on a header. */
  private static final long LONGEST_HEADER = 100_000_000;

  /** Not a whole safetensors file; the message says what is wrong and where. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * Writes the file aside and moves it into place, so that a reader sees the old or the new whole.
   */
  public void write(Path file) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    Map<String, String> withChecksum = new LinkedHashMap<>(metadata);
    withChecksum.put(CHECKSUM, checksum());
    header.put("__metadata__", withChecksum);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + byteSize(tensor);
      header.put(
          entry.getKey(),
          BlueprintMap.ordered(
              "dtype",
              dtype(tensor.format()),
              "shape",
              tensor.rows() == 1
                  ? List.of(tensor.columns())
                  : List.of(tensor.rows(), tensor.columns()),
              "data_offsets",
              List.of(offset, end)));
      offset = end;
    }
    byte[] json = JSON.std.asBytes(header);
    // The tensors start on an 8-byte boundary, as the format asks.
    int padded = Math.ceilDiv(json.length, LENGTH_BYTES) * LENGTH_BYTES;
    ByteBuffer head = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    Path absolute = file.toAbsolutePath();
    // Not createTempFile, whose files only their owner may read.
    Path aside =
        absolute.resolveSibling(
            ".%s.%d.part".formatted(absolute.getFileName(), ProcessHandle.current().pid()));
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        writeFully(channel, head.flip());
        for (Tensor tensor : tensors.values()) {
          writeFully(channel, bytes(tensor).asByteBuffer());
        }
        channel.force(true);
      }
      Files.move(
          aside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param arena that the tensors are allocated in
   * @throws MalformedException when it is not a whole, undamaged safetensors file of ours
   */
  static Safetensors read(Path file, Arena arena) throws IOException, MalformedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < LENGTH_BYTES) {
        throw new MalformedException(
            "it has %d bytes, fewer than the %d of a header's length"
                .formatted(size, LENGTH_BYTES));
      }
      ByteBuffer length = readFully(channel, 0, LENGTH_BYTES);
      long headerLength = length.getLong();
      if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, size - LENGTH_BYTES)) {
        throw new MalformedException(
            "its header is said to have %d bytes, but %d remain: it was cut short or is no"
                    .formatted(headerLength, size - LENGTH_BYTES)
                + " safetensors file");
      }
      ByteBuffer json = readFully(channel, LENGTH_BYTES, (int) headerLength);
      Map<String, Object> header = parse(StandardCharsets.UTF_8.decode(json).toString());
      long start = LENGTH_BYTES + headerLength;
      Map<String, String> metadata = metadata(header.remove("__metadata__"));
      List<Entry> entries = entries(header, size - start);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries) {
        Tensor tensor = Tensor.allocate(arena, entry.shape, entry.format);
        ByteBuffer into = bytes(tensor).asByteBuffer();
        readFully(channel, start + entry.from, into);
        tensors.put(entry.name, tensor);
      }
      return new Safetensors(metadata, tensors);
    }
  }

  /**
   * Compares the contents with the checksum they were written with.
   *
   * @throws MalformedException when it is missing or another
   */
  void verifyChecksum() throws MalformedException {
    String expected = metadata.getOrDefault(CHECKSUM, "missing");
    if (!expected.equals(checksum())) {
      throw new MalformedException(
          "its checksum is %s, but its contents give %s: it was damaged or edited"
              .formatted(expected, checksum()));
    }
  }

  private record Entry(String name, Format format, Shape shape, long from, long to) {}

  private static ByteBuffer readFully(FileChannel channel, long position, int count)
      throws IOException, MalformedException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    readFully(channel, position, buffer);
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void readFully(FileChannel channel, long position, ByteBuffer into)
      throws IOException, MalformedException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new MalformedException("it ends at byte " + at + ", in the middle of a tensor");
      }
      at += read;
    }
  }

  private static Map<String, Object> parse(String json) throws IOException, MalformedException {
    try {
      return new LinkedHashMap<>(JSON.std.mapFrom(json.strip()));
    } catch (JsonProcessingException e) {
      throw new MalformedException("its header is not JSON: " + e.getOriginalMessage());
    }
  }

  private static Map<String, String> metadata(Object found) throws MalformedException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (found instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getValue() instanceof String value)) {
          throw new MalformedException("its metadata '" + entry.getKey() + "' is not a string");
        }
        metadata.put((String) entry.getKey(), value);
      }
    } else if (found != null) {
      throw new MalformedException("its __metadata__ is not an object");
    }
    return metadata;
  }

  /** Every byte of the data belongs to exactly one tensor, and in order. */
  private static List<Entry> entries(Map<String, Object> header, long dataBytes)
      throws MalformedException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> item : header.entrySet()) {
      entries.add(entry(item.getKey(), item.getValue()));
    }
    entries.sort((a, b) -> Long.compare(a.from, b.from));
    long at = 0;
    for (Entry entry : entries) {
      if (entry.from != at || entry.to < entry.from || entry.to > dataBytes) {
        throw new MalformedException(
            "tensor '%s' should lie at bytes %d to %d, but %d bytes of tensors are there and the"
                    .formatted(entry.name, entry.from, entry.to, dataBytes)
                + " one before ends at "
                + at);
      }
      at = entry.to;
    }
    if (at != dataBytes) {
      throw new MalformedException(
          "its tensors end at byte %d, but %d bytes are there".formatted(at, dataBytes));
    }
    return entries;
  }

  private static Entry entry(String name, Object found) throws MalformedException {
    if (!(found instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String dtype)
        || !(map.get("shape") instanceof List<?> shape)
        || !(map.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2
        || !(offsets.get(0) instanceof Number from)
        || !(offsets.get(1) instanceof Number to)) {
      throw new MalformedException("tensor '" + name + "' lacks its dtype, shape or data_offsets");
    }
    Format format =
        switch (dtype) {
          case "F32" -> Format.FLOAT32;
          case "BF16" -> Format.BFLOAT16;
          case "F64" -> Format.FLOAT64;
          default ->
              throw new MalformedException(
                  "tensor '%s' has the dtype '%s', but F32, BF16 or F64 is expected"
                      .formatted(name, dtype));
        };
    int[] sides = new int[2];
    sides[0] = 1;
    if (shape.isEmpty() || shape.size() > 2) {
      throw new MalformedException(
          "tensor '%s' has the shape %s, but one or two sides are expected".formatted(name, shape));
    }
    for (int i = 0; i < shape.size(); i++) {
      if (!(shape.get(i) instanceof Integer side) || side < 0) {
        throw new MalformedException("tensor '%s' has the shape %s".formatted(name, shape));
      }
      sides[2 - shape.size() + i] = side;
    }
    Shape read = new Shape(sides[0], sides[1]);
    // As doubles, because a hand-made header can name sides whose product no long holds.
    double bytes = (double) read.rows() * read.columns() * format.bytes();
    if (from.doubleValue() < 0 || to.doubleValue() - from.doubleValue() != bytes) {
      throw new MalformedException(
          "tensor '%s' of shape %s takes %.0f bytes, but its offsets are %s"
              .formatted(name, shape, bytes, offsets));
    }
    return new Entry(name, format, read, from.longValue(), to.longValue());
  }

  private String checksum() {
    CRC32C crc = new CRC32C();
    Map<String, String> sorted = new TreeMap<>(metadata);
    sorted.remove(CHECKSUM);
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      crc.update(
          (entry.getKey() + '\0' + entry.getValue() + '\0').getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      crc.update((entry.getKey() + '\0').getBytes(StandardCharsets.UTF_8));
      crc.update(bytes(entry.getValue()).asByteBuffer());
    }
    return "crc32c:%08x".formatted(crc.getValue());
  }

  private static MemorySegment bytes(Tensor tensor) {
    return tensor.segment().asSlice(0, byteSize(tensor));
  }

  private static long byteSize(Tensor tensor) {
    return tensor.size() * tensor.format().bytes();
  }

  private static String dtype(Format format) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(
          "model files are little-endian and this machine is not: " + ValueLayout.JAVA_INT.order());
    }
    return switch (format) {
      case FLOAT32 -> "F32";
      case BFLOAT16 -> "BF16";
      case FLOAT64 -> "F64";
    };
  }
}
