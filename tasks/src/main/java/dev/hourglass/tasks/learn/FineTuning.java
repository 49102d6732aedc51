package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.LayerRates;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Start;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.LinearProbe;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Teaches a model that knows the samples what they are called: a head is put behind its encoder and
 * both are trained on labelled samples, layers near the input at smaller rates.
 *
 * <p>The head begins at the straight cut that tells the codes of the labelled apart best, because a
 * random one would first undo what the encoder knows (Kumar et al. 2022, "Fine-Tuning can Distort
 * Pretrained Features"). Where other samples are there whose labels nobody gave, labels spread to
 * them along nearest codes, if that tells the labelled ones from each other at least as well as a
 * straight cut does ({@link LabelSpreading}).
 */
public final class FineTuning {
  /** Steps that a training of few samples makes. */
  private static final int STEPS = 1_000;

  private static final int LEAST_EPOCHS = 10;
  private static final int BATCH = 32;
  private static final double RATE = 3e-3;

  /** Of fewer labelled samples none are held aside. */
  private static final int FEW = 5_000;

  private static final double HELD_ASIDE = 0.1;
  private static final int LEAST_PATIENCE = 5;

  private static final int MOST_CLASSES = 50;

  private final ModelFile.Model base;
  private final FineTuningOptions options;
  private final TrainingListener listener;

  private FineTuning(ModelFile.Model base, FineTuningOptions options, TrainingListener listener) {
    this.base = base;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Of a model.
   *
   * @throws IllegalArgumentException when it is fine-tuned already
   */
  public static FineTuning of(ModelFile.Model base, FineTuningOptions options) {
    if (Predictor.isIn(base)) {
      throw new IllegalArgumentException(
          "the model is fine-tuned already; start from the one that it was made of, option"
              + " 'model'");
    }
    return new FineTuning(base, options, TrainingListener.SILENT);
  }

  /** The same, watched. */
  public FineTuning withListener(TrainingListener listener) {
    return new FineTuning(base, options, listener);
  }

  /**
   * Trains.
   *
   * @param samples prepared as the model's, with labels
   * @param reading how they came of their file, to be kept in the model
   * @throws DataException when labels are missing, too few, all alike, or of a class with one
   *     sample
   * @throws IllegalArgumentException when the samples have other features than the model
   */
  public FineTuned train(Dataset samples, Optional<Provenance.Reading> reading) {
    if (samples.features() != base.autoencoder().features()) {
      throw new IllegalArgumentException(
          "%s has %d features a sample, but the model takes %d"
              .formatted(samples.source(), samples.features(), base.autoencoder().features()));
    }
    Labels labels = labels(samples.labels(), samples.source());
    int[] present = LabelledRows.present(labels, options.labels().skipMissing(), samples.source());
    Labels known = occurring(labels, present);
    return isNumber(known)
        ? ofNumbers(samples, present, known, reading)
        : ofClasses(samples, present, known, reading);
  }

  /**
   * Refuses labels that {@link #train} would refuse, before there is a model to learn with.
   *
   * @param source what messages call the data
   * @throws DataException when labels are missing, too few, all alike, or of a class with one
   *     sample
   */
  public static void checkLabels(Optional<Labels> given, FineTuningOptions options, String source) {
    Labels labels = labels(given, source);
    Labels known =
        occurring(labels, LabelledRows.present(labels, options.labels().skipMissing(), source));
    if (isNumber(known, options)) {
      var _ = LearningTargets.numbers(known, source);
    } else {
      var _ = LabelledRows.ofClasses(known, options.labels().labelled(), 0, source);
    }
  }

  private static Labels labels(Optional<Labels> given, String source) {
    return given.orElseThrow(
        () ->
            new DataException(
                source
                    + ": has no labels to learn; name them with option 'label-column' or"
                    + " 'labels'"));
  }

  /** Over the classes that occur. */
  private static Labels occurring(Labels labels, int[] present) {
    return Labels.of(Arrays.stream(present).mapToObj(labels::name).toList());
  }

  private boolean isNumber(Labels labels) {
    return isNumber(labels, options);
  }

  /** Whether labels are numbers to be told, and not classes. */
  private static boolean isNumber(Labels labels, FineTuningOptions options) {
    return switch (options.labels().kind()) {
      case CLASSES -> false;
      case NUMBER -> true;
      case AUTO ->
          labels.names().stream().allMatch(FineTuning::isDecimal)
              && (labels.classes() > MOST_CLASSES
                  || labels.names().stream().anyMatch(name -> Double.parseDouble(name) % 1 != 0));
    };
  }

  private static boolean isDecimal(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private long seed() {
    return options.training().seed().orElse(Training.DEFAULT_SEED);
  }

  // ---- numbers ----

  private FineTuned ofNumbers(
      Dataset samples, int[] present, Labels known, Optional<Provenance.Reading> reading) {
    double[] all = LearningTargets.numbers(known, samples.source());
    int[] drawn =
        LabelledRows.ofNumbers(all.length, options.labels().labelled(), seed(), samples.source());
    double[] numbers = Arrays.stream(drawn).mapToDouble(i -> all[i]).toArray();
    int[] rows = LabelledRows.chosen(present, drawn);
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double variance =
        Arrays.stream(numbers).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    if (!(variance > 0)) {
      throw new DataException(
          "%s: all %d labels are %s; there is nothing to tell"
              .formatted(samples.source(), numbers.length, numbers[0]));
    }
    PredictedQuantity.Number quantity = new PredictedQuantity.Number(mean, Math.sqrt(variance));
    Blueprint blueprint = Head.blueprint(base.autoencoder().blueprint(), quantity, options);
    Tensor parameters = Head.parameters(base.autoencoder(), blueprint, seed());
    Pairs pairs = new Pairs(samples.subset(rows), LearningTargets.ofNumbers(numbers, quantity));
    Optional<Split> split = split(rows.length);
    Lesson lesson =
        new Lesson(
            split.map(s -> pairs.subset(s.training())).orElse(pairs),
            split.map(s -> pairs.subset(s.validation())),
            new FineTuned.Counts(rows.length, 0),
            List.of(),
            Judges.of(samples, present, rows, rows, split));
    return trained(blueprint, parameters, quantity, lesson, reading);
  }

  /** What is held aside of so many labelled samples. */
  private Optional<Split> split(int labelled) {
    double share = options.validation().orElse(labelled < FEW ? 0 : HELD_ASIDE);
    return share == 0 || labelled < 2
        ? Optional.empty()
        : Optional.of(Split.of(labelled, share, seed()));
  }

  // ---- classes ----

  private FineTuned ofClasses(
      Dataset samples, int[] present, Labels all, Optional<Provenance.Reading> reading) {
    int[] drawn =
        LabelledRows.ofClasses(all, options.labels().labelled(), seed(), samples.source());
    int[] rows = LabelledRows.chosen(present, drawn);
    Labels labels = all.subset(drawn);
    PredictedQuantity.Classes quantity = new PredictedQuantity.Classes(labels.names());
    Blueprint blueprint = Head.blueprint(base.autoencoder().blueprint(), quantity, options);
    Autoencoder encoder = base.autoencoder();
    Tensor parameters = Head.parameters(encoder, blueprint, seed());
    Optional<Split> split = split(rows.length);
    int[] learned = split.map(s -> LabelledRows.chosen(rows, s.training())).orElse(rows);
    Labels known = split.map(s -> labels.subset(s.training())).orElse(labels);
    Dataset labelled = samples.subset(learned);
    Lesson plain =
        new Lesson(
            new Pairs(labelled, LearningTargets.ofClasses(known)),
            split.map(
                s ->
                    new Pairs(
                        samples.subset(LabelledRows.chosen(rows, s.validation())),
                        LearningTargets.ofClasses(labels.subset(s.validation())))),
            new FineTuned.Counts(rows.length, 0),
            List.of(),
            Judges.of(samples, present, rows, rows, split));
    if (options.scratch()) {
      return trained(blueprint, parameters, quantity, plain, reading);
    }
    int[] everybody = withOthers(learned, rows, samples.size());
    if (everybody.length > learned.length) {
      int others = everybody.length - learned.length;
      Dataset some = samples.subset(everybody);
      Tensor codes = encoder.encode(some);
      PseudoLabels.Outcome outcome =
          PseudoLabels.spread(codes, everybody, known, seed(), encoder.kernels());
      plain = plain.with(remark(outcome, others));
      if (outcome.used().isPresent()) {
        PseudoLabels spread = outcome.used().get();
        start(blueprint, codes, spread.labels(), parameters);
        return trained(
            blueprint,
            parameters,
            quantity,
            plain.of(
                new Pairs(some, spread.targets()),
                new FineTuned.Counts(rows.length, others),
                Judges.of(samples, present, rows, everybody, split)),
            reading);
      }
    }
    start(blueprint, encoder.encode(labelled), known, parameters);
    return trained(blueprint, parameters, quantity, plain, reading);
  }

  private void start(Blueprint blueprint, Tensor codes, Labels labels, Tensor parameters) {
    LinearProbe probe = LinearProbe.fit(codes, labels, base.autoencoder().kernels());
    Head.startAt(blueprint, probe.weights(), probe.bias(), parameters);
  }

  private static String remark(PseudoLabels.Outcome outcome, int others) {
    return outcome.used().isPresent()
        ? ("%,d samples without a look at their labels are learned from too: nearest codes tell"
                + " %.1f%% of the labelled ones from each other, a straight cut %.1f%%")
            .formatted(others, 100 * outcome.trial().spread(), 100 * outcome.trial().straight())
        : ("%,d samples without a look at their labels are left out: nearest codes tell %.1f%% of"
                + " the labelled ones from each other, a straight cut %.1f%%")
            .formatted(others, 100 * outcome.trial().spread(), 100 * outcome.trial().straight());
  }

  /** The rows that are learned from, and behind them others, not labelled, drawn by the seed. */
  private int[] withOthers(int[] learned, int[] labelled, int size) {
    int others = Math.min(options.labels().unlabelled(), size - labelled.length);
    int[] rows = Arrays.copyOf(learned, learned.length + others);
    Set<Integer> taken = new HashSet<>();
    Arrays.stream(labelled).forEach(taken::add);
    long key = Noise.key(seed(), NoisePurpose.LABELLED_ROWS, 0, 2);
    for (int at = learned.length, draw = 0; at < rows.length; draw++) {
      int row = (int) (Noise.uniform(key, draw) * size);
      if (taken.add(row)) {
        rows[at++] = row;
      }
    }
    return rows;
  }

  // ---- training ----

  private FineTuned trained(
      Blueprint blueprint,
      Tensor parameters,
      PredictedQuantity quantity,
      Lesson lesson,
      Optional<Provenance.Reading> reading) {
    Pairs pairs = lesson.pairs();
    Training training = training(blueprint, pairs.size(), lesson.validation().isPresent());
    Start start =
        options.scratch()
            ? new Start.Layers(base.autoencoder(), Map.of())
            : new Start.Model(Autoencoder.of(blueprint, parameters, base.autoencoder().kernels()));
    TrainingResult result =
        new Trainer(training, base.autoencoder().kernels())
            .withListener(listener)
            .withStart(start)
            .train(blueprint, pairs, lesson.validation());
    ModelFile.Model model =
        (reading.isPresent()
                ? result.model(base.preparation(), training, pairs.inputs(), reading.get())
                : result.model(base.preparation(), training, pairs.inputs()))
            .withSection(PredictorSection.CODEC, quantity);
    Judges judges = lesson.judges();
    return new FineTuned(
        model,
        quantity,
        lesson.counts(),
        lesson.remarks(),
        new FineTuned.Judged(
            judges.on(), PredictionEvaluation.of(Predictor.of(model), judges.samples())),
        result);
  }

  private Training training(Blueprint blueprint, int samples, boolean watched) {
    int epochs = Math.max(LEAST_EPOCHS, Math.ceilDiv(STEPS, Math.ceilDiv(samples, BATCH)));
    Training defaults =
        Training.defaults().withBatchSize(BATCH).withLearningRate(RATE).withEpochs(epochs);
    if (watched) {
      defaults =
          defaults.withEarlyStopping(
              new Training.EarlyStopping(Math.max(LEAST_PATIENCE, epochs / 4), 0));
    }
    if (base.autoencoder().blueprint().skips()) {
      defaults = defaults.withCentered(false);
    }
    return options.training().applyTo(defaults).withLayerRates(rates(blueprint));
  }

  private LayerRates rates(Blueprint blueprint) {
    if (options.scratch()) {
      return LayerRates.EQUAL;
    }
    Map<String, Integer> depths = Head.depths(blueprint);
    int deepest = Collections.max(depths.values());
    Map<String, Double> shares = new HashMap<>();
    depths.forEach(
        (layer, depth) ->
            shares.put(
                layer,
                depth < options.depth().frozen()
                    ? 0
                    : Math.pow(options.depth().decay(), deepest - depth)));
    return new LayerRates(shares);
  }
}
