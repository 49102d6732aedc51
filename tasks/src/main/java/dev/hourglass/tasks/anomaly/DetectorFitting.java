package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.anomaly.measure.NeighbourDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fits a detector: preparation, denoiser, measures, threshold. */
final class DetectorFitting {
  /** With fewer rows nothing can be said of what is usual. */
  static final int FEWEST_ROWS = 10;

  /** One row of so many is kept aside to tell how rows score that were not fitted. */
  private static final int HELD_OUT = 5;

  private final DetectorOptions options;
  private final Kernels kernels;

  private DetectorFitting(DetectorOptions options, Kernels kernels) {
    this.options = options;
    this.kernels = kernels;
  }

  static ModelFile.Model fit(RawData raw, DetectorOptions options, Kernels kernels) {
    RawData.Table table = PlainTable.of(raw);
    Optional<String> normal = Optional.empty();
    if (options.regime() == Regime.NORMAL && table.labels().isPresent()) {
      AnomalyLabels labels = AnomalyLabels.of(table, options.normal());
      normal = Optional.of(labels.normal());
      table = table.subset(labels.normalRows());
    }
    if (table.size() < FEWEST_ROWS) {
      throw new DataException(
          "%s: has %d %s%s to fit, but what is usual cannot be told from fewer than %d"
              .formatted(
                  table.source(),
                  table.size(),
                  table.size() == 1 ? "row" : "rows",
                  normal.map(label -> " labelled '" + label + "'").orElse(""),
                  FEWEST_ROWS));
    }
    if (table.size() > Detector.MOST_FITTED_ROWS) {
      table = table.subset(RowOrder.spread(table.size(), Detector.MOST_FITTED_ROWS));
    }
    return new DetectorFitting(options, kernels).fit(table, normal);
  }

  private ModelFile.Model fit(RawData.Table table, Optional<String> normal) {
    List<ColumnProfile> profiles = profiles(table);
    PreparationOptions preparing =
        PreparationOptions.defaults()
            .withScaling(Scaling.STANDARDIZE)
            .withTails(options.tails())
            .withUnusualMarked(true);
    Preparation preparation = Preparation.fit(table, preparing);
    Dataset samples = preparation.apply(table);
    Tensor rows = TensorSamples.copyOf(samples);
    FeatureGroups groups = FeatureGroups.of(preparation.columnOfFeature());
    TrainingResult result = Denoiser.train(rows, groups, options.seed(), kernels);
    float[][] prepared = rows.toArray();
    Evidence evidence = evidence(result, prepared);
    Calibration calibration =
        Calibration.of(
            options.regime() == Regime.ALL
                ? evidence.scores(prepared, true)
                : heldOutScores(prepared, groups));
    DetectorState state =
        new DetectorState(
            options.regime(),
            normal,
            new DetectorState.Threshold(
                options.threshold(), options.threshold().over(calibration.ascending())),
            calibration,
            profiles,
            evidence.denoiser().standard(),
            evidence.measures());
    return new ModelFile.Model(
            result.autoencoder(),
            preparation,
            Denoiser.training(options.seed()),
            provenance(result, samples))
        .withSection(DetectorSection.CODEC, state);
  }

  private static List<ColumnProfile> profiles(RawData.Table table) {
    if (table.columns().stream().anyMatch(column -> isEmpty(column))) {
      return List.of(); // the preparation says which
    }
    List<ColumnProfile> profiles = table.columns().stream().map(ColumnProfile::of).toList();
    if (profiles.stream().allMatch(ColumnProfile::isConstant)) {
      throw new DataException(
          "%s: every column is the same in all %,d rows, so that none can be unlike the others"
              .formatted(table.source(), table.size()));
    }
    return profiles;
  }

  private static boolean isEmpty(Column column) {
    return IntStream.range(0, column.size()).allMatch(column::isMissing);
  }

  private Evidence evidence(TrainingResult result, float[][] prepared) {
    Denoiser denoiser = Denoiser.of(result.autoencoder(), prepared);
    return Evidence.of(options.regime(), denoiser, prepared, options.seed());
  }

  /**
   * How rows score that were not fitted: those kept aside from a second fit, like the first one but
   * without them.
   */
  private double[] heldOutScores(float[][] prepared, FeatureGroups groups) {
    int[] order = NeighbourDistance.shuffled(prepared.length, options.seed());
    int aside = Math.max(1, prepared.length / HELD_OUT);
    float[][] held = chosen(prepared, Arrays.copyOf(order, aside));
    float[][] fitted = chosen(prepared, Arrays.copyOfRange(order, aside, order.length));
    TrainingResult result = Denoiser.train(Tensor.copyOf(fitted), groups, options.seed(), kernels);
    return evidence(result, fitted).scores(held, false);
  }

  private static float[][] chosen(float[][] rows, int[] numbers) {
    return Arrays.stream(numbers).mapToObj(i -> rows[i]).toArray(float[][]::new);
  }

  private Provenance provenance(TrainingResult result, Dataset samples) {
    Provenance plain = result.provenance(samples, options.reading());
    List<String> changes = new ArrayList<>(plain.changes());
    changes.add(
        "it is the denoiser of a detector: trained on %d samples made of the rows by exchanging cells"
            .formatted(Denoiser.SAMPLES));
    return new Provenance(
        plain.version(),
        plain.created(),
        plain.data(),
        plain.reading(),
        plain.outcome(),
        plain.computation(),
        changes);
  }
}
