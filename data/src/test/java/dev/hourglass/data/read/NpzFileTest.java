package dev.hourglass.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that come packed: {@code .npz} and {@code .npy.gz}. */
class NpzFileTest {
  @TempDir Path folder;

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return NpyFileTest.npy(1, "<f4", false, "(%d, 2)".formatted(values.length / 2), bytes.array());
  }

  private static byte[] labels(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return NpyFileTest.npy(1, "|u1", false, "(%d,)".formatted(values.length), bytes);
  }

  private Path npz(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
      }
    }
    return Files.write(folder.resolve("set.npz"), bytes.toByteArray());
  }

  private static RawData.Array read(Path path) {
    return (RawData.Array) DataReader.read(path, ReadOptions.defaults());
  }

  @Test
  void the_only_array_is_read() throws IOException {
    Path file = npz("arr_0.npy", floats(1, 2, 3, 4), "readme.txt", new byte[3]);
    assertThat(read(file).samples().rows()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    assertThat(read(file).source()).isEqualTo(file.toString());
  }

  @Test
  void of_several_one_is_named_and_so_are_labels() throws IOException {
    Path file = npz("x.npy", floats(1, 2, 3, 4), "y.npy", labels(1, 0));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": has 2 arrays: x 2×2, y 2; name one, such as " + file + ":x");
    Path named = Path.of(file + ":x");
    ReadOptions options = ReadOptions.defaults().withLabelsFile(Path.of(file + ":y"));
    RawData raw = DataReader.read(named.toString(), options);
    assertThat(raw.labels().orElseThrow().values()).containsExactly(1, 0);
    assertThatThrownBy(() -> read(Path.of(file + ":z")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no array 'z' among its 2 arrays: x 2×2, y 2");
    assertThatThrownBy(() -> read(folder.resolve("none.npz:x")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void an_archive_of_other_things_and_a_damaged_one_are_refused() throws IOException {
    assertThatThrownBy(() -> read(npz("sheet.xml", new byte[3])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("zip archive without .npy arrays")
        .hasMessageContaining(".csv");
    byte[] whole = Files.readAllBytes(npz("x.npy", floats(1, 2, 3, 4)));
    Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.npz: the zip archive is damaged");
    byte[] few = Arrays.copyOf(floats(1, 2, 3, 4), floats(1, 2, 3, 4).length - 4);
    assertThatThrownBy(() -> read(npz("x.npy", few)))
        .hasMessageContaining("announces an array of 2×2 in 16 bytes, but 12 bytes follow");
  }

  private Path gzip(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  @Test
  void gzip_is_unpacked() throws IOException {
    assertThat(read(gzip("a.npy.gz", floats(1, 2, 3, 4))).samples().row(1)).containsExactly(3, 4);
    assertThat(read(gzip("b", floats(1, 2, 3, 4))).samples().row(1)).containsExactly(3, 4);
    byte[] more = Arrays.copyOf(floats(1, 2, 3, 4), floats(1, 2, 3, 4).length + 4);
    assertThatThrownBy(() -> read(gzip("c.npy.gz", more)))
        .hasMessageContaining("more bytes follow");
    byte[] packed = Files.readAllBytes(gzip("d.npy.gz", floats(new float[2000])));
    Path cut = Files.write(folder.resolve("e.npy.gz"), Arrays.copyOf(packed, packed.length - 9));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("e.npy.gz: the gzip data ends too early");
  }

  private void refused(byte[] bytes, String... fragments) throws IOException {
    Path file = Files.write(folder.resolve("odd.npy"), bytes);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(fragments);
  }

  @Test
  void types_that_are_no_numbers_are_refused_with_the_remedy() throws IOException {
    refused(NpyFileTest.npy(1, "<c16", false, "(1, 1)", new byte[16]), "complex", "a.imag");
    refused(NpyFileTest.npy(1, "|O", false, "(1,)", new byte[8]), "Python objects");
    refused(NpyFileTest.npy(1, "<U4", false, "(1,)", new byte[16]), "texts", ".csv");
    refused(NpyFileTest.npy(1, "<M8[ns]", false, "(1,)", new byte[8]), "times", "astype('int64')");
    String head =
        "{'descr': [('age', '<i4'), ('size', '<f8')], 'fortran_order': False, 'shape': (1,), }\n";
    byte[] structured = NpyFileTest.npy(1, "<f4", false, "(1,)", new byte[4]);
    byte[] bytes = Arrays.copyOf(structured, 10 + head.length());
    bytes[8] = (byte) head.length();
    System.arraycopy(
        head.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes, 10, head.length());
    refused(bytes, "structured array with the fields age, size");
  }
}
