package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.BrokenOffException;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.autoencoder.train.demands.MemoryEstimate;
import dev.hourglass.base.WholeFile;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.BeginningFlags;
import dev.hourglass.cli.flags.ColumnsFlag;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.LabelCondition;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.RecipeDefaults;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.flags.WithoutEffect;
import dev.hourglass.cli.screen.DataPage;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.LayerPage;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.evaluate.Judgement;
import dev.hourglass.tasks.generate.ClassDensitiesSection;
import dev.hourglass.tasks.generate.CodeDensitySection;
import dev.hourglass.tasks.recipe.Recipe;
import dev.hourglass.tasks.recipe.RecipeData;
import dev.hourglass.tasks.recipe.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model and writes it, and the recipe that repeats the training. */
@Command(
    name = "train",
    header = "Train a model on data and write it to a file.",
    description = {
      "",
      "A variant is a set of defaults; flags change it, and every combination that means something"
          + " is allowed. The recipe written beside the model holds every choice:"
          + " 'hourglass train --recipe model.recipe.yaml' repeats the training.",
      "",
      "Ctrl-C stops after the current step and keeps the best model so far (exit code 130)."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass train digits --out digits.safetensors",
      "  hourglass train mnist/ --variant denoising --hidden 512,128 --code 32 \\",
      "      --corruption salt-pepper:0.3 --validation 0.1 --out clean.safetensors",
      "  hourglass train table.csv --label-column class --variant sparse \\",
      "      --code 50 --sparsity topk:3 --out sparse.safetensors"
    })
public final class TrainCommand implements Callable<Integer> {
  private static final int MOST_LINES = 20;
  private static final String DEFAULT_OUT = "model.safetensors";

