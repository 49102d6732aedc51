package dev.hourglass.tasks.reproduce;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.Provenance.Validation;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a model again from its file alone: its blueprint, training and fitted preparation, on data
 * read and split as its provenance says, with as many workers, in the precision and on the kernels
 * that were used, where this machine has them.
 */
public final class Reproduction {
  private final ModelFile.Model model;
  private final Provenance provenance;
  private final TrainingListener listener;

  private Reproduction(ModelFile.Model model, TrainingListener listener) {
    this.model = model;
    this.provenance = model.provenance();
    this.listener = listener;
  }

  /**
   * Trains again and compares.
   *
   * @param model to be trained again
   * @param source data that is said to be what it was trained on, as {@link DataReader} takes it
   * @param validationSource the data watched while training, where that was data of its own
   * @param listener that watches the training
   * @throws dev.hourglass.data.dataset.DataException when data cannot be used
   * @throws IllegalArgumentException when the model was watched with data of its own and none are
   *     given, or its targets are not its samples
   */
  public static ReproductionReport of(
      ModelFile.Model model,
      String source,
      Optional<String> validationSource,
      TrainingListener listener) {
    if (model.autoencoder().blueprint().objective().target().isPresent()) {
      throw new IllegalArgumentException(
          "the model was trained on targets that are not its samples, and its file does not say"
              + " which; train it again with a program of your own");
    }
    return new Reproduction(model, listener).run(source, validationSource);
  }

  /** What is trained on and watched. */
  private record Samples(Dataset training, Optional<Dataset> validation) {}

  private ReproductionReport run(String source, Optional<String> validationSource) {
    Samples samples = samples(source, validationSource);
    DataIdentity data = DataIdentity.of(samples.training);
    Kernels kernels = kernels();
    TrainingResult result = train(samples, kernels);
    List<String> reasons = reasons(data, samples.validation, kernels, result);
    double loss = result.provenance(samples.training, Optional.empty()).outcome().loss();
    return new ReproductionReport(
        provenance.data(),
        data,
        differences(model.autoencoder(), result.autoencoder()),
        provenance.outcome().loss(),
        loss,
        reasons);
  }

  private Samples samples(String source, Optional<String> validationSource) {
    ReadOptions options =
        provenance.reading().map(Provenance.Reading::options).orElse(ReadOptions.defaults());
    Validation validation =
        provenance.reading().map(Provenance.Reading::validation).orElse(new Validation.None());
    Preparation preparation = model.preparation();
    RawData raw = DataReader.read(source, options, preparation.schema());
    Dataset all = preparation.apply(raw);
    return switch (validation) {
      case Validation.None _ -> new Samples(all, Optional.empty());
      case Validation.Share(double fraction) -> {
        Split split = Split.of(all, fraction, model.training().seed());
        yield new Samples(
            all.subset(split.training()), Optional.of(all.subset(split.validation())));
      }
      case Validation.Other(DataIdentity other) -> {
        String given =
            validationSource.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model's training watched %s; give them too: option 'validation'"
                            .formatted(other)));
        yield new Samples(
            all,
            Optional.of(preparation.apply(DataReader.read(given, options, preparation.schema()))));
      }
    };
  }

  /** The kernels of that name, where there are such; else the model's. */
  private Kernels kernels() {
    Kernels ours = model.autoencoder().kernels();
    return Stream.of(ours, KernelLadder.portable())
        .filter(kernels -> kernels.name().equals(provenance.computation().kernels()))
        .findFirst()
        .orElse(ours);
  }

  private TrainingResult train(Samples samples, Kernels kernels) {
    Blueprint blueprint = model.autoencoder().blueprint();
    Training then = model.training();
    PrecisionChoice precision =
        PrecisionChoice.valueOf(provenance.computation().precision().toUpperCase(Locale.ROOT));
    Training training =
        then.withPrecision(precision)
            .withLength(
                new Training.Length(
                    then.epochs(), then.earlyStopping(), Optional.empty(), then.trial()));
    // A trial finds out itself when to end.
    Trainer trainer =
        new Trainer(training, kernels)
            .withListener(
                then.trial() > 0
                    ? listener
                    : new UntilEpoch(listener, provenance.outcome().epochs()));
    try {
      return samples.validation.isPresent()
          ? trainer.train(blueprint, samples.training, samples.validation.get())
          : trainer.train(blueprint, samples.training);
    } catch (DivergedException e) {
      return e.lastGood();
    }
  }

  /** Stops where the training did that is repeated: it may have been interrupted. */
  private static final class UntilEpoch implements TrainingListener {
    private final TrainingListener listener;
    private final int last;
    private int done;

    UntilEpoch(TrainingListener listener, int last) {
      this.listener = listener;
      this.last = last;
    }

    @Override
    public void started(Blueprint blueprint, Training training, int samples, int stepsPerEpoch) {
      listener.started(blueprint, training, samples, stepsPerEpoch);
    }

    @Override
    public void stepped(int epoch, int step, double loss) {
      listener.stepped(epoch, step, loss);
    }

    @Override
    public void epochEnded(EpochRecord epoch) {
      done = epoch.epoch();
      listener.epochEnded(epoch);
    }

    @Override
    public boolean shouldStop() {
      return done >= last || listener.shouldStop();
    }
  }

  private static List<TensorDifference> differences(Autoencoder then, Autoencoder now) {
    return then.parameterSlots().stream()
        .map(
            slot ->
                TensorDifference.between(
                    slot.name(), slot.of(then.parameters()), slot.of(now.parameters())))
        .toList();
  }

  private List<String> reasons(
      DataIdentity data, Optional<Dataset> validation, Kernels kernels, TrainingResult result) {
    List<String> reasons = new ArrayList<>();
    DataIdentity then = provenance.data();
    if (then.fingerprint().isEmpty()) {
      reasons.add("the file keeps no fingerprint of its data, so these may be others");
    } else if (!then.fingerprint().equals(data.fingerprint())) {
      reasons.add("the data is not the same: %s then, %s now".formatted(then, data));
    }
    if (provenance.reading().isEmpty()) {
      reasons.add("the file does not say how its data was read and split");
    }
    if (provenance.reading().map(Provenance.Reading::validation).orElse(new Validation.None())
            instanceof Validation.Other(DataIdentity other)
        && !other.matches(DataIdentity.of(validation.orElseThrow()))) {
      reasons.add("the validation data is not the same: %s then".formatted(other));
    }
    reasons.addAll(provenance.changes());
    differ(reasons, "kernels", provenance.computation().kernels(), kernels.name());
    differ(reasons, "Hourglass", provenance.version(), Version.current());
    int epochs = provenance.outcome().epochs();
    if (epochs < model.training().epochs()
        && model.training().earlyStopping().isEmpty()
        && model.training().trial() == 0
        && provenance.outcome().bestEpoch() == epochs) {
      reasons.add(
          "the training was stopped in epoch %d, which may not have been whole".formatted(epochs));
    }
    if (result.history().size() < epochs) {
      reasons.add(
          "this training ended after epoch %d of %d".formatted(result.history().size(), epochs));
    }
    return reasons;
  }

  private static void differ(List<String> reasons, String what, String then, String now) {
    if (!then.equals(now)) {
      reasons.add("%s: %s then, %s now".formatted(what, then, now));
    }
  }
}
