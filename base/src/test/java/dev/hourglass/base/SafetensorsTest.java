package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.Safetensors.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  private static final long GIGABYTE = 1L << 30;
  private static final Map<String, String> METADATA = Map.of("format", "test", "greeting", "grüß");

  private final Arena arena = Arena.ofAuto();

  @TempDir Path folder;

  @Test
  void every_type_and_number_of_sides_is_read_as_it_was_written() throws Exception {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    Random random = new Random(1);
    for (StoredType type : StoredType.values()) {
      tensors.put("scalar " + type, block(type, random));
      tensors.put("vector " + type, block(type, random, 5L));
      tensors.put("one row " + type, block(type, random, 1L, 3L));
      tensors.put("cube " + type, block(type, random, 2L, 3L, 4L));
      tensors.put("nothing " + type, block(type, random, 0L, 7L));
    }
    Safetensors written = new Safetensors(METADATA, tensors);
    Path file = folder.resolve("all.safetensors");
    written.write(file);
    assertSame(Safetensors.read(file, arena), written);
    assertSame(Safetensors.read(written.toBytes(), arena), written);
    assertSame(Safetensors.read(drop(written.toBytes()), arena), written);
    assertThat(Files.readAllBytes(file)).isEqualTo(written.toBytes());
  }

  @Test
  void the_first_tensor_starts_at_a_multiple_of_eight() {
    for (int letters = 1; letters < 12; letters++) {
      byte[] bytes =
          new Safetensors(Map.of("k", "v".repeat(letters)), new LinkedHashMap<>()).toBytes();
      assertThat(headerLength(bytes) % 8).isZero();
      assertThat(bytes).hasSize(8 + (int) headerLength(bytes));
    }
  }

  @Test
  void a_block_whose_bytes_are_not_as_many_as_its_sides_ask_for_is_refused() {
    assertThatThrownBy(
            () -> new Block(StoredType.F32, List.of(2L, 3L), MemorySegment.ofArray(new byte[20])))
        .hasMessageContaining("a tensor [2, 3] of F32 has 24 bytes, but was given 20");
  }

  @Test
  void the_checksum_does_not_depend_on_the_order_of_things() {
    Block a = Block.of(new float[] {1, 2}, 2L);
    Block b = Block.of(new float[] {3}, 1L);
    Map<String, String> one = new LinkedHashMap<>();
    one.put("x", "1");
    one.put("y", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("y", "2");
    other.put("x", "1");
    assertThat(new Safetensors(other, tensors("b", b, "a", a)).checksum())
        .isEqualTo(new Safetensors(one, tensors("a", a, "b", b)).checksum())
        .matches("crc32c:[0-9a-f]{8}");
  }

  @Test
  void the_checksum_covers_metadata_names_types_sides_and_numbers() {
    Safetensors whole =
        new Safetensors(Map.of("x", "1"), tensors("a", Block.of(new float[] {1, 2}, 2L)));
    MemorySegment numbers = whole.tensors().get("a").bytes();
    List<Safetensors> others =
        List.of(
            new Safetensors(Map.of("x", "2"), whole.tensors()),
            new Safetensors(Map.of("y", "1"), whole.tensors()),
            new Safetensors(whole.metadata(), tensors("b", whole.tensors().get("a"))),
            new Safetensors(
                whole.metadata(), tensors("a", new Block(StoredType.I32, List.of(2L), numbers))),
            new Safetensors(
                whole.metadata(),
                tensors("a", new Block(StoredType.F32, List.of(1L, 2L), numbers))),
            new Safetensors(
                whole.metadata(), tensors("a", Block.of(new float[] {1, 2.0000002f}, 2L))));
    assertThat(others.stream().map(Safetensors::checksum))
        .doesNotContain(whole.checksum())
        .doesNotHaveDuplicates();
    assertThat(whole.withChecksum().checksum()).isEqualTo(whole.checksum());
    assertThat(whole.withChecksum().metadata()).containsEntry("checksum", whole.checksum());
  }

  @Test
  void the_old_checksum_depends_on_the_order() {
    Safetensors container =
        new Safetensors(
            METADATA,
            tensors("a", Block.of(new float[] {1}, 1L), "b", Block.of(new float[] {2}, 1L)));
    assertThat(container.checksumInOrder(List.of("b", "a")))
        .isNotEqualTo(container.checksumInOrder(List.of("a", "b")));
    assertThatThrownBy(() -> container.checksumInOrder(List.of("a", "c")))
        .hasMessageContaining("the order given is [a, c]");
  }

  @Test
  void what_is_cut_short_is_refused_from_bytes_and_from_a_stream() {
    byte[] whole =
        new Safetensors(METADATA, tensors("a", block(StoredType.F64, new Random(2), 40L)))
            .toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.read(cut, arena)).isInstanceOf(MalformedException.class);
      assertThatThrownBy(() -> Safetensors.read(drop(cut), arena))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void bytes_that_follow_are_refused() {
    byte[] whole = new Safetensors(METADATA, tensors("a", Block.of(new float[2], 2L))).toBytes();
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> Safetensors.read(longer, arena))
        .hasMessageContaining("its tensors end at byte 8, but 9 bytes are there");
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(longer), arena))
        .hasMessageContaining("more bytes follow where it should end");
  }

  /** Were it believed, the test would need a terabyte. */
  @Test
  void no_length_is_believed_before_the_bytes_are_there() {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1000000000000],\"data_offsets\":[0,1000000000000]}}";
    assertThatThrownBy(() -> Safetensors.read(file(header, 9), arena))
        .hasMessageContaining("tensor 'a' should lie at bytes 0 to 1000000000000, but 9 bytes");
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(file(header, 9)), arena))
        .hasMessageContaining("tensor 'a' has 1000000000000 bytes, but 9 are there");
    byte[] tooLong =
        ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(99_000_000).array();
    assertThatThrownBy(() -> Safetensors.read(tooLong, arena))
        .hasMessageContaining("its header is said to have 99000000 bytes, but 12 remain");
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(tooLong), arena))
        .hasMessageContaining("the header has 99000000 bytes, but 12 are there");
    byte[] negative = ByteBuffer.allocate(20).putLong(-1).array();
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(negative), arena))
        .hasMessageContaining("its header is said to have -1 bytes");
  }

  @Test
  void a_header_that_makes_no_sense_is_refused() {
    assertRefused("[1]", "its header is not a JSON object");
    assertRefused("null", "its header is not a JSON object, but null");
    assertRefused("{\"a\":", "its header is not a JSON object");
    assertRefused("{\"__metadata__\":null}", "its __metadata__ is not an object");
    assertRefused("{\"__metadata__\":{\"x\":null}}", "its metadata 'x' is not a string");
    assertRefused("{\"a\":null}", "tensor 'a' lacks its dtype, shape or data_offsets");
    assertRefused(tensor("\"F8\"", "[1]", "[0,1]"), "tensor 'a' has the dtype 'F8'");
    assertRefused(tensor("\"U8\"", "[1.5]", "[0,1]"), "tensor 'a' has the shape [1.5]");
    assertRefused(tensor("\"U8\"", "[null]", "[0,1]"), "tensor 'a' has the shape [null]");
    assertRefused(tensor("\"U8\"", "[-1]", "[0,1]"), "tensor 'a' has the shape [-1]");
    assertRefused(tensor("\"U8\"", "[1]", "[1,2]"), "tensor 'a' should lie at bytes 1 to 2");
    assertRefused(tensor("\"U8\"", "[1]", "[1,0]"), "takes 1 bytes, but its offsets are [1, 0]");
    assertRefused(tensor("\"U8\"", "[2]", "[0,1]"), "takes 2 bytes, but its offsets are [0, 1]");
    assertRefused(
        tensor("\"F64\"", "[4000000000,4000000000]", "[0,1]"), "tensor 'a': a tensor of sides");
    assertRefused(
        tensor("\"U8\"", "[16000000000000000000]", "[0,1]"), "tensor 'a' has the shape [16");
  }

  @Test
  void the_header_counts_past_two_gigabytes() throws MalformedException {
    SafetensorsHeader header =
        SafetensorsHeader.parse(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[1073741824,1],\"data_offsets\":[8589934592,12884901888]},"
                + "\"a\":{\"dtype\":\"F64\",\"shape\":[1024,1048576],\"data_offsets\":[0,8589934592]}}",
            OptionalLong.of(12 * GIGABYTE));
    assertThat(header.entries())
        .containsExactly(
            new SafetensorsHeader.Entry(
                "a", StoredType.F64, List.of(1024L, 1L << 20), 0, 8 * GIGABYTE),
            new SafetensorsHeader.Entry(
                "b", StoredType.F32, List.of(GIGABYTE, 1L), 8 * GIGABYTE, 12 * GIGABYTE));
  }

  /** The same 64 MB over and over, under as many names. */
  @Test
  void more_than_two_gigabytes_are_written_whole() throws IOException {
    long bytes = GIGABYTE / 16;
    MemorySegment numbers = arena.allocate(bytes);
    numbers.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 7);
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 33; i++) {
      tensors.put("t" + i, new Block(StoredType.U8, List.of(bytes), numbers));
    }
    Tail tail = new Tail();
    new Safetensors(Map.of(), tensors).write(tail);
    assertThat(tail.length).isEqualTo(33 * bytes + 8 + headerLength(tail.head.toByteArray()));
    assertThat(new String(tail.head.toByteArray(), StandardCharsets.UTF_8))
        .contains("\"data_offsets\":[2147483648,2214592512]");
    assertThat(tail.last).isEqualTo((byte) 7);
  }

  /** Counts, and keeps the first bytes and the very last. */
  private static final class Tail extends OutputStream {
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long length;
    private byte last;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      if (length < 4000) {
        head.write(bytes, from, count);
      }
      length += count;
      if (count > 0) {
        last = bytes[from + count - 1];
      }
    }
  }

  private void assertRefused(String header, String message) {
    assertThatThrownBy(() -> Safetensors.read(file(header, 1), arena))
        .as(header)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  private static String tensor(String type, String sides, String offsets) {
    return "{\"a\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(type, sides, offsets);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(json.length).put(json).array();
  }

  private static long headerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A stream that hands out a few bytes at a time, as a network does. */
  private static InputStream drop(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int count) {
        return super.read(into, from, Math.min(count, 13));
      }
    };
  }

  private static Block block(StoredType type, Random random, Long... sides) {
    byte[] bytes = new byte[(int) Safetensors.byteSize(type, List.of(sides))];
    random.nextBytes(bytes);
    return new Block(type, List.of(sides), MemorySegment.ofArray(bytes));
  }

  private static SequencedMap<String, Block> tensors(String name, Block block) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put(name, block);
    return tensors;
  }

  private static SequencedMap<String, Block> tensors(
      String name, Block block, String other, Block otherBlock) {
    SequencedMap<String, Block> tensors = tensors(name, block);
    tensors.put(other, otherBlock);
    return tensors;
  }

  private static void assertSame(Safetensors found, Safetensors expected) {
    assertThat(found.metadata()).isEqualTo(expected.metadata());
    // Those without numbers may change places with their neighbours.
    assertThat(found.tensors()).containsOnlyKeys(expected.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, block) -> {
              Block read = found.tensors().get(name);
              assertThat(read.type()).as(name).isEqualTo(block.type());
              assertThat(read.sides()).as(name).isEqualTo(block.sides());
              assertThat(read.bytes().toArray(ValueLayout.JAVA_BYTE))
                  .as(name)
                  .isEqualTo(block.bytes().toArray(ValueLayout.JAVA_BYTE));
            });
  }
}
