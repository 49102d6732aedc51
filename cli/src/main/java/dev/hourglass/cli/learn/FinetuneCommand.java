package dev.hourglass.cli.learn;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.BrokenOffException;
import dev.hourglass.cli.command.Interruption;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.index.OwnModel;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.PredictionPage;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.learn.FineTuned;
import dev.hourglass.tasks.learn.FineTuning;
import dev.hourglass.tasks.learn.FineTuningOptions;
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

/** Teaches a model what samples are called. */
@Command(
    name = "finetune",
    header = "Teach a model classes or numbers from labels, few of them if need be.",
    description = {
      "",
      "The encoder gets a head that predicts the label, and both are trained. The model that comes"
          + " out goes to predict, evaluate (accuracy; r2 and rmse of numbers), encode and info."
          + " Without --model one is trained on DATA first, undercomplete, which looks at no"
          + " label.",
      "",
      "Where DATA has more samples than --labelled, the others are learned from without a look at"
          + " their labels: labels spread along nearest codes, if that tells the labelled ones from"
          + " each other at least as well as a straight cut of the codes."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass finetune mnist/ --model mnist.safetensors --labelled 100 --out"
          + " digits.safetensors",
      "  hourglass finetune table.csv --label-column class --out classes.safetensors",
      "  hourglass finetune table.csv --label-column price --predict number --freeze encoder"
    })
public final class FinetuneCommand implements Callable<Integer> {
  private static final int MOST_LINES = 20;
  private static final String DEFAULT_OUT = "finetuned.safetensors";

  @Parameters(paramLabel = "DATA", description = "Samples with labels, as the model takes them.")
  String data;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model to begin with. Default: one is trained on DATA.")
  Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the fine-tuned model goes. Default: " + DEFAULT_OUT + ".")
  Path out = Path.of(DEFAULT_OUT);

  @Mixin FineTuningFlags tuning;
  @Mixin DataFlags reading;
  @Mixin PreparationFlags preparing;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, Destination.Kind.SAFETENSORS);
    FineTuningOptions options = tuning.options(seed.seed);
    Kernels kernels = common.kernels();
    ReadOptions asked = reading.readOptions();
    ModelFile.Model base;
    RawData raw;
    if (model == null) {
      raw = reading.read(data, asked, common.screen());
      FineTuning.checkLabels(raw.labels(), options, raw.source());
      base =
          new OwnModel(
                  new Composition(new ArchitectureFlags(), new ObjectiveFlags()),
                  new TrainingFlags(),
                  common)
              .train(Preset.UNDERCOMPLETE, raw, asked, preparing.options(), kernels);
    } else {
      common
          .withoutEffect()
          .when(true, "the model has its preparation", "--scaling", "--imputation");
      base = ModelFile.read(model, kernels);
      asked = LabelledData.options(base, asked);
      raw = ModelData.raw(base, data, asked, common);
    }
    common
        .withoutEffect()
        .when(
            options.scratch(),
            "--scratch starts every layer anew, on the labelled samples alone",
            "--freeze",
            "--layer-decay",
            "--unlabelled");
    Dataset samples = ModelData.prepared(base, raw, common);
    Provenance.Reading read =
        new Provenance.Reading(ModelData.known(base, asked), new Provenance.Validation.None());
    FineTuned tuned;
    try (Interruption interruption = Interruption.watch(common.screen())) {
      tuned = train(base, samples, options, read, interruption);
      ModelFile.write(destination.withFolder().file(), tuned.model());
    } catch (BrokenOffException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    tuned.remarks().forEach(common.screen()::remark);
    answer(tuned);
    return ExitCode.OK;
  }

  private FineTuned train(
      ModelFile.Model base,
      Dataset samples,
      FineTuningOptions options,
      Provenance.Reading read,
      Interruption interruption) {
    Progress progress = new Progress(common.screen(), "", MOST_LINES, interruption::isRequested);
    try {
      return FineTuning.of(base, options).withListener(progress).train(samples, Optional.of(read));
    } finally {
      progress.finish();
    }
  }

  private void answer(FineTuned tuned) {
    FineTuned.Counts counts = tuned.counts();
    PredictionPage page = new PredictionPage(tuned.judged().evaluation());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", out.toString());
    figures.put("summary", tuned.model().autoencoder().blueprint().summary());
    figures.putAll(PredictionPage.figures(tuned.quantity()));
    figures.put("labelled", counts.labelled());
    figures.put("unlabelled", counts.unlabelled());
    figures.put("judgedOn", tuned.judged().on().text());
    figures.putAll(page.summary());
    figures.put("epochs", tuned.result().history().size());
    figures.put("bestEpoch", tuned.result().bestEpoch());
    figures.put("seconds", tuned.result().duration().toMillis() / 1e3);
    if (common.json) {
      common.print(figures);
    }
    String others =
        counts.unlabelled() == 0
            ? ""
            : String.format(Locale.ROOT, " and %,d without labels", counts.unlabelled());
    common
        .page()
        .printf(
            Locale.ROOT,
            "model         %s, %s%npredicts      %s%nlearned from  %,d labelled samples%s%njudged"
                + " on     %s%n",
            out,
            figures.get("summary"),
            tuned.quantity().text(),
            counts.labelled(),
            others,
            tuned.judged().on().text());
    page.printSummary(common.page());
  }
}
