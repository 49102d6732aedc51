package dev.hourglass.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  @TempDir Path folder;

  private static BufferedImage image(int type, int width, int height, int level) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          image.getRaster().setSample(x, y, band, level);
        }
      }
    }
    return image;
  }

  private Path write(String name, BufferedImage image) {
    try {
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      String format = name.substring(name.lastIndexOf('.') + 1);
      assertThat(ImageIO.write(image, format, path.toFile())).isTrue();
      return path;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private RawData.Array read(ReadOptions options) {
    return (RawData.Array) DataReader.read(folder, options);
  }

  private RawData.Array read() {
    return read(ReadOptions.defaults());
  }

  @Test
  void grey_values_come_back_exactly_from_every_lossless_format() {
    write("b.png", image(BufferedImage.TYPE_BYTE_GRAY, 4, 9, 77));
    write("a.bmp", image(BufferedImage.TYPE_BYTE_GRAY, 4, 9, 12));
    write("c.gif", image(BufferedImage.TYPE_BYTE_GRAY, 4, 9, 200));
    RawData.Array raw = read();
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 9, 4));
    assertThat(raw.samples().row(0)).containsOnly(12 * (1f / 255)); // sorted by name
    assertThat(raw.samples().row(1)).containsOnly(77 * (1f / 255));
    assertThat(raw.samples().row(2)).containsOnly(200 * (1f / 255));
  }

  @Test
  void sixteen_bits_stay_sixteen() {
    write("a.png", image(BufferedImage.TYPE_USHORT_GRAY, 2, 2, 0x8123));
    write("b.png", image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 51));
    RawData.Array raw = read();
    assertThat(raw.kind()).isEqualTo(NumberKind.FLOATS);
    assertThat(raw.samples().row(0)).containsOnly(0x8123 / 65535f);
    assertThat(raw.samples().row(1)).containsOnly(51 / 255f);
    assertThat(raw.remarks())
        .containsExactly(folder + ": 1 of 2 images of 16 bits, kept as numbers from 0 to 1");
  }

  @Test
  void sub_folders_are_classes_and_other_files_are_skipped() throws IOException {
    write("dog/1.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 10));
    write("cat/2.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 20));
    write("cat/1.jpg", image(BufferedImage.TYPE_INT_RGB, 2, 2, 30));
    Files.writeString(folder.resolve("readme.txt"), "hello");
    Files.writeString(folder.resolve("cat/.hidden.png"), "no image");
    RawData.Array raw = read();
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(3, 2, 2));
    assertThat(raw.labels().orElseThrow().names()).containsExactly("cat", "dog");
    assertThat(raw.labels().orElseThrow().values()).containsExactly(0, 0, 1);
    assertThat(raw.remarks())
        .containsExactly(
            folder + ": left out 1 file that no reader of images takes: readme.txt",
            folder + ": left out 1 file of the system or hidden: cat/.hidden.png");
    RawData limited = read(ReadOptions.defaults().withLimit(2));
    assertThat(limited.labels().orElseThrow().values()).containsExactly(0, 0);
  }

  @Test
  void channels_follow_the_choice() {
    BufferedImage red = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    red.setRGB(0, 0, 0xFF0000);
    write("a.png", image(BufferedImage.TYPE_BYTE_GRAY, 1, 1, 51));
    write("b.png", red);
    assertThat(read().samples().rows())
        .isDeepEqualTo(
            new float[][] {{51 * (1f / 255), 51 * (1f / 255), 51 * (1f / 255)}, {1, 0, 0}});
    RawData.Array grey = read(ReadOptions.defaults().withColor(ColorMode.GREY));
    assertThat(grey.samples().shape()).isEqualTo(SampleShape.vector(1));
    assertThat(grey.samples().row(1)).containsExactly(76 * (1f / 255));
  }

  @Test
  void transparent_pixels_lie_on_white() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFF000000);
    write("a.png", image);
    assertThat(read().samples().row(0)).containsExactly(0, 0, 0, 1, 1, 1);
  }

  @Test
  void mixed_sizes_are_an_error_that_names_two_files_and_the_remedy() {
    Path a = write("a.png", image(BufferedImage.TYPE_BYTE_GRAY, 4, 3, 77));
    write("b.png", image(BufferedImage.TYPE_BYTE_GRAY, 4, 3, 77));
    Path c = write("c.png", image(BufferedImage.TYPE_BYTE_GRAY, 8, 3, 77));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(a + " is 4x3 and " + c + " is 8x3")
        .hasMessageContaining("option 'resize' = WxH");
    RawData.Array raw = read(ReadOptions.defaults().withResize(new ImageSize(5, 2)));
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 2, 5));
    assertThat(raw.samples().row(2)).containsOnly(77 * (1f / 255));
  }

  @Test
  void shrinking_averages() {
    BufferedImage checks = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      checks.getRaster().setSample(i % 64, i / 64, 0, (i + i / 64) % 2 * 255);
    }
    write("a.png", checks);
    RawData.Array raw = read(ReadOptions.defaults().withResize(ImageSize.parse("8x8")));
    for (float value : raw.samples().row(0)) {
      assertThat(value).isEqualTo(0.5f, within(0.02f));
    }
  }

  @Test
  void damaged_and_foreign_files_are_named() throws IOException {
    Path bad = write("b.png", image(BufferedImage.TYPE_INT_RGB, 40, 30, 77));
    write("a.png", image(BufferedImage.TYPE_INT_RGB, 40, 30, 77));
    byte[] whole = Files.readAllBytes(bad);
    Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(bad + ": this image cannot be decoded");
    Files.writeString(bad, "this is a text");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(bad + ": is no image");
  }

  private static ReadOptions skipping() {
    return ReadOptions.defaults().withImage(ImageOptions.defaults().withSkipsUnreadable(true));
  }

  @Test
  void what_cannot_be_read_is_named_or_left_out_as_asked() throws IOException {
    for (int i = 0; i < 6; i++) {
      write((i < 3 ? "cat/" : "dog/") + i + ".png", image(BufferedImage.TYPE_BYTE_GRAY, 4, 3, i));
    }
    Path bad = Files.writeString(folder.resolve("cat/1.png"), "this is a text");
    Path cut = folder.resolve("dog/4.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 43));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(bad + ": is no image that can be read")
        .hasMessageContaining("leave out what cannot be read (option 'skip-unreadable')");
    RawData.Array raw = read(skipping());
    assertThat(raw.size()).isEqualTo(4);
    assertThat(raw.labels().orElseThrow().values()).containsExactly(0, 0, 1, 1);
    assertThat(raw.samples().row(1)).containsOnly(2 * (1f / 255));
    assertThat(raw.samples().row(3)).containsOnly(5 * (1f / 255));
    assertThat(raw.remarks())
        .singleElement()
        .asString()
        .contains("left out 2 of 6 images, which cannot be read: cat/1.png, dog/4.png")
        .contains("The first: " + bad + ": is no image that can be read");
    for (int i = 0; i < 6; i++) {
      Files.writeString(folder.resolve((i < 3 ? "cat/" : "dog/") + i + ".png"), "this is a text");
    }
    assertThatThrownBy(() -> read(skipping()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("cat/0.png") + ": is no image")
        .hasMessageContaining("none of the 6 images can be read");
  }

  /** Rows of levels 10 y + x. */
  private static BufferedImage levels(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      image.getRaster().setSample(i % width, i / width, 0, 10 * (i / width) + i % width);
    }
    return image;
  }

  private float[] bytesOf(ImageOptions options) {
    float[] row = read(ReadOptions.defaults().withImage(options)).samples().row(0);
    for (int i = 0; i < row.length; i++) {
      row[i] *= 255;
    }
    return row;
  }

  @Test
  void another_size_is_come_to_by_stretching_covering_or_cropping() {
    write("a.png", levels(6, 4));
    ImageOptions options = ImageOptions.defaults().withResize(new ImageSize(2, 2));
    assertThat(bytesOf(options.withFit(Fit.CROP)))
        .containsExactly(new float[] {12, 13, 22, 23}, within(1e-3f));
    // The middle 4 x 4 shrunk by half: means of the pixels under a triangle of two pixels' reach.
    assertThat(bytesOf(options.withFit(Fit.COVER)))
        .containsExactly(bytesOf(options.withFit(Fit.STRETCH), 4, 4), within(1e-3f));
    assertThat(bytesOf(options.withFit(Fit.STRETCH))[0])
        .isNotEqualTo(bytesOf(options.withFit(Fit.COVER))[0]);
    assertThatThrownBy(() -> bytesOf(options.withResize(new ImageSize(5, 5)).withFit(Fit.CROP)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png: is 6x4, of which 5x5 cannot be cut")
        .hasMessageContaining("option 'fit' = cover");
  }

  /** The first image cropped to a size before. */
  private float[] bytesOf(ImageOptions options, int width, int height) {
    write("a.png", levels(6, 4).getSubimage((6 - width) / 2, (4 - height) / 2, width, height));
    try {
      return bytesOf(options);
    } finally {
      write("a.png", levels(6, 4));
    }
  }

  @Test
  void colours_and_depths_that_come_late_are_kept_for_all() {
    for (int i = 0; i < 40; i++) {
      write("%02d.png".formatted(i), image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, i));
    }
    write("40.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 99));
    write("41.png", image(BufferedImage.TYPE_USHORT_GRAY, 2, 2, 0x8123));
    RawData.Array raw = read();
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(3, 2, 2));
    assertThat(raw.samples().row(7)).containsOnly(7 / 255f);
    assertThat(raw.samples().row(40)).containsOnly(99 / 255f);
    assertThat(raw.samples().row(41)).containsOnly(0x8123 / 65535f);
  }

  @Test
  void reading_is_told_while_it_lasts() throws IOException {
    for (int i = 0; i < 1_001; i++) {
      Files.writeString(folder.resolve(i + ".txt"), "");
    }
    for (int i = 0; i < 4; i++) {
      write(i + ".png", image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, i));
    }
    Set<String> told = new LinkedHashSet<>();
    DataReader.read(folder.toString(), ReadOptions.defaults(), (what, done, of) -> told.add(what));
    assertThat(told).contains("files found");
  }

  /** In a process whose heap, and whose memory outside it, could not hold the images. */
  @Test
  void a_folder_larger_than_the_heap_is_read_through_a_file_that_is_gone_afterwards()
      throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    byte[] png =
        Files.readAllBytes(write("one.png", image(BufferedImage.TYPE_INT_RGB, 400, 300, 51)));
    for (int i = 0; i < LargeFolder.IMAGES; i++) {
      Files.write(images.resolve(i + ".png"), png);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Djava.io.tmpdir=" + temporary,
                "--add-modules=jdk.incubator.vector",
                "-cp",
                classPath(),
                LargeFolder.class.getName(),
                images.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines).containsExactly(LargeFolder.IMAGES + " images, all 0.2");
    assertThat(temporary).isEmptyDirectory();
  }

  /** Of this process, whether it was given as class path or as module path. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void no_class_vanishes_in_silence() throws IOException {
    write("cat/1.png", image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 10));
    write("dog/first/1.tif", image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 20));
    write("dog/second/deep/2.png", image(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 30));
    Files.createDirectories(folder.resolve("newt"));
    Files.writeString(folder.resolve("newt/1.heic"), "of a telephone");
    Files.writeString(folder.resolve("newt/Thumbs.db"), "of the system");
    Files.createDirectories(folder.resolve(".git"));
    RawData.Array raw = read();
    assertThat(raw.labels().orElseThrow().names()).containsExactly("cat", "dog");
    assertThat(raw.labels().orElseThrow().values()).containsExactly(0, 1, 1);
    assertThat(raw.samples().row(2)).containsOnly(30 * (1f / 255));
    assertThat(raw.remarks())
        .containsExactly(
            folder + ": left out 1 file that no reader of images takes: newt/1.heic",
            folder + ": left out 1 file of the system or hidden: newt/Thumbs.db",
            folder.resolve("dog") + ": 2 of its 2 images lie in folders beneath it",
            folder.resolve("newt")
                + ": has no image that can be read, so that there is no class 'newt'");
  }

  @Test
  void an_empty_folder_is_an_error_and_a_deeper_one_is_suggested() {
    assertThatThrownBy(this::read).hasMessageContaining("has no images");
    write("train/cat/1.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 10));
    assertThatThrownBy(this::read)
        .hasMessageContaining("did you mean " + folder.resolve("train") + "?");
    write("x.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 10));
    write("y/x.png", image(BufferedImage.TYPE_INT_RGB, 2, 2, 10));
    assertThatThrownBy(this::read)
        .hasMessageContaining("beside sub-folders of images such as train");
  }

  @Test
  void samples_become_images_and_back() {
    float[] row = {0, 0.2f, 1, 0.4f, 0.6f, 0.8f};
    SampleShape shape = SampleShape.image(1, 2, 3);
    Dataset back = SampleImage.of(List.of(SampleImage.toBufferedImage(row, shape)));
    assertThat(back.shape()).isEqualTo(shape);
    assertThat(back.row(0)).containsExactly(row, within(1e-6f));
    SampleShape color = SampleShape.image(3, 1, 2);
    assertThat(SampleImage.of(List.of(SampleImage.toBufferedImage(row, color))).row(0))
        .containsExactly(row, within(1e-6f));
    assertThatThrownBy(() -> SampleImage.toBufferedImage(row, SampleShape.image(2, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Decoders make the rest of such an image grey or black. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
  void an_image_that_ends_within_its_pixels_is_refused(String format) throws IOException {
    Path path = folder.resolve("cut." + format);
    Files.write(path, half(format));
    assertThatThrownBy(() -> read(ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut." + format + ": this image cannot be decoded");
  }

  private byte[] half(String format) throws IOException {
    Random random = new Random(1);
    BufferedImage noisy = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1_600; i++) {
      noisy.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
    }
    byte[] whole = Files.readAllBytes(write("whole." + format, noisy));
    Files.delete(folder.resolve("whole." + format));
    return Arrays.copyOf(whole, whole.length * 3 / 4);
  }

  @Test
  void a_jpeg_that_lacks_nothing_but_the_mark_of_its_end_is_read() throws IOException {
    Path path = write("cut.jpg", image(BufferedImage.TYPE_INT_RGB, 16, 16, 90));
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 2));
    assertThat(read(ReadOptions.defaults()).size()).isEqualTo(1);
  }
}