  @Parameters(
      paramLabel = "DATA",
      description =
          "IDX or .npy file (plain or gzip), .npz file or FILE.npz:NAME, folder of images, CSV"
              + " table, - for standard input, or the built-in digits, digits:N or digits:N:SEED.")
  String data;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "undercomplete, sparse, denoising, contractive, variational, stochastic, wasserstein or"
              + " vector-quantized. Default: undercomplete.")
  Preset variant;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the model goes. Default: model.safetensors.")
  Path out;

  @Option(
      names = "--validation",
      paramLabel = "DATA|SHARE",
      description =
          "Data to watch while training, or the share of DATA kept for that; the epoch that serves"
              + " it best is kept. Default: 0, the epoch with the lowest training loss is kept.")
  Validation validation;

  @Option(
      names = "--condition",
      paramLabel = "label",
      arity = "0..1",
      fallbackValue = "label",
      converter = LabelCondition.class,
      description =
          "Tell encoder and decoder each sample's label, so that samples of a class can be asked"
              + " for: generate MODEL --class 7. The data must have labels.")
  LabelCondition.Told condition;

  @Option(
      names = "--resume",
      description =
          "Go on from --checkpoint FILE where that exists, to the same bits; or with another"
              + " learning rate, schedule, number of epochs or validation, which the model"
              + " records.")
  boolean resume;

  @Option(
      names = "--dry-run",
      description = "Say what is understood of the data and what would be trained, and stop there.")
  boolean dryRun;

  @Option(
      names = RecipeDefaults.FLAG,
      paramLabel = "FILE",
      description = "Take flags from a YAML file; those on the command line win.")
  Path recipe;

  @Mixin BeginningFlags beginning;
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
    Screen screen = common.screen();
    Destination model =
        Destination.of(
            "--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.SAFETENSORS);
    Preset preset = variant == null ? Preset.UNDERCOMPLETE : variant;
    Training asked = preset.training(trainingFlags.changes());
    checkCheckpoint(asked);
    Validation watched = validation == null ? new Validation.Share(0) : validation;
    Optional<ModelFile.Model> first = beginning.model(common.kernels());
    TrainingData samples = read(first, watched, asked.seed(), screen);
    screen.say("data      " + samples.summary().line());
    samples.remarks().forEach(screen::remark);
    Blueprint blueprint = blueprint(first, preset, samples);
    Training training =
        preset.training(trainingFlags.changes(), blueprint, samples.training().size());
    blueprint.warnings().forEach(screen::warn);
    WithoutEffect remarks = common.withoutEffect();
    Composition.remark(remarks, blueprint);
    boolean table = samples.summary().isTable();
    DataFlags.remark(remarks, table, blueprint.shape().isImage());
    PreparationFlags.remark(remarks, table);
    remarks
        .when(
            training.earlyStopping().isPresent()
                && training.earlyStopping().get().patience() >= training.epochs(),
            "its patience outlasts the %d epochs".formatted(training.epochs()),
            "--early-stopping")
        .when(
            resume && !Files.exists(training.checkpoint().orElseThrow()),
            "there is no such checkpoint yet, training begins at the start",
            "--resume");

    if (dryRun) {
      describe(samples, blueprint, memory(training, blueprint, samples));
      return ExitCode.OK;
    }
    try (Interruption interruption = Interruption.watch(screen)) {
      TrainingResult result = train(first, interruption, training, blueprint, samples);
      write(model, preset, watched, samples, training, result);
      Judgement judgement =
          Judgement.of(
              result.autoencoder(),
              samples.training(),
              samples.validation().orElse(samples.training()));
      TrainingPage page = new TrainingPage(model.file(), samples, training, result, judgement);
      if (common.json) {
        common.print(page.figures());
      } else {
        page.print(common.page(), interruption);
      }
      judgement.remarks().forEach(screen::warn);
      return ExitCode.OK;
    } catch (DivergedException | BrokenOffException e) {
      TrainingResult kept = e.lastGood();
      if (kept.bestEpoch() == 0) {
        throw e;
      }
      write(model, preset, watched, samples, training, kept);
      throw new IllegalStateException(
          "%s They are in %s.".formatted(e.getMessage(), model.file()), e);
    }
  }

  /** That of the model to go on with, or what flags and variant make. */
  private Blueprint blueprint(
      Optional<ModelFile.Model> first, Preset preset, TrainingData samples) {
    if (first.isPresent()) {
      common
          .withoutEffect()
          .when(
              true,
              "the model of --from has it",
              "--variant",
              "--scaling",
              "--imputation",
              "--tails")
          .when(true, "the model of --from has it", "--condition")
          .when(true, "the model of --from has it", Composition.flags());
      return first.get().autoencoder().blueprint();
    }
    Blueprint plain =
        beginning.blueprint(
            new Composition(architecture, objective).blueprint(preset, samples.training().shape()),
            common.withoutEffect().isGiven("--linear-path"));
    try {
      return condition == null ? plain : plain.withCondition(Condition.of(samples.training()));
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
  }

  private TrainingData read(
      Optional<ModelFile.Model> first, Validation watched, long seed, Screen screen) {
    if (first.isPresent()) {
      return TrainingData.read(
          data,
          ModelData.known(first.get(), reading.readOptions()),
          first.get().preparation(),
          watched,
          reading.readOptionsWithoutLabelsFile(),
          seed);
    }
    try (ReadingProgress progress = new ReadingProgress(screen)) {
      return TrainingData.read(
          data,
          where.in(columns.in(reading.readOptions())),
          preparation(),
          watched,
          where.in(columns.in(reading.readOptionsWithoutLabelsFile())),
          seed,
          progress);
    }
  }

  private MemoryEstimate memory(Training training, Blueprint blueprint, TrainingData samples) {
    return MemoryEstimate.of(
        blueprint,
        training,
        common.kernels(),
        samples.training().size(),
        samples.validation().map(Dataset::size).orElse(0));
  }

  private void describe(TrainingData samples, Blueprint blueprint, MemoryEstimate memory) {
    DataPage page = new DataPage(samples.summary(), samples.remarks());
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>(page.figures());
      figures.put("blueprint", blueprint.summary());
      figures.put("layers", LayerPage.of(blueprint).figures());
      figures.put("trainingBytes", memory.total());
      common.print(figures);
      return;
    }
    page.print(common.page());
    common.page().printf("%nnetwork     %s%n", blueprint.summary());
    LayerPage.of(blueprint).print(common.page());
    common.page().printf("memory      %s while training, beside the samples%n", memory.text());
  }

  /** Counts stay what they are unless another scaling was asked for, which is refused. */
  private PreparationOptions preparation() {
    PreparationOptions options = preparing.options();
    return objective.wantsCounts() && options.scaling().isEmpty()
        ? options.withScaling(Scaling.NONE)
        : options;
  }

  private void checkCheckpoint(Training training) {
    if (training.checkpoint().isEmpty()) {
      if (resume) {
        throw new Mistake("--resume goes on from a checkpoint; give --checkpoint FILE too");
      }
      return;
    }
    Path checkpoint = training.checkpoint().get();
    if (Files.exists(checkpoint) && !resume) {
      throw new Mistake(
          "--checkpoint %s: there is one already; go on from it with --resume, or remove it"
              .formatted(checkpoint));
    }
    Destination.folder("--checkpoint", checkpoint.toAbsolutePath().getParent());
  }

  private TrainingResult train(
      Optional<ModelFile.Model> first,
      Interruption interruption,
      Training training,
      Blueprint blueprint,
      TrainingData samples) {
    Screen screen = common.screen();
    Progress progress = new Progress(screen, "", MOST_LINES, interruption::isRequested);
    Kernels kernels = common.kernels();
    Trainer trainer =
        new Trainer(training, kernels).withListener(new SameNetwork(progress, blueprint));
    Optional<Path> checkpoint = training.checkpoint().filter(Files::exists);
    MemoryEstimate memory = memory(training, blueprint, samples);
    screen.remark("training takes memory, beside the samples, of about " + memory.text());
    try {
      if (checkpoint.isPresent()) {
        return trainer.resume(checkpoint.get(), samples.training(), samples.validation());
      }
      trainer =
          trainer.withStart(
              beginning.start(first, blueprint, training, samples.training(), kernels, progress));
      return samples.validation().isPresent()
          ? trainer.train(blueprint, samples.training(), samples.validation().get())
          : trainer.train(blueprint, samples.training());
    } finally {
      progress.finish();
    }
  }

  private void write(
      Destination model,
      Preset preset,
      Validation watched,
      TrainingData samples,
      Training training,
      TrainingResult result) {
    ModelFile.Model trained =
        result.model(
            samples.preparation(),
            training,
            samples.training(),
            new Provenance.Reading(
                where.in(columns.in(reading.readOptions())), recorded(watched, samples)));
    ModelFile.write(
        model.withFolder().file(),
        condition == null
            ? CodeDensitySection.beside(trained, samples.training(), training.seed())
            : ClassDensitiesSection.beside(trained, samples.training(), training.seed()));
    Path file = Recipe.fileFor(model.file());
    Recipe recipe =
        new Recipe(
            new RecipeData(
                Optional.of(data),
                watched,
                where.in(columns.in(reading.readOptions())),
                preparation(),
                condition != null),
            preset,
            PresetChanges.of(result.autoencoder().blueprint()),
            TrainingChanges.of(
                training.withPrecision(PrecisionChoice.named(result.precision().name()))),
            Optional.of(model.file()));
    String text =
        recipe.text(
            "The training of %s; to repeat it:%n  hourglass train --recipe %s"
                .formatted(model.file().getFileName(), file.getFileName()));
    WholeFile.write(file, (text + beginning.recipe()).getBytes(StandardCharsets.UTF_8));
  }

  private static Provenance.Validation recorded(Validation watched, TrainingData samples) {
    return switch (watched) {
      case Validation.Share share when share.fraction() > 0 ->
          new Provenance.Validation.Share(share.fraction());
      case Validation.Share _ -> new Provenance.Validation.None();
      case Validation.Data _ ->
          new Provenance.Validation.Other(DataIdentity.of(samples.validation().orElseThrow()));
    };
  }
}
