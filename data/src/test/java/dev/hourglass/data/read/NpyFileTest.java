package dev.hourglass.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir Path folder;

  /** A file as numpy would write it. */
  static byte[] npy(int version, String descr, boolean fortran, String shape, byte[] payload) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(descr, fortran ? "True" : "False", shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    int bytes = version == 1 ? 2 : 4;
    ByteBuffer length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(header.length());
    out.write(length.array(), 0, bytes);
    out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private RawData.Array read(byte[] bytes) throws IOException {
    Path path = folder.resolve("array.npy");
    Files.write(path, bytes);
    return (RawData.Array) DataReader.read(path, ReadOptions.defaults());
  }

  private static byte[] encode(String type, ByteOrder order, double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(order);
    for (double value : values) {
      switch (type) {
        case "b1", "u1", "i1" -> buffer.put((byte) value);
        case "u2", "i2" -> buffer.putShort((short) (int) value);
        case "f2" -> buffer.putShort(Float.floatToFloat16((float) value));
        case "u4", "i4" -> buffer.putInt((int) (long) value);
        case "u8", "i8" -> buffer.putLong((long) value);
        case "f4" -> buffer.putFloat((float) value);
        default -> buffer.putDouble(value);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Test
  void a_matrix_comes_back_to_the_bit() {
    float[][] rows = {{0.1f, -2e30f, 3}, {Float.MIN_VALUE, 0, -0f}};
    Path path = folder.resolve("out.npy");
    NpyFile.write(path, rows);
    assertThat(NpyFile.read(path).samples().rows()).isDeepEqualTo(rows);
    float[] flat = {1, 2, 3, 4, 5, 6};
    NpyFile.write(path, MemorySegment.ofArray(flat), 3, 2);
    assertThat(NpyFile.read(path).samples().rows())
        .isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    assertThat(folder.toFile().list()).containsExactly("out.npy");
  }

  @Test
  void every_number_type_order_and_version_is_understood() throws IOException {
    for (String type :
        new String[] {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        for (int version = 1; version <= 3; version++) {
          String descr = (order == ByteOrder.BIG_ENDIAN ? ">" : "<") + type;
          byte[] payload = encode(type, order, 0, 51, 102, 1);
          RawData.Array raw = read(npy(version, descr, false, "(2, 2)", payload));
          float scale = type.equals("u1") ? 1f / 255 : 1;
          assertThat(raw.samples().rows())
              .as(descr)
              .isDeepEqualTo(new float[][] {{0, 51 * scale}, {102 * scale, scale}});
        }
      }
    }
    assertThat(read(npy(1, "|b1", false, "(2, 1)", new byte[] {1, 0})).samples().rows())
        .isDeepEqualTo(new float[][] {{1}, {0}});
    assertThat(
            read(npy(1, "<u4", false, "(1L, 1L)", encode("u4", ByteOrder.LITTLE_ENDIAN, 4e9)))
                .samples()
                .row(0)[0])
        .isEqualTo(4e9f);
  }

  @Test
  void column_major_order_and_channels_first_are_put_right() throws IOException {
    byte[] fortran = encode("f4", ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
    assertThat(read(npy(1, "<f4", true, "(2, 3)", fortran)).samples().rows())
        .isDeepEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});

    byte[] planes = new byte[2 * 3 * 4]; // one image of 2 rows and 4 columns, three planes
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) i;
    }
    RawData.Array raw = read(npy(1, "|u1", false, "(1, 3, 2, 4)", planes));
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(3, 2, 4));
    float[] row = raw.samples().row(0);
    assertThat(row[1]).isEqualTo(8 / 255f, org.assertj.core.api.Assertions.within(1e-6f));
    assertThat(row[3 * 5 + 2]).isEqualTo(21 / 255f, org.assertj.core.api.Assertions.within(1e-6f));
  }

  @Test
  void axes_make_shapes() throws IOException {
    byte[] payload = new byte[24];
    assertThat(read(npy(1, "|u1", false, "(24,)", payload)).samples().shape())
        .isEqualTo(SampleShape.vector(1));
    assertThat(read(npy(1, "|u1", false, "(2, 3, 4)", payload)).samples().shape())
        .isEqualTo(SampleShape.image(1, 3, 4));
    assertThat(read(npy(1, "|u1", false, "(2, 2, 2, 3)", payload)).samples().shape())
        .isEqualTo(SampleShape.image(3, 2, 2));
    assertThat(read(npy(1, "|u1", false, "(2, 2, 3, 2)", payload)).samples().shape())
        .isEqualTo(SampleShape.vector(12));
  }

  @Test
  void labels_are_whole_numbers() throws IOException {
    Path path = folder.resolve("labels.npy");
    Files.write(path, npy(1, "<i8", false, "(3,)", encode("i8", ByteOrder.LITTLE_ENDIAN, 2, 0, 1)));
    assertThat(NpyFile.readLabels(path).values()).containsExactly(2, 0, 1);
    Files.write(path, npy(1, "<f4", false, "(1,)", encode("f4", ByteOrder.LITTLE_ENDIAN, 0.5)));
    assertThatThrownBy(() -> NpyFile.readLabels(path))
        .hasMessageContaining("label 0")
        .hasMessageContaining("0.5");
  }

  @Test
  void each_kind_of_damage_has_its_message() {
    byte[] good = npy(1, "<f4", false, "(2, 2)", new byte[16]);
    assertRefused(Arrays.copyOf(good, good.length - 1), "in 16 bytes, but 15 bytes follow");
    assertRefused(Arrays.copyOf(good, good.length + 1), "something was appended");
    assertRefused(Arrays.copyOf(good, 30), "ends within its header");
    assertRefused(Arrays.copyOf(good, 5), "is no .npy file");
    assertRefused(npy(9, "<f4", false, "(2, 2)", new byte[16]), "version 9");
    assertRefused(npy(1, "<c8", false, "(2, 2)", new byte[32]), "type '<c8'");
    assertRefused(npy(1, "<f4", false, "()", new byte[4]), "a single number");
    assertRefused(npy(1, "<f4", false, "(0, 3)", new byte[0]), "holds no samples");
    assertRefused(npy(1, "<f4", false, "(3, 0)", new byte[0]), "0 features");
    assertRefused(
        npy(1, "<f4", false, "(99999999999, 99999999999)", new byte[0]), "more than any file");
    byte[] nan = encode("f4", ByteOrder.LITTLE_ENDIAN, 1, 2, 3, Double.NaN);
    assertRefused(npy(1, "<f4", false, "(2, 2)", nan), "row 1, feature 1");
    byte[] infinite = encode("f8", ByteOrder.LITTLE_ENDIAN, Double.POSITIVE_INFINITY);
    assertRefused(npy(1, "<f8", false, "(1, 1)", infinite), "is Infinity");
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("array.npy")
        .hasMessageContaining(message);
  }

  @Test
  void missing_folders_are_made_and_an_unwritable_place_is_named() throws IOException {
    Path made = folder.resolve("no/such/folder/out.npy");
    NpyFile.write(made, new float[][] {{1}});
    assertThat(made).isNotEmptyFile();
    Path inTheWay = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> NpyFile.write(inTheWay.resolve("out.npy"), new float[][] {{1}}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("out.npy");
    assertThatThrownBy(() -> NpyFile.write(folder, new float[][] {{1}}))
        .hasMessageContaining("is a folder");
  }

  @Test
  void an_interrupted_thread_reads_all_the_same_and_stays_interrupted(@TempDir Path place) {
    Path file = place.resolve("x.npy");
    NpyFile.write(file, new float[][] {{1, 2}, {3, 4}});
    Thread.currentThread().interrupt();
    try {
      assertThat(NpyFile.read(file).size()).isEqualTo(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
