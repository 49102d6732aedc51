package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.cli.screen.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that cannot come to anything are refused, those that came to nothing are called so. */
class WhatIsLearnedTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void writeData() throws IOException {
    hourglass = new HourglassSession(folder);
    Random random = new Random(1);
    StringBuilder sensors = new StringBuilder("a,b,c,d,e,f,g,h\n");
    for (int i = 0; i < 400; i++) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      for (int f = 0; f < 8; f++) {
        double x = 50 + 10 * (u * Math.sin(f) + v * Math.cos(f)) + random.nextGaussian();
        sensors.append(x).append(f == 7 ? "\n" : ",");
      }
    }
    Files.writeString(folder.resolve("sensors.csv"), sensors);
    StringBuilder counts = new StringBuilder("p,q,r,s\n");
    for (int i = 0; i < 120; i++) {
      int[] row = new int[4];
      for (int word = 0; word < 18; word++) {
        row[(2 * (i % 2) + random.nextInt(3)) % 4]++;
      }
      counts.append(Arrays.toString(row).replaceAll("[\\[\\] ]", "")).append("\n");
    }
    Files.writeString(folder.resolve("counts.csv"), counts);
    npy("neg.npy", "(60, 4)", 240, random::nextGaussian);
    npy("images255.npy", "(30, 6, 6)", 1080, () -> 255 * random.nextDouble());
    npy("images.npy", "(30, 6, 6)", 1080, random::nextDouble);
  }

  private static void npy(String name, String shape, int numbers, DoubleSupplier values)
      throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    String padded = header + " ".repeat(128 - 10 - 1 - header.length()) + "\n";
    ByteBuffer file =
        ByteBuffer.allocate(128 + 4 * numbers)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put(new byte[] {1, 0})
            .putShort((short) padded.length())
            .put(padded.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < numbers; i++) {
      file.putFloat((float) values.getAsDouble());
    }
    Files.write(folder.resolve(name), file.array());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "neg.npy --scaling none --likelihood bernoulli|neg.npy: training sample 0 has"
            + " -|--likelihood",
        "neg.npy --scaling none --output-activation sigmoid|feature|--output-activation identity",
        "images255.npy --scaling none|a clipped output lies between 0 and 1|--scaling min-max",
        "images.npy --scaling standardize|training sample|--output-activation identity",
        "images.npy --scaling standardize --variant variational|bernoulli|--likelihood gaussian",
        "sensors.csv --scaling standardize --output-activation sigmoid|feature|--scaling min-max",
        "sensors.csv --scaling standardize --likelihood bernoulli|from 0 to 1|--likelihood",
        "counts.csv --scaling min-max --likelihood multinomial|wants counts|--scaling none",
        "neg.npy --likelihood multinomial|wants counts|whole numbers",
      })
  void losses_and_outputs_that_cannot_fit_the_data_are_refused(
      String command, String found, String remedy) {
    hourglass
        .run(("train " + command + " --epochs 1 --out no.safetensors").split(" "))
        .failed(ExitCode.FAILURE, found, remedy);
    assertThat(folder.resolve("no.safetensors")).doesNotExist();
  }

  @Test
  void what_fits_is_not_refused() {
    for (String command :
        List.of(
            "images255.npy",
            "images.npy --scaling standardize --output-activation identity",
            "sensors.csv --output-activation sigmoid",
            "sensors.csv --likelihood bernoulli --validation 0.2")) {
      hourglass
          .run(("train " + command + " --epochs 1 --hidden 8 --out yes.safetensors").split(" "))
          .succeeded();
    }
  }

  @Test
  void default_variational_model_of_a_table_learns() {
    Map<String, Object> trained =
        hourglass
            .run(
                "train sensors.csv --variant variational --validation 0.2 --epochs 150 --code 2"
                    .concat(" --out vae.safetensors --json")
                    .split(" "))
            .json();
    assertThat((double) trained.get("judgedMse")).isLessThan(0.1 * (double) trained.get("meanMse"));
    assertThat((List<?>) trained.get("klPerUnit")).hasSize(2);
    assertThat(trained).containsEntry("collapsed", false).containsEntry("activeUnits", 2);
    HourglassProcess.Outcome text =
        hourglass.run("evaluate", "vae.safetensors", "sensors.csv", "--draws", "8").succeeded();
    assertThat(text.out())
        .contains("r2 ", "divergence ", "2 of 2 units vary", "the spread of 8 draws")
        .doesNotContain("psnr");
  }

  @Test
  void log_likelihood_does_not_depend_on_the_scaling() {
    double[] found = new double[2];
    String[] scalings = {"min-max", "standardize"};
    for (int i = 0; i < 2; i++) {
      HourglassProcess.ofLongRuns(folder)
          .run(
              ("train sensors.csv --variant variational --hidden none --code 2 --epochs 800"
                      + " --precision float32 --out l.safetensors --scaling "
                      + scalings[i])
                  .split(" "))
          .succeeded();
      found[i] =
          (double)
              hourglass
                  .run("evaluate l.safetensors sensors.csv --log-likelihood 200 --json".split(" "))
                  .json()
                  .get("logLikelihood");
    }
    // Their own units: two directions of deviation 20 and six of 1 have an entropy of 17 nats. In
    // scaled units the two would be some thirty nats apart.
    assertThat(found[0]).isBetween(-24.0, -14.0);
    assertThat(found[0]).isCloseTo(found[1], within(2.0));
  }

  @Test
  void collapsed_model_is_called_so_by_train_and_evaluate() {
    HourglassProcess.Outcome trained =
        hourglass
            .run(
                ("train sensors.csv --variant variational --likelihood gaussian --epochs 40"
                        + " --out flat.safetensors")
                    .split(" "))
            .succeeded();
    assertThat(trained.err())
        .contains("the code has collapsed", "--beta 0.1", "no better than the mean of the samples");
    HourglassProcess.Outcome told =
        hourglass.run("evaluate", "flat.safetensors", "sensors.csv").succeeded();
    assertThat(told.err()).contains("the code has collapsed");
    assertThat(told.out()).contains("active units      0.0 of 8");
  }

  @Test
  void pca_that_is_better_is_named() {
    HourglassProcess.Outcome trained =
        hourglass
            .run(
                "train sensors.csv --epochs 40 --code 2 --no-linear-path --out short.safetensors"
                    .split(" "))
            .succeeded();
    assertThat(trained.err()).contains("PCA of the same size is better", "--epochs");
    assertThat(trained.out()).contains("of PCA of the same size");
  }

  @Test
  void counts_come_back_as_counts() throws IOException {
    hourglass
        .run(
            "train counts.csv --likelihood multinomial --epochs 60 --out counts.safetensors"
                .split(" "))
        .succeeded();
    hourglass
        .run("reconstruct", "counts.safetensors", "counts.csv", "--out", "rebuilt.csv")
        .succeeded();
    List<String> given = Files.readAllLines(folder.resolve("counts.csv"));
    List<String> rebuilt = Files.readAllLines(folder.resolve("rebuilt.csv"));
    assertThat(rebuilt).hasSameSizeAs(given);
    double squares = 0;
    for (int i = 1; i < rebuilt.size(); i++) {
      double[] row = numbers(rebuilt.get(i));
      double[] original = numbers(given.get(i));
      assertThat(Arrays.stream(row).sum()).isCloseTo(18, within(1e-3));
      for (int c = 0; c < row.length; c++) {
        squares += Math.pow(row[c] - original[c], 2) / row.length / (rebuilt.size() - 1);
      }
    }
    Map<String, Object> figures =
        hourglass.run("evaluate", "counts.safetensors", "counts.csv", "--json").json();
    assertThat((double) figures.get("mse")).isCloseTo(squares, within(1e-3 * squares));
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
