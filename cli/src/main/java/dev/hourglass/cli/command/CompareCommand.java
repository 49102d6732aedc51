package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.ColumnsFlag;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.RecipeDefaults;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.flags.WithoutEffect;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.prepare.HeldOut;
import dev.hourglass.data.prepare.PreparedSplit;
import dev.hourglass.tasks.compare.ComparisonData;
import dev.hourglass.tasks.compare.ComparisonOptions;
import dev.hourglass.tasks.compare.Variant;
import dev.hourglass.tasks.recipe.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains variants on the same data and writes a report. */
@Command(
    name = "compare",
    header = "Train several variants on the same data and write a report.",
    description = {
      "",
      "The report, one HTML page that needs no network, shows the variants beside PCA and k-means:"
          + " reconstructions, codes, units, noise, movement, classes. Flags go to every variant"
          + " they mean something to: --sparsity to sparse, --corruption to denoising,"
          + " --contractive to contractive, --beta to variational and stochastic, --mmd to"
          + " wasserstein, --codebook to vector-quantized, the rest to all."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass compare digits:5000 --epochs 10",
      "  hourglass compare mnist/ --test mnist/t10k-images-idx3-ubyte.gz \\",
      "      --variants undercomplete,sparse,denoising --hidden 512,128 --out report"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final String DEFAULT_FOLDER = "hourglass-report";

  @Parameters(
      paramLabel = "DATA",
      description =
          "IDX file (plain or gzip), folder of images, CSV table, .npy file, or the built-in"
              + " digits, digits:N or digits:N:SEED.")
  String data;

  @Option(
      names = "--variants",
      paramLabel = "NAMES",
      split = ",",
      description = "Which to train, as undercomplete,sparse. Default: all eight.")
  List<Preset> variants = List.of(Preset.values());

  @Option(
      names = "--test",
      paramLabel = "DATA|SHARE",
      description =
          "Data to judge by, or the share of DATA kept for that. Default: "
              + ComparisonData.DEFAULT_TEST
              + ".")
  Validation test = new Validation.Share(ComparisonData.DEFAULT_TEST);

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      converter = NumberFlag.Share.class,
      description =
          "Share of the training samples kept to choose the best epoch by. Default: "
              + ComparisonData.DEFAULT_VALIDATION
              + ".")
  double validation = ComparisonData.DEFAULT_VALIDATION;

  @Option(names = "--no-classics", description = "Leave out PCA and k-means.")
  boolean noClassics;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the report goes, as index.html. Default: " + DEFAULT_FOLDER + ".")
  Path out = Path.of(DEFAULT_FOLDER);

  @Option(
      names = RecipeDefaults.FLAG,
      paramLabel = "FILE",
      description = "Take flags from a YAML file; those on the command line win.")
  Path recipe;

  @Mixin ArchitectureFlags architecture;
  @Mixin ObjectiveFlags objective;
  @Mixin TrainingFlags trainingFlags;
  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin ColumnsFlag columns;
  @Mixin PreparationFlags preparing;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Path folder = Destination.folder("--out", out);
    Training training = Preset.UNDERCOMPLETE.training(trainingFlags.changes());
    if (training.checkpoint().isPresent()) {
      throw new Mistake("--checkpoint is for a single training; use train");
    }
    if (validation == 0) {
      throw new Mistake(
          "--validation: a comparison chooses the best epoch by validation samples"
              + " and wants a share above 0");
    }
    ComparisonData samples = read(training.seed());
    if (!samples.shape().isImage()) {
      // What is compared has codes of one size; of pictures they are, but for denoisers without
      // any.
      architecture.setDefaultCode(Preset.codeSize(samples.shape().features()));
    }
    List<Variant> chosen =
        variants.stream()
            .distinct()
            .map(
                preset -> {
                  Blueprint blueprint =
                      new Composition(architecture, objective)
                          .blueprintWithin(preset, samples.shape());
                  return new Variant(
                      preset.label(),
                      blueprint,
                      preset.training(
                          trainingFlags.changes(), blueprint, samples.training().size()));
                })
            .toList();
    WithoutEffect remarks = common.withoutEffect();
    Composition.remark(remarks, variants);
    Composition.remark(remarks, chosen.getFirst().blueprint());
    chosen.forEach(
        variant ->
            variant
                .blueprint()
                .warnings()
                .forEach(text -> common.screen().warn(variant.name() + ": " + text)));
    ComparisonOptions options =
        ComparisonOptions.defaults().withSeed(training.seed()).withClassics(!noClassics);
    return new ComparisonRun(folder, common).run(samples, chosen, options);
  }

  /** Everything that learns from data, the preparation too, learns from the training rows alone. */
  private ComparisonData read(long seed) {
    HeldOut judged =
        switch (test) {
          case Validation.Share share when share.fraction() == 0 ->
              throw new Mistake(
                  "--test: a comparison judges by test samples and wants a share above 0");
          case Validation.Share share -> HeldOut.share(share.fraction(), seed);
          case Validation.Data own ->
              new HeldOut.Data(
                  own.source(), where.in(columns.in(reading.readOptionsWithoutLabelsFile())));
        };
    PreparedSplit samples;
    try (ReadingProgress progress = new ReadingProgress(common.screen())) {
      samples =
          PreparedSplit.read(
              data,
              where.in(columns.in(reading.readOptions())),
              preparing.options(),
              HeldOut.share(validation, seed + 1),
              judged,
              progress);
    }
    samples.remarks().forEach(common.screen()::remark);
    Path name = Path.of(data).getFileName();
    return new ComparisonData(
        name == null ? data : name.toString(),
        samples.training(),
        samples.validation().orElseThrow(),
        samples.test().orElseThrow());
  }
}
