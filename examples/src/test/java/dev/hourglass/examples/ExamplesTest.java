package dev.hourglass.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example as its reader would, and holds it to what it says of itself. */
class ExamplesTest {
  @TempDir private Path folder;

  /** A program's {@code main}. */
  private interface Program {
    void main(String[] args) throws IOException;
  }

  @Test
  void the_quick_start_learns_digits_and_keeps_the_model() throws IOException {
    String printed = run(QuickStart::main);
    assertThat(printed).contains("784-128-32-128-784").contains("codes: 1000 of 32 numbers");
    // The mean digit in place of every reconstruction leaves 0.055.
    assertThat(figure(printed, "mse: ")).isLessThan(0.02);
    assertThat(printed).contains("the first code again: true");
    assertThat(
            ModelFile.read(
                    folder.resolve("digits.safetensors"), KernelLadder.climb(KernelChoice.AUTO))
                .training()
                .epochs())
        .isEqualTo(15);
  }

  @Test
  void denoising_takes_most_of_the_noise_away() throws IOException {
    String printed = run(DenoiseImages::main);
    double damaged = figure(printed, "damaged images: ");
    double restored = figure(printed, "restored images: ");
    assertThat(restored).isLessThan(damaged / 4);
    assertThat(picture("denoised.png").getWidth()).isGreaterThan(16 * 28);
  }

  @Test
  void scratches_are_found_by_somebody_who_never_saw_one() throws IOException {
    String printed = run(FindDefects::main);
    assertThat(figure(printed, "scratched discs flagged of 20: ")).isGreaterThan(17);
    assertThat(figure(printed, "good discs flagged of 20: ")).isLessThan(5);
    assertThat(picture("defect.png").getWidth()).isEqualTo(48);
  }

  @Test
  void faulty_rows_are_found_and_their_column_named() throws IOException {
    String printed = run(FindAnomalies::main);
    assertThat(figure(printed, "rows flagged: ")).isBetween(75.0, 85.0);
    assertThat(figure(printed, "faulty rows among them: ")).isGreaterThan(60);
    assertThat(figure(printed, "with the right column named: ")).isGreaterThan(55);
  }

  @Test
  void words_are_put_right_and_numbers_left() throws IOException {
    String printed = run(CorrectWords::main);
    assertThat(printed).contains("fourhundredtenfive, 415: twohundredsixty");
    assertThat(printed.lines().findFirst().orElseThrow()).startsWith("sevenhundredfiftythree");
  }

  @Test
  void voices_come_out_of_the_noise() throws IOException {
    String printed = run(CleanSpeech::main);
    assertThat(figure(printed, " dB, cleaned ")).isGreaterThan(4);
    assertThat(folder.resolve("clean.wav")).isNotEmptyFile();
  }

  @Test
  void frauds_are_found_as_they_come() throws IOException {
    String printed = run(ScoreAsTheyCome::main);
    assertThat(figure(printed, "frauds found of 20: ")).isGreaterThan(17);
    assertThat(figure(printed, "false alarms: ")).isLessThan(3);
  }

  @Test
  void a_warm_night_is_found() throws IOException {
    String printed = run(WatchMachine::main);
    assertThat(printed).contains("a day of 96 points");
    assertThat(figure(printed, "on the day of the fault: "))
        .isGreaterThan(0.8 * figure(printed, "points flagged: "));
    assertThat(folder.resolve("machine.html")).content().contains("What to look at first");
  }

  @Test
  void digits_find_their_like() throws IOException {
    String printed = run(FindSimilar::main);
    assertThat(printed).contains("items: 3000");
    // One in ten by chance.
    assertThat(figure(printed, "neighbours with the query's digit: ")).isGreaterThan(85);
  }

  @Test
  void somebody_who_likes_westerns_is_told_of_westerns() throws IOException {
    assertThat(run(RecommendFilms::main).lines().toList())
        .filteredOn(line -> line.contains("because of"))
        .hasSize(3)
        .allMatch(line -> line.matches("western \\d+ because of western [14]"));
  }

