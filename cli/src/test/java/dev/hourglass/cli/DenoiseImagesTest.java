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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are learned from, cleaned and measured, as somebody with a folder of them would do it. */
class DenoiseImagesTest {
  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void fit() throws IOException {
    for (int i = 0; i < 24; i++) {
      image("clean/%02d.png".formatted(i), BufferedImage.TYPE_BYTE_GRAY, 32, 32, 0, i);
    }
    for (int i = 0; i < 3; i++) {
      image("others/%d.png".formatted(i), BufferedImage.TYPE_BYTE_GRAY, 50, 41, 0, 100 + i);
    }
    image("noisy/grey.png", BufferedImage.TYPE_BYTE_GRAY, 61, 47, 0.1, 7);
    image("noisy/below/deep.png", BufferedImage.TYPE_USHORT_GRAY, 40, 33, 0.1, 8);
    image("noisy/colour.png", BufferedImage.TYPE_INT_RGB, 37, 44, 0.1, 9);
    hourglass = new HourglassSession(folder);
    hourglass
        .run("denoise", "images", "fit", "clean", "--epochs", "40", "--out", "m.safetensors")
        .succeeded();
  }

  private static void image(String name, int type, int width, int height, double sigma, long seed)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    double phase = random.nextDouble() * 6;
    int most = type == BufferedImage.TYPE_USHORT_GRAY ? 65535 : 255;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          double value = Math.sin(x / 6.0 + phase) > Math.cos(y / 9.0) ? 0.7 : 0.3;
          double level = (value + sigma * random.nextGaussian()) * most;
          image.getRaster().setSample(x, y, band, (int) Math.clamp(level, 0, most));
        }
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static double distance(String name, String clean) throws IOException {
    BufferedImage a = ImageIO.read(folder.resolve(name).toFile());
    BufferedImage b = ImageIO.read(folder.resolve(clean).toFile());
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        sum += Math.pow(a.getRaster().getSample(x, y, 0) - b.getRaster().getSample(x, y, 0), 2);
      }
    }
    return sum / (a.getHeight() * a.getWidth());
  }

  @Test
  void a_folder_is_cleaned_and_its_images_stay_what_they_are() throws IOException {
    HourglassProcess.Outcome outcome =
        hourglass
            .run("denoise", "images", "apply", "m.safetensors", "noisy", "--out", "cleaned")
            .succeeded();
    assertThat(outcome.out()).containsPattern("grey.png: 61 x 47, noise about 0\\.(08|09|10|11)");
    BufferedImage deep = ImageIO.read(folder.resolve("cleaned/below/deep.png").toFile());
    assertThat(deep.getColorModel().getPixelSize()).isEqualTo(16);
    assertThat(deep.getHeight()).isEqualTo(33);
    BufferedImage colour = ImageIO.read(folder.resolve("cleaned/colour.png").toFile());
    assertThat(colour.getRaster().getNumBands()).isEqualTo(3);
    image("truth/grey.png", BufferedImage.TYPE_BYTE_GRAY, 61, 47, 0, 7);
    assertThat(distance("cleaned/grey.png", "truth/grey.png"))
        .isLessThan(0.4 * distance("noisy/grey.png", "truth/grey.png"));
  }

  @Test
  void many_are_cleaned_as_one_by_one_and_unreadable_ones_are_named() throws IOException {
    for (int i = 0; i < 5; i++) {
      image("many/%d.png".formatted(i), BufferedImage.TYPE_BYTE_GRAY, 30 + i, 40, 0.1, i);
    }
    Files.writeString(folder.resolve("many/2b.png"), "no image");
    HourglassProcess.Outcome outcome =
        hourglass
            .run(
                "denoise",
                "images",
                "apply",
                "m.safetensors",
                "many",
                "--skip-unreadable",
                "--out",
                "all")
            .succeeded();
    assertThat(outcome.err()).contains("2b.png");
    assertThat(outcome.out().lines().map(line -> line.replaceAll(".png:.*", "")).toList())
        .startsWith("all/0", "all/1", "all/2", "all/3", "all/4");
    for (int i = 0; i < 5; i++) {
      String alone = "alone%d.png".formatted(i);
      hourglass
          .run(
              "denoise",
              "images",
              "apply",
              "m.safetensors",
              "many/%d.png".formatted(i),
              "--out",
              alone)
          .succeeded();
      assertThat(folder.resolve("all/%d.png".formatted(i)))
          .hasSameBinaryContentAs(folder.resolve(alone));
    }
    HourglassProcess.Outcome strict =
        hourglass.run("denoise", "images", "apply", "m.safetensors", "many", "--out", "strict");
    assertThat(strict.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(strict.err()).contains("2b.png");
  }

  @Test
  void one_image_goes_to_one_file() {
    hourglass
        .run(
            "denoise",
            "images",
            "apply",
            "m.safetensors",
            "noisy/grey.png",
            "--out",
            "one.png",
            "--json")
        .succeeded();
    assertThat(folder.resolve("one.png")).exists();
  }

  @Test
  void figures_are_measured_beside_the_classics() {
    HourglassProcess.Outcome outcome =
        hourglass
            .run(
                "denoise",
                "images",
                "evaluate",
                "m.safetensors",
                "others",
                "--noise",
                "gaussian:0.1",
                "--json")
            .succeeded();
    Map<String, Object> figures = outcome.json();
    assertThat(figures).containsEntry("images", 3).containsEntry("noise", "gaussian:0.1");
    assertThat((Double) figures.get("psnrBefore")).isBetween(19.5, 20.5);
    assertThat((Double) figures.get("psnrAfter")).isGreaterThan(24);
    assertThat((Double) figures.get("ssimAfter"))
        .isGreaterThan((Double) figures.get("ssimBefore") + 0.1);
    assertThat((Map<?, ?>) figures.get("baselines")).hasSize(5);
  }

  @Test
  void noisy_images_alone_are_learned_from_and_it_is_said_what_that_costs() throws IOException {
    for (int i = 0; i < 4; i++) {
      image("alone/%d.png".formatted(i), BufferedImage.TYPE_BYTE_GRAY, 40, 40, 0.1, 300 + i);
    }
    String[] fit = {
      "denoise", "images", "fit", "alone", "--noisy", "--epochs", "2", "--out", "n.safetensors"
    };
    assertThat(hourglass.run(fit).succeeded().out()).contains("weaker than with clean ones");
    hourglass
        .run("denoise", "images", "evaluate", "n.safetensors", "others")
        .failed(ExitCode.USAGE, "--noise");
    hourglass
        .run(
            "denoise",
            "images",
            "fit",
            "alone",
            "--noisy",
            "--pairs",
            "clean",
            "--out",
            "n.safetensors")
        .failed(ExitCode.USAGE, "leave --pairs out");
  }

  @Test
  void a_report_shows_before_and_after() throws IOException {
    hourglass
        .run(
            "denoise",
            "images",
            "evaluate",
            "m.safetensors",
            "others",
            "--no-baselines",
            "--report",
            "page.html")
        .succeeded();
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("data:image/png;base64,", "gaussian:0..0.2")
        .doesNotContain(folder.toString());
  }

  @Test
  void what_cannot_be_done_is_said() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    image("tiny/dot.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 0, 1);
    Files.writeString(folder.resolve("words.txt"), "no model");
    record Case(int code, String words, List<String> args) {}
    for (Case each :
        List.of(
            new Case(
                ExitCode.FAILURE,
                "has no images",
                List.of("fit", "empty", "--out", "x.safetensors")),
            new Case(ExitCode.FAILURE, "1x1", List.of("fit", "tiny", "--out", "x.safetensors")),
            new Case(
                ExitCode.FAILURE, "nowhere", List.of("fit", "nowhere", "--out", "x.safetensors")),
            new Case(
                ExitCode.USAGE,
                "did you mean 'gaussian'",
                List.of("fit", "clean", "--noise", "gausian:0.1", "--out", "x.safetensors")),
            new Case(ExitCode.USAGE, ".safetensors", List.of("fit", "clean", "--out", "x.png")),
            new Case(
                ExitCode.FAILURE,
                "words.txt",
                List.of("apply", "words.txt", "noisy", "--out", "y")),
            new Case(
                ExitCode.FAILURE,
                "has no images",
                List.of("apply", "m.safetensors", "empty", "--out", "y")),
            new Case(
                ExitCode.USAGE,
                "would overwrite",
                List.of("apply", "m.safetensors", "noisy", "--out", "noisy")),
            new Case(
                ExitCode.USAGE,
                "leave --noise out",
                List.of(
                    "evaluate",
                    "m.safetensors",
                    "clean",
                    "--pairs",
                    "noisy",
                    "--noise",
                    "blur")))) {
      String[] args =
          Stream.concat(Stream.of("denoise", "images"), each.args.stream()).toArray(String[]::new);
      hourglass.run(args).failed(each.code, each.words);
    }
    assertThat(folder.resolve("x.safetensors")).doesNotExist();
    assertThat(folder.resolve("y")).doesNotExist();
  }
}
