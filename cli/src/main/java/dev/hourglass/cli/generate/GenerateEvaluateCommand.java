package dev.hourglass.cli.generate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.tasks.generate.AugmentationTrial;
import dev.hourglass.tasks.generate.ClassDensities;
import dev.hourglass.tasks.generate.ClassSamples;
import dev.hourglass.tasks.generate.ConditionalPrior;
import dev.hourglass.tasks.generate.GenerationEvaluation;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
      "Samples of each class are those that a model trained with --condition makes of it; of any"
          + " other model, codes drawn from a mixture of Gaussians fitted to the codes of the class"
          + " in DATA, decoded. conditionalAccuracy is the share of these samples that a classifier"
          + " of real ones takes for the class asked for; trainOnGeneratedAccuracy that of a"
          + " classifier that has seen nothing but generated samples, on real ones; of two classes"
          + " ROC-AUC is told too. precision is the share of samples that lie where real ones do,"
          + " in the features of the classifier, recall that of real ones where samples do"
          + " (Kynkäänniemi et al. 2019). nearestDistance is how far a sample is from the closest"
          + " record it was learned from, beside the same of real ones held out; copied the share"
          + " closer than 99 in a hundred of those."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass generate evaluate vae.safetensors train.csv --label-column class --test test.csv"
    })
public final class GenerateEvaluateCommand implements Callable<Integer> {
  private static final int DEFAULT_COUNT = 20_000;
  private static final int DEFAULT_TRIAL_SEEDS = 3;
  private static final int GENERATED_PER_REAL = 20;

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
      description =
          "Gaussians a class at most, fitted to the codes of DATA; fewer where it has few samples."
              + " Default: 30; what is kept with a model trained with --condition.")
  Integer mixture;

  @Option(
      names = "--prior",
      description = "Draw from the prior N(0, I) of a model trained with --condition.")
  boolean prior;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "What the Gaussians' deviations are multiplied by. Default: 1.")
  double temperature = 1;

  @Option(
      names = "--augment-trial",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Also try whether generated pictures help where only N are labelled: a classifier of N"
              + " drawn from DATA, of those and twenty times as many made by a network like MODEL's"
              + " that is trained on them alone, and of the N shifted and rotated.")
  Integer augmentTrial;

  @Option(
      names = "--trial-seeds",
      paramLabel = "K",
      converter = NumberFlag.Positive.class,
      description = "How often that is tried, each time with others. Default: 3.")
  Integer trialSeeds;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    checkTrial();
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    Dataset samples = ModelData.read(read, data, reading.readOptions(), common);
    Optional<Dataset> tested =
        Optional.ofNullable(test)
            .map(source -> ModelData.read(read, source, reading.readOptions(), common));
    GenerationEvaluation evaluation =
        GenerationEvaluation.of(
            source(read),
            samples,
            tested,
            new GenerationEvaluation.Options(count, temperature, seed.seed));
    Map<String, Object> figures = new LinkedHashMap<>(evaluation.toMap());
    if (augmentTrial != null) {
      figures.putAll(trial(read, samples, tested).toMap());
    }
    if (common.json) {
      common.print(figures);
    }
    figures.forEach(
        (name, value) -> common.page().printf(Locale.ROOT, "%-26s %s%n", name, text(value)));
    return ExitCode.OK;
  }

  private void checkTrial() {
    if (trialSeeds != null && augmentTrial == null) {
      throw new Mistake("--trial-seeds says how often --augment-trial N tries; give it too");
    }
    if (augmentTrial != null && test == null) {
      throw new Mistake("--augment-trial tests on pictures of their own; give --test DATA");
    }
  }

  private AugmentationTrial trial(ModelFile.Model read, Dataset samples, Optional<Dataset> tested) {
    int seeds = trialSeeds == null ? DEFAULT_TRIAL_SEEDS : trialSeeds;
    return AugmentationTrial.of(
        read.autoencoder().blueprint(),
        samples,
        tested.orElseThrow(),
        new AugmentationTrial.Options(
            augmentTrial,
            GENERATED_PER_REAL * augmentTrial,
            AugmentationTrial.USUAL_STEPS,
            seeds,
            seed.seed),
        read.autoencoder().kernels(),
        done -> common.screen().say("augmentation trial: %d of %d".formatted(done, 5 * seeds)));
  }

  private GenerationEvaluation.Source source(ModelFile.Model read) {
    if (prior && mixture != null) {
      throw new Mistake("--prior draws from no --mixture; give one of them");
    }
    if (prior) {
      return _ -> new ConditionalPrior(read.autoencoder());
    }
    return mixture == null && read.autoencoder().blueprint().condition().isPresent()
        ? _ -> ClassSamples.of(read)
        : real ->
            ClassDensities.fit(
                read.autoencoder(),
                real,
                mixture == null ? ClassDensities.USUAL_PARTS : mixture,
                seed.seed);
  }

  private static String text(Object figure) {
    return figure instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : String.format(Locale.ROOT, "%,d", ((Number) figure).longValue());
  }
}
