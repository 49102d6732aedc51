package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.tasks.generate.GenerationEvaluation;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures generated samples. */
@Command(
    name = "evaluate",
    header = "Measure what a model's samples of each class are worth.",
    description = {
      "",
      "Codes of each class are drawn from a mixture of Gaussians fitted to the codes of DATA, and"
          + " decoded. conditionalAccuracy is the share of these samples that a classifier of real"
          + " ones takes for the class asked for; trainOnGeneratedAccuracy that of a classifier"
          + " that has seen nothing but generated samples, on real ones. Of two classes ROC-AUC is"
          + " told too."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass generate evaluate vae.safetensors train.csv --label-column class --test test.csv"
    })
public final class GenerateEvaluateCommand implements Callable<Integer> {
  private static final int DEFAULT_COUNT = 20_000;
  private static final int DEFAULT_MIXTURE = 10;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that train wrote.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "Labelled data as the model takes it; a quarter is tested on without --test.")
  String data;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Real labelled data that is tested on, in place of a quarter of DATA.")
  String test;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many samples are made. Default: 20000.")
  int count = DEFAULT_COUNT;

  @Option(
      names = "--mixture",
      paramLabel = "K",
      converter = NumberFlag.Positive.class,
      description = "Gaussians a class at most; fewer where it has few samples. Default: 10.")
  int mixture = DEFAULT_MIXTURE;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "What the Gaussians' deviations are multiplied by. Default: 1.")
  double temperature = 1;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    Dataset samples = ModelData.read(read, data, reading.readOptions(), common);
    Optional<Dataset> tested =
        Optional.ofNullable(test)
            .map(source -> ModelData.read(read, source, reading.readOptions(), common));
    GenerationEvaluation evaluation =
        GenerationEvaluation.of(
            read.autoencoder(),
            samples,
            tested,
            new GenerationEvaluation.Options(count, mixture, temperature, seed.seed));
    if (common.json) {
      common.print(evaluation.toMap());
    }
    evaluation
        .toMap()
        .forEach(
            (name, value) -> common.page().printf(Locale.ROOT, "%-26s %s%n", name, text(value)));
    return ExitCode.OK;
  }

  private static String text(Object figure) {
    return figure instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : String.format(Locale.ROOT, "%,d", ((Number) figure).longValue());
  }
}
