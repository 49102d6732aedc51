package dev.hourglass.data.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileTest {
  private static final short[] SIX = {0, 1, 1000, 4095, (short) 40000, (short) 65535};

  @TempDir Path folder;

  private static DicomBytes six() {
    return DicomBytes.grey(3, 2, 1, SIX);
  }

  private Scan open(DicomBytes bytes) throws IOException {
    return Scan.open(Files.write(folder.resolve("a.dcm"), bytes.file()));
  }

  private static DicomBytes item() {
    return new DicomBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {TransferSyntax.EXPLICIT, TransferSyntax.IMPLICIT})
  void sixteen_bits_are_kept_however_elements_are_told(String syntax) throws IOException {
    Scan scan = open(six().syntax(syntax));
    assertThat(scan.shape()).isEqualTo(SampleShape.image(1, 2, 3));
    assertThat(scan.bits()).isEqualTo(16);
    assertThat(scan.slices()).isEqualTo(1);
    assertThat(scan.slice(0)).containsExactly(0, 1, 1000, 4095, 40000, 65535);
    assertThat(scan.shown(0)[2]).isCloseTo(1000 / 65535f, within(1e-7f));
  }

  @Test
  void a_file_without_a_preamble_is_read_too() throws IOException {
    assertThat(open(six().withoutPreamble()).slice(0)[3]).isEqualTo(4095);
    assertThat(open(six().syntax(TransferSyntax.IMPLICIT).withoutPreamble()).slice(0)[3])
        .isEqualTo(4095);
  }

  @Test
  void numbers_are_rescaled_and_shown_through_the_window() throws IOException {
    // Hounsfield's units from -1024 on, a window from -160 to 239 (C.11.2.1.2).
    DicomBytes bytes =
        DicomBytes.grey(4, 1, 1, new short[] {0, 864, 1064, 2000})
            .text(DicomTag.SLOPE, "DS", "1")
            .text(DicomTag.INTERCEPT, "DS", "-1024")
            .text(DicomTag.WINDOW_CENTER, "DS", "40\\50")
            .text(DicomTag.WINDOW_WIDTH, "DS", "400\\500");
    Scan scan = open(bytes);
    assertThat(scan.slice(0)).containsExactly(-1024, -160, 40, 976);
    assertThat(scan.shown(0)).containsExactly(new float[] {0, 0, 200 / 399f, 1}, within(1e-6f));
    Scan exact = open(bytes.text(DicomTag.WINDOW_FUNCTION, "CS", "LINEAR_EXACT"));
    assertThat(exact.shown(0)[2]).isEqualTo(0.5f);
    // What the window cuts off is kept where brightness changes.
    assertThat(scan.shades(0).changed(976, 1)).isEqualTo(976);
    assertThat(scan.shades(0).changed(40, 0)).isCloseTo(-160, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"12, 11, 0, 4095", "12, 15, 4, 255.9375", "16, 15, 0, 65535"})
  void stored_bits_lie_anywhere_in_a_cell(int stored, int high, int shift, double greatest)
      throws IOException {
    DicomBytes bytes =
        DicomBytes.grey(2, 1, 1, new short[] {(short) (0xF0F0), (short) 0x0FFF})
            .number(DicomTag.BITS_STORED, stored)
            .number(DicomTag.HIGH_BIT, high);
    int mask = (1 << stored) - 1;
    assertThat(open(bytes).slice(0))
        .containsExactly(0xF0F0 >> shift & mask, 0x0FFF >> shift & mask);
    assertThat(open(bytes).shades(0).white()).isEqualTo(mask);
  }

  @Test
  void signs_inversion_and_eight_bits_are_understood() throws IOException {
    Scan signed =
        open(
            DicomBytes.grey(3, 1, 1, new short[] {-2000, 0, 0x07FF})
                .number(DicomTag.BITS_STORED, 12)
                .number(DicomTag.HIGH_BIT, 11)
                .number(DicomTag.SIGNED, 1));
    assertThat(signed.slice(0)).containsExactly(-2000, 0, 2047);
    assertThat(signed.shades(0)).isEqualTo(new Shades(-2048, 2047));
    Scan film = open(six().text(DicomTag.PHOTOMETRIC, "CS", "MONOCHROME1"));
    assertThat(film.shown(0)[0]).isEqualTo(1);
    assertThat(film.shown(0)[5]).isZero();
    Scan bytes =
        open(
            six()
                .number(DicomTag.BITS_ALLOCATED, 8)
                .number(DicomTag.BITS_STORED, 8)
                .number(DicomTag.HIGH_BIT, 7)
                .bytes(DicomTag.PIXELS, "OB", new byte[] {0, 1, 2, 3, (byte) 200, (byte) 255}));
    assertThat(bytes.bits()).isEqualTo(8);
    assertThat(bytes.shown(0)[4]).isEqualTo(200 / 255f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void colours_lie_together_or_in_planes(int planar) throws IOException {
    byte[] pixels =
        planar == 0 ? new byte[] {10, 20, 30, 40, 50, 60} : new byte[] {10, 40, 20, 50, 30, 60};
    Scan scan =
        open(
            DicomBytes.grey(2, 1, 1, new short[0])
                .number(DicomTag.BITS_ALLOCATED, 8)
                .number(DicomTag.BITS_STORED, 8)
                .number(DicomTag.HIGH_BIT, 7)
                .number(DicomTag.CHANNELS, 3)
                .number(DicomTag.PLANAR, planar)
                .text(DicomTag.PHOTOMETRIC, "CS", "RGB")
                .bytes(DicomTag.PIXELS, "OB", pixels));
    assertThat(scan.shape()).isEqualTo(SampleShape.image(3, 1, 2));
    assertThat(scan.slice(0)).containsExactly(10, 20, 30, 40, 50, 60);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void frames_have_units_and_windows_of_their_own(boolean open, boolean implicit)
      throws IOException {
    byte[][] frames = new byte[2][];
    for (int i = 0; i < 2; i++) {
      byte[] units =
          item()
              .text(DicomTag.INTERCEPT, "DS", Integer.toString(100 * i))
              .text(DicomTag.SLOPE, "DS", "2")
              .elements(!implicit);
      String kind = open ? "SQ open" : "SQ";
      frames[i] =
          item().bytes(0x0028_9145, kind, DicomBytes.sequence(open, units)).elements(!implicit);
    }
    byte[] window =
        item()
            .text(DicomTag.WINDOW_CENTER, "DS", "100")
            .text(DicomTag.WINDOW_WIDTH, "DS", "101")
            .elements(!implicit);
    String kind = open ? "SQ open" : "SQ";
    byte[] all =
        item().bytes(0x0028_9132, kind, DicomBytes.sequence(open, window)).elements(!implicit);
    byte[] icon =
        DicomBytes.grey(1, 1, 1, new short[] {7}).elements(!implicit); // a picture in the file
    Scan scan =
        open(
            DicomBytes.grey(2, 1, 2, new short[] {1, 2, 3, 4})
                .bytes(0x0008_1140, kind, DicomBytes.sequence(open, icon))
                .bytes(DicomTag.ALL_FRAMES, kind, DicomBytes.sequence(open, all))
                .bytes(DicomTag.EACH_FRAME, kind, DicomBytes.sequence(open, frames))
                .syntax(implicit ? TransferSyntax.IMPLICIT : TransferSyntax.EXPLICIT));
    assertThat(scan.slices()).isEqualTo(2);
    assertThat(scan.slice(0)).containsExactly(2, 4);
    assertThat(scan.slice(1)).containsExactly(106, 108);
    assertThat(scan.shades(1).black()).isEqualTo(49.5);
  }

  private void assertRefused(byte[] bytes, String... words) throws IOException {
    Path file = Files.write(folder.resolve("cut.dcm"), bytes);
    assertThatThrownBy(() -> Scan.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.dcm")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("Muster");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2.4.90, JPEG 2000",
    "1.2.840.10008.1.2.4.70, lossless JPEG",
    "1.2.840.10008.1.2.4.80, JPEG-LS",
    "1.2.840.10008.1.2.5, RLE",
    "1.2.840.10008.1.2.1.99, deflated",
    "1.2.840.10008.1.2.2, big-endian",
    "1.2.3, another way",
  })
  void what_is_compressed_is_named_and_told_how_to_convert(String syntax, String name)
      throws IOException {
    assertRefused(six().syntax(syntax).file(), syntax, name, "gdcmconv");
  }

  @Test
  void what_is_no_image_is_refused_with_the_reason() throws IOException {
    assertRefused(
        six().bytes(DicomTag.ENCRYPTED, "SQ", new byte[0]).file(), "encrypted", "0400,0500");
    byte[] envelope = new byte[200];
    byte[] name = {
      0x30, (byte) 0x82, 1, 0, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 7, 3
    };
    System.arraycopy(name, 0, envelope, 0, name.length);
    assertRefused(envelope, "is encrypted");
    assertRefused("no image at all".getBytes(StandardCharsets.UTF_8), "no DICOM file", "replace");
    assertRefused(new byte[0], "no DICOM file");
    assertRefused(six().without(DicomTag.ROWS).file(), "Rows (0028,0010)");
    assertRefused(six().without(DicomTag.PIXELS).file(), "has no pixels");
    assertRefused(six().bytes(DicomTag.PIXELS, "OW", new byte[10]).file(), "12 bytes", "holds 10");
    assertRefused(six().number(DicomTag.ROWS, 0).file(), "3 × 0");
    assertRefused(six().number(DicomTag.BITS_ALLOCATED, 1).file(), "1 bits");
    assertRefused(six().number(DicomTag.HIGH_BIT, 20).file(), "bit 20");
    assertRefused(six().text(DicomTag.PHOTOMETRIC, "CS", "PALETTE COLOR").file(), "PALETTE COLOR");
    assertRefused(six().text(DicomTag.FRAMES, "IS", "0").file(), "frames");
    assertRefused(six().text(DicomTag.FRAMES, "IS", "many").file(), "(0028,0008)", "no number");
    assertRefused(
        six().without(DicomTag.PIXELS).bytes(DicomTag.FLOAT_PIXELS, "OF", new byte[24]).file(),
        "floating-point");
  }

  @Test
  void a_file_cut_off_anywhere_or_changed_anywhere_is_read_or_refused() throws IOException {
    byte[] whole =
        six()
            .text(DicomTag.WINDOW_CENTER, "DS", "40")
            .text(DicomTag.WINDOW_WIDTH, "DS", "80")
            .file();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(cut, "cut.dcm");
    }
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 600; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 3; k++) {
        changed[128 + random.nextInt(changed.length - 128)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("changed.dcm"), changed);
      try {
        Scan scan = Scan.open(file);
        if ((long) scan.shape().features() * scan.slices() < 100) {
          scan.shown(scan.slices() - 1);
        }
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("changed.dcm").hasMessageNotContaining("Muster");
      }
    }
  }

  @Test
  void spacing_and_place_become_those_of_a_volume() throws IOException {
    Scan scan =
        open(
            six()
                .text(DicomTag.PIXEL_SPACING, "DS", "0.5\\0.25")
                .text(DicomTag.SLICE_SPACING, "DS", "3")
                .text(DicomTag.POSITION, "DS", "-100\\-50\\20")
                .text(DicomTag.ORIENTATION, "DS", "1\\0\\0\\0\\1\\0"));
    assertThat(scan.grid().columnStep()).isEqualTo(0.25);
    assertThat(scan.grid().rowStep()).isEqualTo(0.5);
    Path file = folder.resolve("a.nii.gz");
    new NiftiWriter(file).writeLike(scan, _ -> new double[] {0, 1, 1000, 4095, 40000, 65535});
    NiftiFile volume = NiftiFile.open(file);
    assertThat(volume.slice(0)).isEqualTo(scan.slice(0));
    assertThat(volume.grid()).isEqualTo(new ScanGrid(0.25, 0.5, 3, java.util.Optional.empty()));
    // Right, forward, up (nifti1.h, method 3): x falls by 0.25 from 100, y by 0.5 from 50.
    float[] rows = new float[12];
    for (int i = 0; i < 12; i++) {
      rows[i] = volume.header().bytes().getFloat(280 + 4 * i);
    }
    assertThat(rows).containsExactly(-0.25f, -0f, -0f, 100, -0f, -0.5f, -0f, 50, 0, 0, 3, 20);
  }
}
