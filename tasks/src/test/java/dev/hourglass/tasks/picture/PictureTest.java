package dev.hourglass.tasks.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  @TempDir Path folder;

  @Test
  void samples_stand_in_rows_with_transparent_gutters_between_them() {
    Tensor samples = Tensor.copyOf(new float[][] {{0, 1, 0.5f, 2}, {1, 1, 1, 1}, {0, 0, 0, 0}});
    ImageGrid grid = new ImageGrid(SampleShape.image(1, 2, 2), 2, 1, 3, 0, 1);

    BufferedImage image = grid.draw(samples);

    assertThat(image.getWidth()).isEqualTo(6 + 1 + 6);
    assertThat(image.getHeight()).isEqualTo(6 + 1 + 6);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFF000000);
    assertThat(image.getRGB(3, 2)).isEqualTo(0xFFFFFFFF);
    assertThat(image.getRGB(0, 3)).isEqualTo(0xFF808080);
    assertThat(image.getRGB(5, 5)).as("above white is white").isEqualTo(0xFFFFFFFF);
    assertThat(image.getRGB(6, 2) >>> 24).as("gutter").isZero();
    assertThat(image.getRGB(9, 9) >>> 24).as("no fourth sample").isZero();
  }

  @Test
  void three_channels_are_colours() {
    Tensor samples = Tensor.copyOf(new float[][] {{1, 0, 0.2f}});
    ImageGrid grid = new ImageGrid(SampleShape.image(3, 1, 1), 1, 0, 1, 0, 1);
    assertThat(grid.draw(samples).getRGB(0, 0)).isEqualTo(0xFFFF0033);
  }

  @Test
  void signed_patterns_are_invisible_at_zero_and_full_at_their_largest() {
    Tensor pattern = Tensor.copyOf(new float[][] {{0, -4, 2, 0}});
    BufferedImage image =
        new ImageGrid(SampleShape.image(1, 2, 2), 1, 0, 1, 0, 1).drawSigned(pattern);
    assertThat(image.getRGB(0, 0) >>> 24).isZero();
    assertThat(image.getRGB(1, 0) >>> 24).isEqualTo(255);
    assertThat(image.getRGB(0, 1) >>> 24).isBetween(100, 200);
    assertThat(image.getRGB(1, 0) & 0xFFFFFF).isNotEqualTo(image.getRGB(0, 1) & 0xFFFFFF);
  }

  @Test
  void tables_are_no_pictures() {
    assertThatThrownBy(() -> ImageGrid.of(SampleShape.vector(12), 4))
        .hasMessage(
            "only grey and RGB images can be drawn, but a sample here has 12 features; write a"
                + " .csv or .npy instead");
  }

  @Test
  void thumbnails_average_squares_of_pixels_and_leave_small_images_alone() {
    SampleShape shape = SampleShape.image(1, 2, 5);
    Tensor image = Tensor.copyOf(new float[][] {{0, 1, 2, 3, 9, 4, 5, 6, 7, 9}});
    Thumbnails halved = new Thumbnails(shape, 2);
    assertThat(halved.shape()).isEqualTo(SampleShape.image(1, 1, 2));
    assertThat(halved.of(image).row(0)).containsExactly(2.5f, 4.5f);
    assertThat(Thumbnails.of(shape, 64).of(image)).isSameAs(image);
    assertThat(Thumbnails.of(SampleShape.image(3, 128, 96), 64).shape())
        .isEqualTo(SampleShape.image(3, 64, 48));
  }

  @Test
  void a_data_uri_holds_the_picture() throws IOException {
    Tensor samples = Tensor.copyOf(new float[][] {{0, 1, 1, 0}});
    BufferedImage image = new ImageGrid(SampleShape.image(1, 2, 2), 1, 0, 1, 0, 1).draw(samples);
    String uri = Png.of(image).dataUri();
    assertThat(uri).startsWith("data:image/png;base64,");
    byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes));
    assertThat(read.getRGB(1, 0)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void files_are_written_whole_into_folders_that_need_not_exist() throws IOException {
    Path file = folder.resolve("a/b/report.html");
    WholeFile.write(file, "first".getBytes(StandardCharsets.UTF_8));
    WholeFile.write(file, "second".getBytes(StandardCharsets.UTF_8));
    assertThat(file).hasContent("second");
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void a_place_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder").resolve("x.png");
    assertThatThrownBy(() -> WholeFile.write(file, new byte[1]))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write " + file);
  }
}
