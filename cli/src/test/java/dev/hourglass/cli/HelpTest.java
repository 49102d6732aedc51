package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.base.Decimal;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.optimise.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  private static final CommandLine HOURGLASS = Main.commandLine(System.err, "");

  static Stream<CommandLine> commands() {
    return HOURGLASS.getSubcommands().values().stream()
        .flatMap(c -> Stream.concat(Stream.of(c), c.getSubcommands().values().stream()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_help_fits_its_width_and_ends_in_an_example(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(92));
    assertThat(help).containsPattern("Examples?\n  hourglass ").endsWith("\n");
    assertThat(help).contains("Usage: " + command.getCommandSpec().qualifiedName());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_flag_is_described(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(String.join("", option.description())).isNotBlank());
  }

  @Test
  void all_commands_are_listed() {
    assertThat(HOURGLASS.getSubcommands().keySet())
        .containsExactlyInAnyOrder(
            "train",
            "evaluate",
            "encode",
            "features",
            "decode",
            "reconstruct",
            "generate",
            "compare",
            "detect",
            "denoise",
            "recommend",
            "index",
            "compress",
            "decompress",
            "export",
            "import",
            "serve",
            "finetune",
            "predict",
            "info",
            "demo");
  }

  private static String description(String flag) {
    OptionSpec option = HOURGLASS.getSubcommands().get("train").getCommandSpec().findOption(flag);
    return String.join(" ", option.description());
  }

  @Test
  void stated_defaults_are_the_defaults() {
    Training training = Training.defaults();
    SampleShape image = SampleShape.image(1, 28, 28);
    Training convolutions =
        Preset.UNDERCOMPLETE.training(
            TrainingChanges.none(), Preset.UNDERCOMPLETE.blueprint(image), 1_000_000);
    Training skips =
        Preset.DENOISING.training(
            TrainingChanges.none(), Preset.DENOISING.blueprint(image), 1_000_000);
    assertThat(description("--epochs"))
        .contains(
            "Default: %d (%d for variational models of tables), or as many as make %d steps where"
                .concat(" samples are few; %d with convolutions;")
                .formatted(
                    training.epochs(),
                    Preset.VARIATIONAL
                        .training(
                            TrainingChanges.none(),
                            Preset.VARIATIONAL.blueprint(SampleShape.vector(3)),
                            1_000_000)
                        .epochs(),
                    Training.ENOUGH_STEPS,
                    convolutions.epochs()));
    assertThat(description("--batch-size")).contains("Default: " + training.batchSize() + "; ");
    Training stochastic = Preset.VARIATIONAL.training();
    assertThat(Preset.STOCHASTIC.training()).isEqualTo(stochastic);
    assertThat(description("--learning-rate"))
        .endsWith(
            "Default: %s; variational of images and stochastic %s; with --skips %s."
                .formatted(
                    Decimal.text(training.learningRate()),
                    Decimal.text(stochastic.learningRate()),
                    Decimal.text(skips.learningRate())));
    assertThat(description("--schedule"))
        .endsWith(
            "Default: %s; variational of images and stochastic %s."
                .formatted(training.schedule().text(), stochastic.schedule().text()));
    assertThat(Optimizer.parse("adam")).isEqualTo(training.optimizer());
    assertThat(description("--optimizer")).endsWith("Default: adam.");
    assertThat(description("--seed")).endsWith("Default: " + training.seed() + ".");
    assertThat(description("--precision"))
        .endsWith("Default: " + training.precision().label() + ".");
    assertThat(description("--corruption"))
        .endsWith(
            "denoising %s with --skips, else %s for images and %s for tables."
                .formatted(
                    Preset.BLIND_CORRUPTION.text(),
                    Preset.IMAGE_CORRUPTION.text(),
                    Preset.TABLE_CORRUPTION.text()));
    assertThat(description("--hidden"))
        .contains(
            "Default: %s; for images of 24x24 or more %s with --variant undercomplete, and %s with"
                    .formatted(
                        Preset.DEFAULT_HIDDEN.text(),
                        Preset.CONVOLUTIONS.text(),
                        Preset.SKIP_HIDDEN.text())
                + " --skips.");
    assertThat(description("--contractive"))
        .contains("contractive " + Decimal.text(Preset.DEFAULT_CONTRACTIVE));
    assertThat(description("--beta"))
        .contains("stochastic " + Decimal.text(Preset.STOCHASTIC_BETA));
    assertThat(description("--mmd"))
        .contains("wasserstein " + Decimal.text(Preset.DEFAULT_MMD_PER_FEATURE));
  }

  @Test
  void the_spellings_scripts_rely_on_are_there() {
    List<String> promised =
        List.of(
            "--variant",
            "--hidden",
            "--code",
            "--epochs",
            "--batch-size",
            "--learning-rate",
            "--optimizer",
            "--seed",
            "--workers",
            "--precision",
            "--decoder-hidden",
            "--validation",
            "--out",
            "--sparsity",
            "--corruption",
            "--contractive",
            "--beta",
            "--likelihood",
            "--recipe",
            "--json");
    List<String> found =
        HOURGLASS.getSubcommands().get("train").getCommandSpec().options().stream()
            .flatMap(option -> Arrays.stream(option.names()))
            .toList();
    assertThat(found).containsAll(promised);
  }
}
