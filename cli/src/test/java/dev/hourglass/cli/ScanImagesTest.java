package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.scan.NiftiFile;
import dev.hourglass.data.scan.NiftiWriter;
import dev.hourglass.data.scan.Scan;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans are learned from, cleaned and looked at; of whom they are is told nowhere. */
class ScanImagesTest {
  private static final int SIDE = 32;
  private static final long NOISY = 50;
  private static final List<String> OF_THE_PATIENT =
      List.of("Muster", "Erika", "XQZWJ", "19640812", "Hospital of Nowhere");

  @TempDir static Path folder;
  private static HourglassSession hourglass;
  private static final List<String> SAID = new ArrayList<>();

  @BeforeAll
  static void fit() throws IOException {
    for (int i = 0; i < 12; i++) {
      dicom("clean/%02d.dcm".formatted(i), 2, 0, i);
    }
    dicom("noisy.dcm", 3, 0.1, NOISY);
    Scan scan = Scan.open(folder.resolve("noisy.dcm"));
    new NiftiWriter(folder.resolve("noisy.nii.gz")).writeLike(scan, i -> doubles(scan.slice(i)));
    hourglass = new HourglassSession(folder);
    say(
        hourglass
            .run(
                "denoise",
                "images",
                "fit",
                "clean",
                "--epochs",
                "30",
                "--out",
                "m.safetensors",
                "--json")
            .succeeded());
  }

