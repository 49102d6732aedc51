package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.AutoencoderCoder;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.coder.KMeans;
import dev.hourglass.tasks.evaluate.Activity;
import dev.hourglass.tasks.evaluate.CorruptedSamples;
import dev.hourglass.tasks.evaluate.Fidelity;
import dev.hourglass.tasks.evaluate.MeanSample;
import dev.hourglass.tasks.evaluate.Movement;
import dev.hourglass.tasks.evaluate.RandomCode;
import dev.hourglass.tasks.evaluate.ReconstructionError;
import dev.hourglass.tasks.generate.Generation;
import dev.hourglass.tasks.probe.ProbeAccuracy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The measurements every model in a comparison goes through, whatever it is. */
final class Measurement {
  /** Walks between two samples that are shown. */
  static final int WALKS = 2;

  /** Points of a walk. */
  static final int STEPS = 10;

  private final ComparisonData data;
  private final ComparisonOptions options;
  private final int[] examples;
  private final int[] walkEnds;
  private final MeanSample meanSample;
  private final double peak;
  private final ComparisonListener listener;

  Measurement(ComparisonData data, ComparisonOptions options, ComparisonListener listener) {
    this.data = data;
    this.options = options;
    this.listener = listener;
    this.examples = chooseExamples(data.test(), options.shown().examples());
    this.meanSample = MeanSample.of(data.training(), data.test());
    this.peak = TrainingRange.of(data.training()).peak();
    this.walkEnds = Generation.pairs(data.test(), WALKS, options.seed());
  }

  /** The test rows shown with their reconstructions. */
  int[] examples() {
    return examples;
  }

  ModelResult measure(ModelCard card, Coder coder, List<EpochRecord> history) {
    String name = card.name();
    listener.measuring(name, "test error");
    ReconstructionError error = ReconstructionError.of(coder, data.test(), data.test());
    listener.measuring(name, "codes");
    Tensor codes = coder.encode(data.test());
    listener.measuring(name, "noise");
    List<NoiseError> noise = noise(coder);
    Optional<Movement> movement = Optional.empty();
    if (data.shape().isImage()) {
      listener.measuring(name, "movement");
      movement =
          Optional.of(Movement.of(coder, data.test(), options.movementSamples(), options.seed()));
    }
    ProbeAccuracy accuracy = ProbeAccuracy.unknown();
    if (data.isLabelled()) {
      listener.measuring(name, "probes");
      Dataset some =
          data.training().subset(RowOrder.spread(data.training().size(), options.probeSamples()));
      accuracy =
          ProbeAccuracy.of(
              coder.encode(some),
              some.labels().orElseThrow(),
              codes,
              data.test().labels().orElseThrow(),
              coder.kernels());
    }
    listener.measuring(name, "pictures");
    return new ModelResult(
        card,
        history,
        new ModelResult.Reconstruction(
            error,
            Fidelity.of(error, data.shape(), Optional.empty(), OptionalDouble.of(peak)),
            meanSample.isBeatenBy(error.mse()),
            noise),
        new ModelResult.Code(
            activity(coder, codes),
            random(coder),
            movement,
            accuracy,
            CodeMap.of(codes, options.shown().mapPoints(), coder.kernels())),
        pictures(coder));
  }

  private List<NoiseError> noise(Coder coder) {
    List<NoiseError> errors = new ArrayList<>();
    for (Corruption corruption : NoiseError.KINDS) {
      Dataset noisy = CorruptedSamples.of(data.test(), corruption, options.seed(), coder.kernels());
      errors.add(
          new NoiseError(
              corruption,
              ReconstructionError.of(coder, noisy, data.test()).mse(),
              coder.reconstruct(noisy.subset(examples))));
    }
    return errors;
  }

  private static Activity activity(Coder coder, Tensor codes) {
    return switch (coder) {
      case AutoencoderCoder a -> Activity.of(codes, Activity.Rule.of(a.autoencoder().blueprint()));
      // Probes see more of it, but what it rebuilds from is one centroid of k.
      case KMeans k -> {
        Tensor chosen = Tensor.allocate(codes.rows(), k.codeSize());
        for (int r = 0; r < codes.rows(); r++) {
          chosen.set(r, KMeans.largest(codes, r), 1);
        }
        yield Activity.of(chosen, Activity.Rule.NOT_ZERO);
      }
      default -> Activity.of(codes, Activity.Rule.NOT_NEGLIGIBLE);
    };
  }

  private Optional<RandomCode> random(Coder coder) {
    return coder instanceof AutoencoderCoder(Autoencoder network)
        ? RandomCode.of(network, data.test())
        : Optional.empty();
  }

  private ModelResult.Pictures pictures(Coder coder) {
    Tensor nothing = Tensor.allocate(0, coder.features());
    Tensor generated = nothing;
    if (coder instanceof AutoencoderCoder(Autoencoder network)
        && network.blueprint().isGenerative()) {
      generated = network.sample(options.shown().generated(), options.seed());
    }
    Tensor walks =
        coder instanceof KMeans
            ? nothing
            : new Generation(coder).interpolations(data.test().subset(walkEnds), STEPS);
    return new ModelResult.Pictures(
        coder.reconstruct(data.test().subset(examples)),
        UnitPictures.of(coder, data.training(), options.shown().units()),
        walks,
        generated);
  }

  /** One sample of every class where there are classes, in their order; else spread evenly. */
  private static int[] chooseExamples(Dataset test, int count) {
    if (test.labels().isEmpty() || test.labels().get().classes() < 2) {
      return RowOrder.spread(test.size(), count);
    }
    Labels labels = test.labels().get();
    List<Integer> chosen = new ArrayList<>();
    // Round after round through the classes, until there are enough or all are taken.
    int[] next = new int[labels.classes()];
    while (chosen.size() < Math.min(count, test.size())) {
      for (int c = 0; c < next.length && chosen.size() < count; c++) {
        while (next[c] < labels.size() && labels.values()[next[c]] != c) {
          next[c]++;
        }
        if (next[c] < labels.size()) {
          chosen.add(next[c]++);
        }
      }
    }
    int[] rows = chosen.stream().mapToInt(Integer::intValue).toArray();
    Integer[] byClass = chosen.toArray(Integer[]::new);
    Arrays.sort(byClass, (a, b) -> Integer.compare(labels.values()[a], labels.values()[b]));
    for (int i = 0; i < rows.length; i++) {
      rows[i] = byClass[i];
    }
    return rows;
  }
}
