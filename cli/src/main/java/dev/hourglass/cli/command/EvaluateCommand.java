package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.CodeLine;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ErrorFile;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.PredictionPage;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.evaluate.Activity;
import dev.hourglass.tasks.evaluate.CorruptedSamples;
import dev.hourglass.tasks.evaluate.Evaluation;
import dev.hourglass.tasks.evaluate.EvaluationOptions;
import dev.hourglass.tasks.evaluate.Fidelity;
import dev.hourglass.tasks.evaluate.ReconstructionError;
import dev.hourglass.tasks.learn.PredictionEvaluation;
import dev.hourglass.tasks.learn.Predictor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a model on data. */
@Command(
    name = "evaluate",
    header = "Measure a model on data.",
    description = {
      "",
      "Errors are per feature, of prepared features, against the clean samples; negativeElbo and"
          + " logLikelihood are of the data in their own units, in nats a sample. With labels and"
          + " --probe-train, two classifiers tell how much of the classes is left in the codes. Of"
          + " a fine-tuned model it says how right it is: accuracy, or r2 and rmse of numbers."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass evaluate model.safetensors mnist/t10k-images-idx3-ubyte.gz \\",
      "      --probe-train mnist/train-images-idx3-ubyte.gz --json",
      "  hourglass evaluate clean.safetensors digits:1000:7 --corruption masking:0.5"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_COLUMNS = 12;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that train wrote.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Data as the model was trained on.")
  String data;

  @Option(
      names = "--corruption",
      paramLabel = "KIND",
      description =
          "Damage the samples before they are encoded: gaussian:SIGMA, salt-pepper:P, masking:P or"
              + " swap:P."
              + " Errors stay those against the clean ones.")
  Corruption corruption = new Corruption.None();

  @Option(
      names = "--probe-train",
      paramLabel = "DATA",
      description = "Labelled data to train the classifiers on.")
  String probeTraining;

  @Option(
      names = "--log-likelihood",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "100",
      split = ",",
      converter = NumberFlag.Positive.class,
      description =
          "Estimate log p(x) too, from N draws per sample (100 without a number), or once each from"
              + " several such as 1,100,1000. Models with a random code only.")
  List<Integer> importanceSamples;

  @Option(
      names = "--draws",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Codes drawn per sample that negativeElbo is the mean of; models with a random code only."
              + " Default: "
              + EvaluationOptions.DEFAULT_DRAWS
              + ".")
  int draws = EvaluationOptions.DEFAULT_DRAWS;

  @Option(
      names = "--jacobian-samples",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples that jacobianNorm is the mean over. Default: at most 10,000.")
  int jacobianSamples = EvaluationOptions.DEFAULT_JACOBIAN_LIMIT;

  @Option(
      names = "--per-sample",
      paramLabel = "FILE",
      description =
          "Write every sample's squared error per feature: .csv (with the label where it is known)"
              + " or .npy.")
  Path perSample;

  @Option(
      names = "--per-feature",
      paramLabel = "FILE",
      description = "Write every feature's squared error, mean over samples: .csv or .npy.")
  Path perFeature;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    if (Predictor.isIn(read)) {
      return judge(read);
    }
    Optional<ErrorFile> ofSamples = errorFile("--per-sample", perSample);
    Optional<ErrorFile> ofFeatures = errorFile("--per-feature", perFeature);
    Dataset samples = ModelData.read(read, data, reading.readOptions(), common);
    EvaluationOptions options =
        EvaluationOptions.defaults()
            .withCorruption(corruption)
            .withSeed(seed.seed)
            .withDraws(draws)
            .withJacobianLimit(jacobianSamples);
    if (importanceSamples != null) {
      options = options.withImportanceSamples(importanceSamples);
    }
    if (probeTraining != null) {
      options = options.withProbeTraining(probeTraining(read, samples));
    }
    common
        .withoutEffect()
        .when(
            !read.autoencoder().blueprint().isStochastic()
                || !read.autoencoder().blueprint().likelihood().isDensity(),
            "the model's code is not random, or its likelihood no density",
            "--draws");
    Evaluation evaluation = Evaluation.of(read, samples, options);
    evaluation.remarks().forEach(common.screen()::warn);
    if (ofSamples.isPresent() || ofFeatures.isPresent()) {
      Dataset given =
          CorruptedSamples.of(samples, corruption, seed.seed, read.autoencoder().kernels());
      ReconstructionError errors =
          ReconstructionError.of(Coder.of(read.autoencoder()), given, samples);
      ofSamples.ifPresent(file -> file.writeOfSamples(errors.perSample(), samples));
      ofFeatures.ifPresent(file -> file.writeOfFeatures(errors.perFeature(), samples));
    }
    if (common.json) {
      common.print(evaluation.toMap());
    } else {
      print(evaluation);
    }
    return ExitCode.OK;
  }

  /** Of a model that predicts: how right it is. */
  private int judge(ModelFile.Model read) {
    common
        .withoutEffect()
        .when(
            true,
            "the model predicts and rebuilds nothing",
            "--probe-train",
            "--log-likelihood",
            "--draws",
            "--jacobian-samples",
            "--per-sample",
            "--per-feature");
    ReadOptions options = ModelData.knownWithLabel(read, reading.readOptions());
    Dataset samples = ModelData.read(read, data, options, common);
    Dataset given =
        CorruptedSamples.of(samples, corruption, seed.seed, read.autoencoder().kernels());
    PredictionPage page = new PredictionPage(PredictionEvaluation.of(Predictor.of(read), given));
    if (common.json) {
      common.print(page.evaluation().toMap());
    } else {
      page.print(common.page());
    }
    return ExitCode.OK;
  }

  private static Optional<ErrorFile> errorFile(String flag, Path file) {
    return Optional.ofNullable(file)
        .map(named -> new ErrorFile(Destination.of(flag, named, ErrorFile.KINDS)));
  }

  private Dataset probeTraining(ModelFile.Model read, Dataset samples) {
    if (samples.labels().isEmpty()) {
      throw new Mistake(
          ("--probe-train compares with labels, but %s has none; name them with --labels FILE or"
                  + " --label-column COLUMN")
              .formatted(samples.source()));
    }
    return ModelData.read(read, probeTraining, reading.readOptionsWithoutLabelsFile(), common);
  }

  private void print(Evaluation e) {
    PrintStream page = common.page();
    page.printf(Locale.ROOT, "samples           %,d%n", e.samples());
    page.printf("mse               %s per feature%n", Progress.figure(e.mse()));
    print(e.fidelity());
    Activity activity = e.code().activity();
    page.printf(
        Locale.ROOT,
        "active units      %.1f of %d (%d to %d)%n",
        activity.mean(),
        activity.meanActivation().length,
        activity.minimum(),
        activity.maximum());
    e.code().random().ifPresent(code -> page.printf("divergence        %s%n", CodeLine.of(code)));
    page.printf(
        Locale.ROOT,
        "inactive          %.1f%% of activations%n",
        100 * activity.inactiveFraction());
    page.printf(
        Locale.ROOT,
        "jacobian norm     %s (mean over %,d samples)%n",
        Progress.figure(e.jacobian().norm()),
        e.jacobian().samples());
    e.density()
        .negativeElbo()
        .ifPresent(
            v ->
                page.printf(
                    "negative elbo     %s nats%s%n",
                    Progress.figure(v),
                    e.density().standardError().isPresent()
                        ? " ± %s, the spread of %d draws"
                            .formatted(
                                Progress.figure(e.density().standardError().getAsDouble()), draws)
                        : ""));
    e.density()
        .logLikelihoods()
        .forEach(
            (n, v) ->
                page.printf(
                    Locale.ROOT,
                    "log likelihood    %s nats, from %,d draws%n",
                    Progress.figure(v),
                    n));
    e.accuracy()
        .linearProbe()
        .ifPresent(v -> page.printf(Locale.ROOT, "linear probe      %.2f%% right%n", 100 * v));
    e.accuracy()
        .nearestNeighbours()
        .ifPresent(v -> page.printf(Locale.ROOT, "nearest codes     %.2f%% right%n", 100 * v));
  }

  private void print(Fidelity fidelity) {
    PrintStream page = common.page();
    switch (fidelity) {
      case Fidelity.Decibels d ->
          page.printf(
              Locale.ROOT,
              "psnr              %.2f dB (against %s, the range of %s)%n",
              d.psnr(),
              Progress.figure(d.peak()),
              d.ofTraining() ? "the training samples" : "these samples");
      case Fidelity.Explained e -> {
        e.inAll()
            .ifPresent(
                share ->
                    page.printf(Locale.ROOT, "r2                %.4f of the variance%n", share));
        e.columns().stream()
            .filter(column -> column.explained().isPresent())
            .sorted(Comparator.comparingDouble(column -> column.explained().getAsDouble()))
            .limit(MOST_COLUMNS)
            .forEach(
                column ->
                    page.printf(
                        Locale.ROOT,
                        "  %-15s %.4f%n",
                        column.name(),
                        column.explained().getAsDouble()));
        if (e.columns().size() > MOST_COLUMNS) {
          page.printf("  the lowest of %,d columns; --json has all%n", e.columns().size());
        }
      }
    }
  }
}
