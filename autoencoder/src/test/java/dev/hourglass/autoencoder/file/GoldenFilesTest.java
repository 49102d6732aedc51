package dev.hourglass.autoencoder.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What any version wrote is read by this one; golden/README.md says how the files were made. */
class GoldenFilesTest {
  private static final Path GOLDEN = golden();
  private static final int ROWS = 8;
  private static final double TOLERANCE = 1e-6;

  /**
   * A model that was written once.
   *
   * @param version its folder
   * @param name of its files
   * @param data it was trained on
   */
  record Golden(String version, String name, String data) {
    Path file(String ending) {
      return GOLDEN.resolve(version).resolve(name + ending);
    }

    Path sibling(String file) {
      return GOLDEN.resolve(version).resolve(file);
    }

    RawData raw() {
      return DataReader.read(GOLDEN.resolve("data").resolve(data), ReadOptions.defaults());
    }

    @Override
    public String toString() {
      return version + " " + name;
    }
  }

  @Test
  void every_model_of_the_folder_is_listed() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      assertThat(files.filter(file -> file.toString().endsWith(".safetensors")))
          .containsExactlyInAnyOrderElementsOf(
              models().map(golden -> golden.file(".safetensors")).toList())
          .hasSizeGreaterThanOrEqualTo(2 * 27);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void codes_and_reconstructions_are_what_they_were(Golden golden) throws IOException {
    ModelFile.Model model = ModelFile.read(golden.file(".safetensors"), Samples.KERNELS);
    RawData raw = golden.raw().subset(IntStream.range(0, ROWS).toArray());
    Dataset samples = model.preparation().apply(raw);
    Autoencoder autoencoder = model.autoencoder().withKernels(KernelLadder.portable());
    assertClose(autoencoder.encode(samples), golden.file(".codes.txt"));
    // Written as what decoding gives: of counts that is the share, whatever the sample's total.
    assertClose(
        autoencoder.decode(autoencoder.encode(samples)), golden.file(".reconstructions.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version-1", "version-2"})
  void a_checkpoint_goes_on_to_the_bits_of_a_training_that_never_stopped(String version) {
    Golden golden = new Golden(version, "six-epochs", "table.csv");
    ModelFile.Model whole = ModelFile.read(golden.file(".safetensors"), Samples.KERNELS);
    TrainingResult resumed =
        new Trainer(whole.training(), KernelLadder.portable())
            .resume(
                golden.sibling("three-epochs.checkpoint"),
                whole.preparation().apply(golden.raw()),
                Optional.empty());
    assertThat(resumed.history()).hasSize(6);
    assertThat(resumed.autoencoder().parameters().row(0))
        .isEqualTo(whole.autoencoder().parameters().row(0));
  }

  static Stream<Golden> models() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("version-"))
          .sorted()
          .toList()
          .stream()
          .flatMap(GoldenFilesTest::modelsOf);
    }
  }

  private static Stream<Golden> modelsOf(Path folder) {
    return lines(folder.resolve("models.txt")).stream()
        .map(line -> line.split(" "))
        .map(words -> new Golden(folder.getFileName().toString(), words[0], words[1]));
  }

  private static void assertClose(Tensor found, Path expected) {
    List<String> lines = lines(expected);
    assertThat(found.rows()).isEqualTo(ROWS).isEqualTo(lines.size());
    for (int r = 0; r < ROWS; r++) {
      String[] numbers = lines.get(r).split(" ");
      assertThat(found.columns()).isEqualTo(numbers.length);
      for (int c = 0; c < numbers.length; c++) {
        assertThat(found.get(r, c))
            .as("row %d, column %d", r, c)
            .isCloseTo(Double.parseDouble(numbers[c]), within(TOLERANCE));
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path golden() {
    try {
      return Path.of(GoldenFilesTest.class.getResource("golden").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
