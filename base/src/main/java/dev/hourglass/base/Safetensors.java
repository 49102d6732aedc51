package dev.hourglass.base;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A safetensors file: the length of a JSON header, the header, the tensors' bytes one after the
 * other (https://github.com/huggingface/safetensors, "Format"). Little-endian.
 *
 * <p>A container of named bytes that knows their types and sides, and nothing of what they mean. A
 * checksum of everything can be kept among the metadata; it does not depend on the order of things
 * in the file, so that a file saved again by another program still has it. No length is believed
 * before that many bytes are there. Tensors may be longer than 2 GB.
 *
 * @param metadata strings by name
 * @param tensors by name, in the file's order
 */
public record Safetensors(Map<String, String> metadata, SequencedMap<String, Block> tensors) {
  /** The metadata's key of the checksum. */
  public static final String CHECKSUM = "checksum";

  private static final int LENGTH_BYTES = 8;

  /** As the format asks, and enough for any vector register. */
  private static final int ALIGNMENT = 64;

  /** What is copied at a time. */
  private static final int CHUNK = 1 << 16;

  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * One tensor.
   *
   * @param type of its numbers
   * @param sides how many of them, outermost first; empty for a single number
   * @param bytes its numbers, row-major and little-endian
   */
  public record Block(StoredType type, List<Long> sides, MemorySegment bytes) {
    /** Refuses bytes that are not as many as type and sides ask for. */
    public Block {
      sides = List.copyOf(sides);
      long needed = byteSize(type, sides);
      if (bytes.byteSize() != needed) {
        throw new IllegalArgumentException(
            "a tensor %s of %s has %d bytes, but was given %d"
                .formatted(sides, type.label(), needed, bytes.byteSize()));
      }
    }

    /** Float32 numbers, copied from an array. */
    public static Block of(float[] numbers, Long... sides) {
      MemorySegment bytes = Arena.ofAuto().allocate(4L * numbers.length, ALIGNMENT);
      bytes.copyFrom(MemorySegment.ofArray(numbers));
      return new Block(StoredType.F32, List.of(sides), bytes);
    }

    /** How many numbers it has. */
    public long size() {
      return bytes.byteSize() / type.bytes();
    }

    private String description() {
      return type.label() + sides;
    }
  }

  /** Not a whole safetensors file; the message says what is wrong and where. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * How many bytes a tensor has.
   *
   * @throws IllegalArgumentException when a side is negative or no long holds their product
   */
  static long byteSize(StoredType type, List<Long> sides) {
    try {
      long size = type.bytes();
      for (long side : sides) {
        if (side < 0) {
          throw new IllegalArgumentException("a tensor has no side of " + side);
        }
        size = Math.multiplyExact(size, side);
      }
      return size;
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("a tensor of sides " + sides + " fits no memory");
    }
  }

  // ---- writing ----

  /** Writes a file whole: a reader sees the old or the new. */
  public void write(Path file) {
    WholeFile.write(file, this::write);
  }

  /** Writes everything; the stream is left open. */
  public void write(OutputStream out) throws IOException {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(
          "safetensors files are little-endian and this machine is not");
    }
    byte[] json = SafetensorsHeader.of(this).getBytes(StandardCharsets.UTF_8);
    // The tensors start on an 8-byte boundary, as the format asks.
    int padded = Math.ceilDiv(json.length, LENGTH_BYTES) * LENGTH_BYTES;
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(padded).array());
    out.write(json);
    out.write(" ".repeat(padded - json.length).getBytes(StandardCharsets.UTF_8));
    byte[] chunk = new byte[CHUNK];
    for (Block block : tensors.values()) {
      for (long at = 0; at < block.bytes.byteSize(); at += CHUNK) {
        int count = (int) Math.min(CHUNK, block.bytes.byteSize() - at);
        MemorySegment.copy(block.bytes, at, MemorySegment.ofArray(chunk), 0, count);
        out.write(chunk, 0, count);
      }
    }
  }

  /** Everything as bytes; below 2 GB. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  // ---- reading ----

  /**
   * Reads a whole file.
   *
   * @param arena that the tensors are allocated in
   * @throws MalformedException when it is not a whole safetensors file
   */
  public static Safetensors read(Path file, Arena arena) throws IOException, MalformedException {
    return Uninterrupted.<Safetensors, MalformedException>read(
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(new BoundedReader(channel, OptionalLong.of(channel.size())), arena);
          }
        });
  }

  /**
   * Reads a stream to its end; it is left open.
   *
   * @param arena that the tensors are allocated in
   * @throws MalformedException when it is not a whole safetensors file
   */
  public static Safetensors read(InputStream in, Arena arena)
      throws IOException, MalformedException {
    return read(new BoundedReader(Channels.newChannel(in), OptionalLong.empty()), arena);
  }

  /**
   * Reads a whole file's bytes.
   *
   * @param arena that the tensors are allocated in
   * @throws MalformedException when it is not a whole safetensors file
   */
  public static Safetensors read(byte[] bytes, Arena arena) throws MalformedException {
    try {
      return read(
          new BoundedReader(
              Channels.newChannel(new ByteArrayInputStream(bytes)), OptionalLong.of(bytes.length)),
          arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Safetensors read(BoundedReader in, Arena arena)
      throws IOException, MalformedException {
    byte[] json = SafetensorsHeader.read(in);
    SafetensorsHeader header =
        SafetensorsHeader.parse(new String(json, StandardCharsets.UTF_8), in.remaining());
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      MemorySegment bytes =
          in.read("tensor '" + entry.name() + "'", entry.to() - entry.from(), arena, ALIGNMENT);
      tensors.put(entry.name(), new Block(entry.type(), entry.sides(), bytes));
    }
    in.expectEnd();
    return new Safetensors(header.metadata(), tensors);
  }

  // ---- checksum ----

  /** The same with the checksum of its contents among the metadata. */
  public Safetensors withChecksum() {
    Map<String, String> with = new LinkedHashMap<>(metadata);
    with.put(CHECKSUM, checksum());
    return new Safetensors(with, tensors);
  }

  /**
   * CRC-32C over the metadata sorted by key, without the checksum itself, as key, zero byte, value,
   * zero byte; then over the tensors sorted by name, as name, zero byte, type and sides ({@code
   * F32[2, 3]}), zero byte, bytes. Sorted is by code unit, text is UTF-8.
   */
  public String checksum() {
    CRC32C crc = checksumOfMetadata();
    for (String name : new TreeSet<>(tensors.keySet())) {
      Block block = tensors.get(name);
      update(crc, name + '\0' + block.description() + '\0');
      update(crc, block.bytes);
    }
    return text(crc);
  }

  /**
   * The checksum as the first version of Hourglass's files had it: types and sides left out, the
   * tensors in a given order.
   *
   * @throws IllegalArgumentException when these are not the tensors' names
   */
  public String checksumInOrder(List<String> names) {
    if (names.size() != tensors.size() || !tensors.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "the tensors are " + tensors.keySet() + ", but the order given is " + names);
    }
    CRC32C crc = checksumOfMetadata();
    for (String name : names) {
      update(crc, name + '\0');
      update(crc, tensors.get(name).bytes);
    }
    return text(crc);
  }

  private CRC32C checksumOfMetadata() {
    CRC32C crc = new CRC32C();
    Map<String, String> sorted = new TreeMap<>(metadata);
    sorted.remove(CHECKSUM);
    sorted.forEach((key, value) -> update(crc, key + '\0' + value + '\0'));
    return crc;
  }

  private static void update(CRC32C crc, String text) {
    crc.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void update(CRC32C crc, MemorySegment bytes) {
    byte[] chunk = new byte[CHUNK];
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, bytes.byteSize() - at);
      MemorySegment.copy(bytes, at, MemorySegment.ofArray(chunk), 0, count);
      crc.update(chunk, 0, count);
    }
  }

  private static String text(CRC32C crc) {
    return "crc32c:%08x".formatted(crc.getValue());
  }

  @Override
  public String toString() {
    List<String> blocks = new ArrayList<>();
    tensors.forEach((name, block) -> blocks.add(name + " " + block.description()));
    return "Safetensors " + blocks;
  }
}
