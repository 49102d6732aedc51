package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of mixed sizes train in pieces, and one of any size is cleaned whole. */
class AnySizeTest {
  @TempDir static Path folder;

  private static Path image(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int level = 100 + (int) (60 * Math.sin(x / 5.0) + 20 * random.nextGaussian());
        image.getRaster().setSample(x, y, 0, Math.clamp(level, 0, 255));
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void images_of_mixed_sizes_train_in_pieces_and_one_of_any_size_is_cleaned() throws IOException {
    HourglassProcess hourglass = HourglassProcess.ofLongRuns(folder);
    for (int i = 0; i < 6; i++) {
      image("mixed/%d.png".formatted(i), 40 + 3 * i, 52 - i);
    }
    HourglassProcess.Outcome trained =
        hourglass
            .run(
                "train",
                "mixed",
                "--variant",
                "denoising",
                "--crop",
                "32",
                "--epochs",
                "1",
                "--skips",
                "--code-channels",
                "4",
                "--hidden",
                "conv:4,conv:8:2",
                "--out",
                "clean.safetensors")
            .succeeded();
    assertThat(trained.err()).contains("6 images give 3 pieces each of 32x32");

    Path photo = image("photo.png", 77, 53);
    hourglass.run("reconstruct", "clean.safetensors", "photo.png", "--out", "out.png").succeeded();
    BufferedImage out = ImageIO.read(folder.resolve("out.png").toFile());
    assertThat(out.getWidth()).isEqualTo(77);
    assertThat(out.getHeight()).isEqualTo(53);
    // After an epoch the output is still close to the input.
    BufferedImage in = ImageIO.read(photo.toFile());
    for (int x = 0; x < 77; x++) {
      int difference = in.getRaster().getSample(x, 20, 0) - out.getRaster().getSample(x, 20, 0);
      assertThat(Math.abs(difference)).isLessThan(60);
    }

    hourglass
        .run("train", "mixed", "--crop", "48", "--out", "none.safetensors")
        .failed(ExitCode.FAILURE, "0.png", "40x52", "--crop");
    assertThat(folder.resolve("none.safetensors")).doesNotExist();
  }
}
