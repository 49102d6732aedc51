package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts with scratches are told from good ones, as somebody with two folders would do it. */
class DetectImagesTest {
  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void fit() throws IOException {
    for (int i = 0; i < 40; i++) {
      part("train/%02d.png".formatted(i), false, i, 3);
    }
    for (int i = 0; i < 12; i++) {
      part("test/good/%02d.png".formatted(i), false, 100 + i, 1);
      part("test/scratched/%02d.png".formatted(i), true, 200 + i, 1);
    }
    hourglass = new HourglassSession(folder);
    hourglass
        .run("detect", "images", "fit", "train", "--epochs", "18", "--out", "d.safetensors")
        .succeeded();
  }

  private static final int SIDE = 192;

  /**
   * A brushed disc on a dark table.
   *
   * @param shrunk pixels along a side that become one: fitting takes a ninth of the time
   */
  private static void part(String name, boolean scratched, long seed, int shrunk)
      throws IOException {
    double[][] levels = new double[SIDE / shrunk][SIDE / shrunk];
    Random random = new Random(seed);
    double x0 = 91 + 10 * random.nextDouble();
    double y0 = 91 + 10 * random.nextDouble();
    for (int y = 0; y < SIDE; y++) {
      double stripe = 6 * random.nextGaussian();
      for (int x = 0; x < SIDE; x++) {
        double level = Math.hypot(x - x0, y - y0) < 70 ? 160 + stripe : 40;
        if (scratched && isScratch(x, y)) {
          level = 60;
        }
        levels[y / shrunk][x / shrunk] += (level + 3 * random.nextGaussian()) / (shrunk * shrunk);
      }
    }
    write(name, levels);
  }

  private static boolean isScratch(int x, int y) {
    return Math.abs(x - 110) < 25 && Math.abs(y - 90 - (x - 110) / 3.0) < 4;
  }

  private static void write(String name, double[][] levels) throws IOException {
    BufferedImage image =
        new BufferedImage(levels.length, levels.length, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < levels.length; y++) {
      for (int x = 0; x < levels.length; x++) {
        image.getRaster().setSample(x, y, 0, (int) Math.clamp(levels[y][x], 0, 255));
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  /** Where the scratch is, as MVTec's sets have it. */
  private static void mask(String name) throws IOException {
    double[][] levels = new double[SIDE][SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        levels[y][x] = isScratch(x, y) ? 255 : 0;
      }
    }
    write(name, levels);
  }

  @Test
  void scratched_parts_are_told_from_good_ones() throws IOException {
    for (int i = 0; i < 12; i++) {
      mask("masks/scratched/%02d_mask.png".formatted(i));
    }
    Map<String, Object> figures =
        hourglass
            .run(
                "detect",
                "images",
                "evaluate",
                "d.safetensors",
                "test",
                "--normal",
                "good",
                "--masks",
                "masks",
                "--report",
                "page.html",
                "--json")
            .succeeded()
            .json();
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("data:image/png;base64,", "no medical device", "threshold", "by components")
        .doesNotContain(folder.toString());
    assertThat((Double) figures.get("rocAuc")).isGreaterThan(0.95);
    assertThat(figures).containsEntry("images", 24).containsEntry("anomalies", 12);
    assertThat((Map<?, ?>) figures.get("parts")).hasSize(3);
    assertThat((Double) figures.get("pro")).isGreaterThan(0.8);
    assertThat(figures).containsEntry("regions", 12).containsKey("notice");
  }

  @Test
  void scores_say_where_and_a_heat_map_shows_it() throws IOException {
    HourglassProcess.Outcome outcome =
        hourglass
            .run(
                "detect",
                "images",
                "score",
                "d.safetensors",
                "test",
                "--overlay",
                "heat",
                "--out",
                "scores.csv")
            .succeeded();
    assertThat(outcome.out()).contains("scores.csv: 24 images", "no medical device");
    List<String> lines = Files.readAllLines(folder.resolve("scores.csv"));
    assertThat(lines).hasSize(25).first().asString().startsWith("image,score,repair,");
    String[] scratched =
        lines.stream()
            .filter(l -> l.startsWith("scratched/03"))
            .findFirst()
            .orElseThrow()
            .split(",");
    assertThat(scratched[4]).isEqualTo("true");
    int left = Integer.parseInt(scratched[6]);
    int right = left + Integer.parseInt(scratched[8]);
    assertThat(left).isLessThanOrEqualTo(110).isGreaterThan(60);
    assertThat(right).isBetween(110, 160);
    BufferedImage drawn = ImageIO.read(folder.resolve("heat/scratched/03.png").toFile());
    assertThat(drawn.getWidth()).isEqualTo(SIDE);
    int rgb = drawn.getRGB(110, 90);
    assertThat((rgb >> 16 & 0xFF) - (rgb & 0xFF)).isGreaterThan(30);
  }

  @Test
  void what_was_fitted_is_said_to_flatter() throws IOException {
    Path both = folder.resolve("both/good");
    Files.createDirectories(both);
    Files.copy(folder.resolve("train/00.png"), both.resolve("0.png"));
    Files.createDirectories(folder.resolve("both/bad"));
    Files.copy(folder.resolve("test/scratched/00.png"), folder.resolve("both/bad/0.png"));
    assertThat(
            hourglass
                .run("detect", "images", "evaluate", "d.safetensors", "both", "--normal", "good")
                .succeeded())
        .satisfies(
            outcome -> {
              assertThat(outcome.err())
                  .contains("1 of the normal images are among those that were fitted");
              assertThat(outcome.out()).contains("no medical device");
            });
  }

  @Test
  void what_cannot_be_done_is_said() throws IOException {
    Files.createDirectories(folder.resolve("none"));
    Files.writeString(folder.resolve("text.safetensors"), "no model");
    hourglass
        .run("detect", "images", "fit", "none", "--out", "x.safetensors")
        .failed(ExitCode.FAILURE, "has no images");
    hourglass
        .run("detect", "images", "fit", "test", "--normal", "fine", "--out", "x.safetensors")
        .failed(ExitCode.USAGE, "good, scratched");
    hourglass
        .run("detect", "images", "evaluate", "d.safetensors", "test", "--normal", "fine")
        .failed(ExitCode.FAILURE, "--normal", "good, scratched");
    hourglass
        .run("detect", "images", "evaluate", "d.safetensors", "train", "--normal", "good")
        .failed(ExitCode.FAILURE, "has no classes");
    hourglass
        .run("detect", "images", "score", "text.safetensors", "train")
        .failed(ExitCode.FAILURE, "text.safetensors");
    hourglass
        .run("detect", "images", "score", "d.safetensors", "test", "--overlay", "test")
        .failed(ExitCode.USAGE, "would overwrite");
    hourglass
        .run("denoise", "images", "apply", "d.safetensors", "test", "--out", "cleaned")
        .failed(ExitCode.FAILURE, "d.safetensors: is a detector", "denoise images fit");
    assertThat(folder.resolve("cleaned")).doesNotExist();
    assertThat(folder.resolve("x.safetensors")).doesNotExist();
  }
}
