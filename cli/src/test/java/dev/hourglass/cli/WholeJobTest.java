package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.read.NpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From data to a model to what it is good for, each step a command as users give it. */
class WholeJobTest {
  @TempDir static Path folder;
  @AutoClose static HourglassSession hourglass;
  static String plain;

  @BeforeAll
  static void train() {
    hourglass = new HourglassSession(folder);
    plain = TrainedModels.plain().toString();
  }

  @Test
  void training_reports_what_it_did_and_writes_model_and_recipe() {
    Map<String, Object> figures = TrainedModels.plainFigures();
    assertThat(figures)
        .containsKeys(
            "model",
            "recipe",
            "parameters",
            "samples",
            "epochs",
            "bestEpoch",
            "stopReason",
            "loss",
            "mse",
            "validationLoss",
            "validationMse",
            "deadUnits",
            "seconds",
            "samplesPerSecond",
            "precision",
            "kernels")
        .containsEntry("blueprint", "784-48-8-48-784 + linear path")
        .containsEntry("samples", 320)
        .containsEntry("epochs", 4);
    assertThat(TrainedModels.plain()).exists();
    assertThat(Path.of(plain.replace(".safetensors", ".recipe.yaml"))).exists();
    assertThat(siblings(TrainedModels.plain())).hasSize(2);
  }

  @Test
  void the_kernels_chosen_are_those_that_train() {
    String model = folder.resolve("portable.safetensors").toString();
    assertThat(
            hourglass
                .run(
                    "train",
                    "digits:60",
                    "--hidden",
                    "8",
                    "--code",
                    "2",
                    "--epochs",
                    "1",
                    "--kernels",
                    "portable",
                    "--out",
                    model,
                    "--json")
                .json())
        .containsEntry("kernels", "portable");
  }

  @Test
  void evaluation_has_the_promised_keys() {
    Map<String, Object> figures =
        hourglass
            .run(
                "evaluate",
                plain,
                TrainedModels.OTHER_DIGITS,
                "--probe-train",
                TrainedModels.DIGITS,
                "--json")
            .json();
    assertThat(figures.keySet())
        .contains(
            "samples",
            "mse",
            "psnr",
            "activeUnitsMin",
            "activeUnitsMean",
            "activeUnitsMax",
            "meanActivation",
            "inactiveFraction",
            "jacobianNorm",
            "linearProbeAccuracy",
            "knnAccuracy")
        .doesNotContain("negativeElbo", "logLikelihood");
    assertThat(figures).containsEntry("samples", 120);
    assertThat((List<?>) figures.get("meanActivation")).hasSize(8);
    assertThat((double) figures.get("linearProbeAccuracy")).isBetween(0.2, 1.0);
  }

  @Test
  void corruption_makes_errors_worse() {
    double clean = mse("evaluate", plain, TrainedModels.OTHER_DIGITS, "--json");
    double noisy =
        mse(
            "evaluate",
            plain,
            TrainedModels.OTHER_DIGITS,
            "--corruption",
            "salt-pepper:0.4",
            "--json");
    assertThat(noisy).isGreaterThan(clean);
  }

  private static double mse(String... args) {
    return (double) hourglass.run(args).json().get("mse");
  }

  @Test
  void variational_models_tell_elbo_and_likelihood_and_generate() throws IOException {
    String model = TrainedModels.variational().toString();
    Map<String, Object> figures =
        hourglass.run("evaluate", model, "digits:40:9", "--log-likelihood", "10", "--json").json();
    double elbo = (double) figures.get("negativeElbo");
    double likelihood = (double) figures.get("logLikelihood");
    assertThat(elbo).isPositive();
    assertThat(likelihood).isNegative().isGreaterThan(-elbo - 5);

    hourglass.run("generate", model, "--count", "6", "--out", "samples.png").succeeded();
    BufferedImage samples = ImageIO.read(folder.resolve("samples.png").toFile());
    assertThat(samples.getWidth()).isGreaterThan(6 * 28);
    assertThat(samples.getHeight()).isLessThan(2 * 3 * 28);
    hourglass
        .run("generate", model, "--traverse", "0,5", "--steps", "4", "--out", "units.npy")
        .succeeded();
    assertThat(NpyFile.read(folder.resolve("units.npy")).size()).isEqualTo(8);
  }

