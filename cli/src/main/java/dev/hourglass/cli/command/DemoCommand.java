package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.tasks.compare.ComparisonData;
import dev.hourglass.tasks.compare.ComparisonOptions;
import dev.hourglass.tasks.compare.Variant;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the family at work on data that it draws itself. */
@Command(
    name = "demo",
    header = "Train the whole family on drawn digits and write a report.",
    description = {
      "",
      "Draws handwritten-looking digits, trains every variant on them for a short while, and writes"
          + " a page that shows them beside PCA and k-means. Needs no files and no network."
    },
    footer = {"", "@|bold Example|@", "  hourglass demo"})
public final class DemoCommand implements Callable<Integer> {
  private static final int DEFAULT_DIGITS = 10_000;
  private static final int DEFAULT_EPOCHS = 20;
  private static final String DEFAULT_FOLDER = "hourglass-report";
  private static final int CODE = 32;

  @Option(
      names = "--digits",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many digits to draw. Default: " + DEFAULT_DIGITS + ".")
  int digits = DEFAULT_DIGITS;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Passes over them for each variant. Default: " + DEFAULT_EPOCHS + ".")
  int epochs = DEFAULT_EPOCHS;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Threads that share each batch. Default: one per processor.")
  int workers = Training.defaults().workers();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the report goes, as index.html. Default: " + DEFAULT_FOLDER + ".")
  Path out = Path.of(DEFAULT_FOLDER);

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Path folder = Destination.folder("--out", out);
    common.screen().say("Drawing %,d digits …".formatted(digits));
    ComparisonData data =
        ComparisonData.split(
            "drawn digits",
            Digits.generate(digits, seed.seed),
            ComparisonData.DEFAULT_VALIDATION,
            ComparisonData.DEFAULT_TEST,
            seed.seed);
    List<Variant> family =
        Arrays.stream(Preset.values())
            .map(
                preset ->
                    new Variant(
                        preset.label(),
                        preset.blueprint(data.shape(), List.of(128), CODE),
                        preset
                            .training()
                            .withEpochs(epochs)
                            .withSeed(seed.seed)
                            .withWorkers(workers)))
            .toList();
    return new ComparisonRun(folder, common)
        .run(data, family, ComparisonOptions.defaults().withSeed(seed.seed));
  }
}