  @AfterAll
  static void close() throws IOException {
    hourglass.close();
    // Nothing that was said or written tells of whom the images are.
    for (String said : SAID) {
      assertThat(said).doesNotContain(OF_THE_PATIENT);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".dcm")) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(OF_THE_PATIENT);
        }
      }
    }
  }

  private static HourglassProcess.Outcome say(HourglassProcess.Outcome outcome) {
    SAID.add(outcome.out());
    SAID.add(outcome.err());
    return outcome;
  }

  private static HourglassProcess.Outcome run(String... args) {
    return say(hourglass.run(args));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Of somebody, 12 of 16 bits, from -1000 on. */
  private static void dicom(String name, int frames, double sigma, long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
    text(out, 2, 0x10, "UI", "1.2.840.10008.1.2.1\0");
    text(out, 8, 0x80, "LO", "Hospital of Nowhere ");
    text(out, 0x10, 0x10, "PN", "Muster^Erika");
    text(out, 0x10, 0x20, "LO", "ID-XQZWJ");
    text(out, 0x10, 0x30, "DA", "19640812");
    text(out, 0x18, 0x88, "DS", "3 ");
    text(out, 0x20, 0x32, "DS", "-10\\-20\\30 ");
    text(out, 0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0 ");
    number(out, 0x28, 2, 1);
    text(out, 0x28, 4, "CS", "MONOCHROME2 ");
    text(out, 0x28, 8, "IS", frames + " ");
    number(out, 0x28, 0x10, SIDE);
    number(out, 0x28, 0x11, SIDE);
    text(out, 0x28, 0x30, "DS", "0.5\\0.5 ");
    number(out, 0x28, 0x100, 16);
    number(out, 0x28, 0x101, 12);
    number(out, 0x28, 0x102, 11);
    number(out, 0x28, 0x103, 0);
    text(out, 0x28, 0x1052, "DS", "-1000 ");
    text(out, 0x28, 0x1053, "DS", "1 ");
    ByteBuffer pixels =
        ByteBuffer.allocate(2 * SIDE * SIDE * frames).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(seed);
    for (int i = 0; i < SIDE * SIDE * frames; i++) {
      pixels.putShort((short) level(i, sigma, seed, random));
    }
    out.writeBytes(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x0010_7FE0)
            .put("OW\0\0".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(pixels.capacity())
            .array());
    out.writeBytes(pixels.array());
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, out.toByteArray());
  }

  private static int level(int i, double sigma, long seed, Random random) {
    int frame = i / (SIDE * SIDE);
    double value =
        Math.sin(i % SIDE / 5.0 + frame + 0.3 * seed) > Math.cos(i / SIDE % SIDE / 4.0) ? 0.7 : 0.3;
    return (int) Math.clamp((value + sigma * random.nextGaussian()) * 4095, 0, 4095);
  }

  private static void text(
      ByteArrayOutputStream out, int group, int element, String kind, String text) {
    element(out, group, element, kind, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void number(ByteArrayOutputStream out, int group, int element, int value) {
    element(out, group, element, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private static void element(
      ByteArrayOutputStream out, int group, int element, String kind, byte[] value) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) group).putShort((short) element);
    head.put(kind.getBytes(StandardCharsets.ISO_8859_1)).putShort((short) value.length);
    out.writeBytes(head.array());
    out.writeBytes(value);
  }

  /** The mean squared error in the scan's units, of all slices. */
  private static double error(Scan scan) {
    double sum = 0;
    for (int slice = 0; slice < scan.slices(); slice++) {
      float[] values = scan.slice(slice);
      for (int i = 0; i < values.length; i++) {
        double wanted = level(slice * values.length + i, 0, NOISY, new Random(0)) - 1000.0;
        sum += (values[i] - wanted) * (values[i] - wanted) / values.length / scan.slices();
      }
    }
    return sum;
  }

  @Test
  void a_volume_becomes_a_volume_of_the_same_grid_with_an_image_of_doubt() {
    HourglassProcess.Outcome outcome =
        run(
                "denoise",
                "images",
                "apply",
                "m.safetensors",
                "noisy.nii.gz",
                "--uncertainty",
                "--out",
                "cleaned.nii.gz")
            .succeeded();
    assertThat(outcome.out()).contains("32 x 32 x 3", "no medical device", "open to");
    NiftiFile noisy = NiftiFile.open(folder.resolve("noisy.nii.gz"));
    NiftiFile cleaned = NiftiFile.open(folder.resolve("cleaned.nii.gz"));
    assertThat(cleaned.grid()).isEqualTo(noisy.grid());
    assertThat(cleaned.grid().sliceStep()).isEqualTo(3);
    assertThat(error(cleaned)).isLessThan(0.5 * error(noisy));
    NiftiFile doubt = NiftiFile.open(folder.resolve("cleaned-uncertainty.nii.gz"));
    assertThat(doubt.grid()).isEqualTo(noisy.grid());
    float[] deviations = doubt.slice(1);
    for (float deviation : deviations) {
      assertThat(deviation).isBetween(0f, 4095f);
    }
  }

  @Test
  void frames_of_dicom_become_images_of_16_bits_or_a_volume() throws IOException {
    run("denoise", "images", "apply", "m.safetensors", "noisy.dcm", "--out", "frame.png")
        .succeeded();
    BufferedImage frame = ImageIO.read(folder.resolve("frame-002.png").toFile());
    assertThat(frame.getColorModel().getPixelSize()).isEqualTo(16);
    assertThat(folder.resolve("frame.png")).doesNotExist();
    run("denoise", "images", "apply", "m.safetensors", "noisy.dcm", "--out", "dicom.nii")
        .succeeded();
    Scan volume = Scan.open(folder.resolve("dicom.nii"));
    assertThat(error(volume)).isLessThan(0.5 * error(Scan.open(folder.resolve("noisy.dcm"))));
    assertThat(volume.grid().columnStep()).isEqualTo(0.5);
    run(
            "denoise",
            "images",
            "evaluate",
            "m.safetensors",
            "clean",
            "--no-baselines",
            "--report",
            "page.html")
        .succeeded();
  }

  @Test
  void scans_are_looked_at_slice_by_slice() throws IOException {
    run("detect", "images", "fit", "clean", "--epochs", "2", "--out", "d.safetensors").succeeded();
    HourglassProcess.Outcome outcome =
        run(
                "detect",
                "images",
                "score",
                "d.safetensors",
                "noisy.nii.gz",
                "--maps",
                "maps",
                "--overlay",
                "heat")
            .succeeded();
    assertThat(outcome.out()).contains("noisy.nii.gz#1,", "noisy.nii.gz#3,");
    Scan map = Scan.open(folder.resolve("maps/noisy.nii.gz"));
    assertThat(map.slices()).isEqualTo(3);
    assertThat(map.grid()).isEqualTo(Scan.open(folder.resolve("noisy.nii.gz")).grid());
    assertThat(folder.resolve("heat/noisy-003.png")).exists();
    run("detect", "images", "score", "d.safetensors", "noisy.dcm", "--maps", "maps", "--json")
        .succeeded();
    assertThat(
            ImageIO.read(folder.resolve("maps/noisy-001.png").toFile())
                .getColorModel()
                .getPixelSize())
        .isEqualTo(16);
  }

  @Test
  void what_cannot_be_read_is_said_without_a_name() throws IOException {
    byte[] compressed = Files.readAllBytes(folder.resolve("noisy.dcm"));
    byte[] name = "1.2.840.10008.1.2.5".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(name, 0, compressed, 140, name.length);
    Files.createDirectories(folder.resolve("bad"));
    Files.write(folder.resolve("bad/rle.dcm"), compressed);
    run("denoise", "images", "apply", "m.safetensors", "bad/rle.dcm", "--out", "x.png")
        .failed(ExitCode.FAILURE, "rle.dcm", "RLE", "gdcmconv");
    byte[] volume = new byte[352 + 4 * SIDE * SIDE];
    ByteBuffer header = ByteBuffer.wrap(volume).order(ByteOrder.LITTLE_ENDIAN);
    header
        .putInt(0, 348)
        .putShort(40, (short) 2)
        .putShort(42, (short) SIDE)
        .putShort(44, (short) SIDE);
    header.putShort(70, (short) 16).putFloat(108, 352).putFloat(400, Float.NaN);
    header.put(344, "n+1".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(folder.resolve("bad/nan.nii"), volume);
    run("denoise", "images", "apply", "m.safetensors", "bad/nan.nii", "--out", "x.nii")
        .failed(ExitCode.FAILURE, "nan.nii", "NaN", "slice 1");
    assertThat(folder.resolve("x.nii")).doesNotExist();
    BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    Files.createDirectories(folder.resolve("dots"));
    ImageIO.write(dot, "png", folder.resolve("dots/dot.png").toFile());
    run("detect", "images", "fit", "dots", "--out", "x.safetensors")
        .failed(ExitCode.FAILURE, "dot.png", "1x1");
    run("denoise", "images", "apply", "m.safetensors", "dots/dot.png", "--out", "x.nii")
        .failed(ExitCode.USAGE, "only volumes and DICOM");
  }
}