  @Test
  void digits_are_generated_and_have_ink() throws IOException {
    String printed = run(GenerateDigits::main);
    double bound = -figure(printed, "negative ELBO of unseen digits: ");
    double estimate = figure(printed, "log p\\(x\\), importance-weighted: ");
    assertThat(estimate).isGreaterThan(bound);
    assertThat(bound).isGreaterThan(-160);
    assertThat(ink(picture("samples.png"))).isBetween(0.03, 0.4);
    assertThat(ink(picture("walks.png"))).isBetween(0.03, 0.4);
  }

  @Test
  void digits_take_sixteen_bytes_and_can_still_be_told() throws IOException {
    String printed = run(CompressDigits::main);
    assertThat(figure(printed, "bytes a digit: ")).isBetween(15.0, 16.0);
    assertThat(figure(printed, "PSNR: ")).isGreaterThan(16);
    assertThat(printed).contains("block 5, read alone: 256 codes of 32 numbers");
  }

  @Test
  void a_model_is_served_from_its_file() throws IOException {
    String printed = run(SaveAndServe::main);
    assertThat(printed).contains("trained on digits:2000:1: 5 epochs in ");
    assertThat(figure(printed, "one code after the other: ")).isPositive();
    assertThat(figure(printed, "codes on all threads that agree: ")).isEqualTo(1000);
    ModelFile.Model model =
        ModelFile.read(folder.resolve("served.safetensors"), KernelLadder.climb(KernelChoice.AUTO));
    assertThat(model.autoencoder().encode(Digits.generate(1, 2).row(0))).hasSize(16);
  }

  @Test
  void a_detector_becomes_an_onnx_file_that_takes_the_columns() throws IOException {
    String printed = run(ExportToOnnx::main);
    assertThat(printed)
        .contains("boiler-score.onnx, opset 17")
        .contains("in  fuel: string [batch, 1]")
        .contains("out flagged: bool [batch]");
    assertThat(folder.resolve("boiler-encode.onnx")).isNotEmptyFile();
  }

  @Test
  void a_served_detector_answers_and_says_why() throws IOException {
    assertThat(run(ServeOverHttp::main))
        .contains("a usual row: 200, flagged: false")
        .contains("an odd row: 200, flagged: true, because of pressure")
        .contains("half a row: 400");
  }

  @Test
  void a_blueprint_of_ones_own_keeps_its_promises() throws IOException {
    String printed = run(CustomBlueprint::main);
    assertThat(printed)
        .contains("784-256-100-128-256-784")
        .contains("warning: the code (800) is not smaller than the input (784)")
        .contains("refused: tied weights want a decoder that mirrors the encoder")
        .contains("active units: 10 to 10 of 100");
    assertThat(figure(printed, "with a quarter of the pixels gone: ")).isLessThan(0.035);
  }

  /** What it prints. */
  private String run(Program program) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.main(new String[] {folder.toString()});
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    System.out.println(text);
    return text;
  }

  /** The number behind a text. */
  private static double figure(String printed, String before) {
    Matcher matcher = Pattern.compile(before + "\\s*(-?[0-9]+[.,]?[0-9]*)").matcher(printed);
    assertThat(matcher.find()).as("'%s' and a number in: %s", before, printed).isTrue();
    return Double.parseDouble(matcher.group(1).replace(',', '.'));
  }

  private BufferedImage picture(String name) throws IOException {
    return ImageIO.read(folder.resolve(name).toFile());
  }

  /** The mean brightness of the pictures in a grid, gutters left out. */
  private static double ink(BufferedImage image) {
    double sum = 0;
    int opaque = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int argb = image.getRGB(x, y);
        if (argb >>> 24 == 0xFF) {
          sum += (argb & 0xFF) / 255.0;
          opaque++;
        }
      }
    }
    return sum / opaque;
  }
}