  @Test
  void codes_go_out_and_come_back() throws IOException {
    String npy = "sub/codes.npy";
    hourglass.run("encode", plain, TrainedModels.OTHER_DIGITS, "--out", npy).succeeded();
    assertThat(NpyFile.read(folder.resolve(npy)).samples().shape().features()).isEqualTo(8);
    hourglass.run("encode", plain, TrainedModels.OTHER_DIGITS, "--out", "codes.csv").succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("codes.csv"));
    assertThat(lines).hasSize(121);
    assertThat(lines.getFirst()).isEqualTo("z0,z1,z2,z3,z4,z5,z6,z7,label");

    hourglass.run("decode", plain, npy, "--out", "decoded.npy").succeeded();
    hourglass.run("decode", plain, "codes.csv", "--out", "decoded-csv.npy").succeeded();
    hourglass
        .run("reconstruct", plain, TrainedModels.OTHER_DIGITS, "--out", "rebuilt.npy")
        .succeeded();
    float[][] decoded = NpyFile.read(folder.resolve("decoded.npy")).samples().rows();
    float[][] fromCsv = NpyFile.read(folder.resolve("decoded-csv.npy")).samples().rows();
    float[][] rebuilt = NpyFile.read(folder.resolve("rebuilt.npy")).samples().rows();
    assertThat(decoded).isDeepEqualTo(fromCsv);
    for (int i = 0; i < decoded.length; i++) {
      assertThat(decoded[i])
          .containsExactly(rebuilt[i], org.assertj.core.data.Offset.offset(1e-5f));
    }
  }

  @Test
  void reconstructions_are_drawn_under_their_originals() throws IOException {
    Map<String, Object> figures =
        hourglass
            .run(
                "reconstruct",
                plain,
                TrainedModels.OTHER_DIGITS,
                "--corruption",
                "masking:0.5",
                "--count",
                "5",
                "--out",
                "grid.png",
                "--json")
            .json();
    assertThat(figures).containsEntry("samples", 5).containsKey("mse");
    BufferedImage grid = ImageIO.read(folder.resolve("grid.png").toFile());
    // original, masked and rebuilt, each 56 pixels high with 2 between them
    assertThat(grid.getHeight()).isEqualTo(3 * 56 + 2 * 2);
    assertThat(grid.getWidth()).isEqualTo(5 * 56 + 4 * 2);
  }

  @Test
  void models_without_a_prior_interpolate_and_draw_from_a_fitted_one() {
    hourglass
        .run("generate", plain, "--out", "none.png")
        .failed(ExitCode.FAILURE, "no prior", "--variant variational");
    hourglass
        .run("generate", plain, "--interpolate", TrainedModels.OTHER_DIGITS, "--out", "walks.png")
        .succeeded();
    hourglass
        .run(
            "generate",
            plain,
            "--fitted",
            TrainedModels.OTHER_DIGITS,
            "--count",
            "3",
            "--out",
            "fitted.csv")
        .succeeded();
    assertThat(folder.resolve("none.png")).doesNotExist();
    assertThat(folder.resolve("walks.png")).isNotEmptyFile();
    assertThat(folder.resolve("fitted.csv")).content().hasLineCount(4);
  }

  @Test
  void info_says_what_a_model_is() {
    Map<String, Object> figures = hourglass.run("info", plain, "--json").json();
    assertThat(figures)
        .containsEntry("summary", "784-48-8-48-784 + linear path")
        .containsEntry("features", 784)
        .containsEntry("code", 8)
        .containsKeys("blueprint", "training", "preparation", "provenance", "tensors");
    assertThat(hourglass.run("info", plain).succeeded().out())
        .contains("784-48-8-48-784 + linear path", "encoder.0.weight", "digits");
  }

  @Test
  void a_model_is_reproduced_from_its_file_and_its_data_bit_by_bit() {
    Map<String, Object> figures =
        hourglass.run("info", plain, "--reproduce", TrainedModels.DIGITS, "--json").json();
    assertThat(figures)
        .containsEntry("sameData", true)
        .containsEntry("sameBits", true)
        .containsEntry("reasons", List.of());
    assertThat(figures.get("lossNow")).isEqualTo(figures.get("lossThen"));
  }

  @Test
  void a_model_trained_again_on_other_data_says_so() {
    String said = hourglass.run("info", plain, "--reproduce", "digits:400:2").succeeded().out();
    assertThat(said)
        .contains("Not reproduced, which may be because:")
        .contains("the data is not the same: 320 samples of digits:400:1 (")
        .contains("then, 320 samples of digits:400:2 (")
        .containsPattern("encoder\\.0\\.weight +differs by up to ");
  }

  @Test
  void a_table_comes_back_in_its_own_units() throws IOException {
    StringBuilder table = new StringBuilder("size,colour,weight,kind\n");
    for (int i = 0; i < 60; i++) {
      table.append(100 + i).append(i % 2 == 0 ? ",red," : ",blue,").append(5000 - 7 * i);
      table.append(i % 2 == 0 ? ",apple\n" : ",plum\n");
    }
    Files.writeString(folder.resolve("table.csv"), table);
    hourglass
        .run(
            "train",
            "table.csv",
            "--label-column",
            "kind",
            "--code",
            "2",
            "--hidden",
            "8",
            "--epochs",
            "30",
            "--batch-size",
            "10",
            "--normalize",
            "--validation",
            "0.1",
            "--out",
            "table.safetensors")
        .succeeded();
    // The label column is still there, and no business of the model's.
    hourglass.run("reconstruct", "table.safetensors", "table.csv", "--out", "back.csv").succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("back.csv"));
    assertThat(lines.getFirst()).isEqualTo("size,colour,weight");
    assertThat(lines).hasSize(61);
    assertThat(lines.get(30)).matches("1\\d\\d(\\.\\d+)?,(red|blue),4\\d\\d\\d(\\.\\d+)?");
    hourglass
        .run("reconstruct", "table.safetensors", "table.csv", "--out", "back.png")
        .failed(ExitCode.USAGE, "back.png", "no pictures", ".csv");
  }

  @Test
  void comparison_writes_one_page_and_its_figures() {
    Map<String, Object> figures =
        hourglass
            .run(
                "compare",
                "digits:300",
                "--variants",
                "undercomplete,variational",
                "--epochs",
                "2",
                "--hidden",
                "32",
                "--code",
                "6",
                "--out",
                "report",
                "--json")
            .json();
    assertThat((List<?>) figures.get("models")).hasSize(4);
    assertThat(folder.resolve("report/index.html")).content().contains("PCA-6", "k-means-6");
    assertThat(siblings(folder.resolve("report/index.html"))).hasSize(1);
  }

  @Test
  void variants_of_a_table_are_compared_with_codes_of_one_size() throws IOException {
    StringBuilder table = new StringBuilder("a,b,c,d,e,f\n");
    for (int i = 0; i < 60; i++) {
      table.append("%d,%d,%d,%d,%d,%d%n".formatted(i, i % 7, i % 5, i % 3, 60 - i, i * i));
    }
    Files.writeString(folder.resolve("six.csv"), table);
    Map<String, Object> figures =
        hourglass
            .run(
                ("compare six.csv --variants undercomplete,variational --epochs 1 --hidden 4"
                        + " --no-classics --out six --json")
                    .split(" "))
            .json();
    List<Object> sizes = new ArrayList<>();
    for (Object model : (List<?>) figures.get("models")) {
      sizes.add(((Map<?, ?>) model).get("codeSize"));
    }
    assertThat(sizes).containsExactly(2, 2);
  }

  private static List<Path> siblings(Path file) {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
