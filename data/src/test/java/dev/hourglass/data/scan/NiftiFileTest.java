package dev.hourglass.data.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NiftiFileTest {
  private static final double[] VALUES = {0, 1, 2, 3, 50, 60, 70, 80, 90, 100, 110, 127};

  @TempDir Path folder;

  /** 3 × 2 × 2 numbers. */
  static ByteBuffer volume(NiftiType type, ByteOrder order, double[] values) {
    int first = 352;
    ByteBuffer bytes = ByteBuffer.allocate(first + 12 * type.bytes()).order(order);
    bytes.putInt(0, 348).putShort(70, (short) type.code()).putShort(72, (short) (8 * type.bytes()));
    short[] dimensions = {3, 3, 2, 2, 1, 1, 1, 1};
    for (int i = 0; i < 8; i++) {
      bytes.putShort(40 + 2 * i, dimensions[i]);
    }
    bytes.putFloat(80, 0.5f).putFloat(84, 0.75f).putFloat(88, 3).putFloat(108, first);
    bytes.put(344, "n+1\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put(148, "Muster^Erika".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put(14, "Muster".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort(252, (short) 1).putFloat(268, -12.5f).putFloat(256, 0.5f);
    bytes.position(first);
    for (double value : values) {
      type.put(bytes, value);
    }
    return bytes;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    if (!name.endsWith(".gz")) {
      return Files.write(folder.resolve(name), bytes);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return Files.write(folder.resolve(name), packed.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void numbers_of_every_type_come_in_and_go_out_as_they_were(NiftiType type) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      for (String name : new String[] {"a.nii", "a.nii.gz"}) {
        ByteBuffer bytes = volume(type, order, VALUES);
        Scan scan = Scan.open(write(name, bytes.array()));
        assertThat(scan.shape()).isEqualTo(SampleShape.image(1, 2, 3));
        assertThat(scan.slices()).isEqualTo(2);
        assertThat(scan.slice(1)).containsExactly(70, 80, 90, 100, 110, 127);
        assertThat(scan.grid().sliceStep()).isEqualTo(3);
        Path copy = folder.resolve("copy-" + name);
        new NiftiWriter(copy).writeLike(scan, i -> Arrays.copyOfRange(VALUES, 6 * i, 6 * i + 6));
        NiftiFile read = NiftiFile.open(copy);
        assertThat(read.slice(0)).isEqualTo(scan.slice(0));
        assertThat(read.slice(1)).isEqualTo(scan.slice(1));
        byte[] header = read.header().bytes().array();
        // All but what somebody wrote down is the same.
        byte[] expected = Arrays.copyOf(bytes.array(), 348);
        Arrays.fill(expected, 148, 228, (byte) 0);
        Arrays.fill(expected, 14, 32, (byte) 0);
        assertThat(Arrays.copyOf(header, 348)).isEqualTo(expected);
      }
    }
  }

  @Test
  void a_slope_is_applied_and_taken_back() throws IOException {
    ByteBuffer bytes = volume(NiftiType.INT16, ByteOrder.LITTLE_ENDIAN, VALUES);
    bytes.putFloat(112, 0.5f).putFloat(116, -10);
    Scan scan = Scan.open(write("a.nii", bytes.array()));
    assertThat(scan.slice(0)).containsExactly(-10, -9.5f, -9, -8.5f, 15, 20);
    assertThat(scan.shades(0)).isEqualTo(new Shades(-10, 53.5));
    assertThat(scan.shown(1)[5]).isEqualTo(1);
    Path copy = folder.resolve("copy.nii");
    new NiftiWriter(copy).writeLike(scan, _ -> new double[] {-9.5, 0, 0.3, 1e9, -1e9, 20});
    assertThat(NiftiFile.open(copy).slice(1))
        .containsExactly(-9.5f, 0, 0.5f, 32767 * 0.5f - 10, -32768 * 0.5f - 10, 20);
    assertThat(Files.readAllBytes(copy)).hasSameSizeAs(bytes.array());
    new NiftiWriter(copy).writeOver(scan, _ -> new double[] {0.125, 0, 0, 0, 0, 0});
    assertThat(NiftiFile.open(copy).slice(0)[0]).isEqualTo(0.125f);
    assertThat(NiftiFile.open(copy).grid()).isEqualTo(scan.grid());
  }

  @Test
  void brightness_is_what_the_header_says_or_bytes_can_hold_or_the_volume_has() throws IOException {
    ByteBuffer bytes = volume(NiftiType.UINT8, ByteOrder.LITTLE_ENDIAN, VALUES);
    Scan scan = Scan.open(write("a.nii", bytes.array()));
    assertThat(scan.bits()).isEqualTo(8);
    assertThat(scan.shown(1)[5]).isCloseTo(127 / 255f, within(1e-6f));
    ByteBuffer floats = volume(NiftiType.FLOAT32, ByteOrder.LITTLE_ENDIAN, VALUES);
    assertThat(Scan.open(write("a.nii", floats.array())).shown(1)[5]).isEqualTo(1);
    floats.putFloat(124, 100).putFloat(128, 50);
    Scan shown = Scan.open(write("a.nii", floats.array()));
    assertThat(shown.shown(1)[3]).isEqualTo(1);
    assertThat(shown.shown(0)[3]).isZero();
  }

  private void assertRefused(String name, byte[] bytes, String... words) throws IOException {
    Path file = write(name, bytes);
    assertThatThrownBy(() -> Scan.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("Muster");
  }

  @Test
  void numbers_that_are_none_are_refused_with_their_place() throws IOException {
    double[] values = VALUES.clone();
    values[10] = Double.NaN;
    ByteBuffer bytes = volume(NiftiType.FLOAT32, ByteOrder.LITTLE_ENDIAN, VALUES);
    bytes.putFloat(352 + 40, Float.NaN);
    assertRefused("a.nii", bytes.array(), "NaN", "slice 2", "column 2 of row 2");
    bytes.putFloat(352 + 40, Float.NEGATIVE_INFINITY);
    assertRefused("a.nii.gz", bytes.array(), "-Infinity", "slice 2");
  }

  @ParameterizedTest
  @CsvSource({
    "344, 110, 105, pair",
    "344, 0, 0, Analyze",
    "70, 128, 0, type 128",
    "40, 9, 0, 9 dimensions",
    "42, 0, 0, 0 numbers along axis 1",
    "0, 28, 2, NIfTI-2",
    "0, 1, 0, does not begin with 348",
    "47, 127, 0, cannot hold",
    "111, 127, 0, at byte",
  })
  void headers_of_another_kind_are_refused_by_what_they_are(
      int place, int first, int second, String words) throws IOException {
    byte[] bytes = volume(NiftiType.INT16, ByteOrder.LITTLE_ENDIAN, VALUES).array();
    bytes[place] = (byte) first;
    bytes[place + 1] = (byte) second;
    assertRefused("a.nii", bytes, words);
  }

  @Test
  void a_volume_cut_off_anywhere_or_changed_anywhere_is_read_or_refused() throws IOException {
    byte[] whole = volume(NiftiType.INT16, ByteOrder.LITTLE_ENDIAN, VALUES).array();
    for (int length = 0; length < whole.length; length++) {
      assertRefused("cut.nii", Arrays.copyOf(whole, length), "cut.nii");
      if (length % 7 == 0) {
        assertRefused("cut.nii.gz", Arrays.copyOf(whole, length), "cut.nii");
      }
    }
    byte[] packed = Files.readAllBytes(write("whole.nii.gz", whole));
    for (int length = 0; length < packed.length - 8; length += 3) {
      Path cut = Files.write(folder.resolve("b.nii.gz"), Arrays.copyOf(packed, length));
      assertThatThrownBy(() -> Scan.open(cut)).isInstanceOf(DataException.class);
    }
    assertThatThrownBy(() -> Scan.open(Files.write(folder.resolve("c.nii.gz"), whole)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no gzip");
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 500; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 3; k++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("changed.nii"), changed);
      try {
        Scan scan = Scan.open(file);
        scan.shown(scan.slices() - 1);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("changed.nii").hasMessageNotContaining("Muster");
      }
    }
  }
}
