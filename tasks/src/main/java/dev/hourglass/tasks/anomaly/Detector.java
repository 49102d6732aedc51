package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.measure.Measure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Finds the rows of tables that are not like the others: fitted, saved in one model file, loaded,
 * asked.
 *
 * <pre>{@code
 * Detector detector = Detector.fit(raw, DetectorOptions.of(Regime.NORMAL), kernels);
 * detector.save(Path.of("pump.safetensors"));
 * if (detector.score(Map.of("flow", "12.5", "valve", "open")).flagged()) { … }
 * }</pre>
 *
 * <p>Immutable and safe to use from several threads.
 */
public final class Detector {
  /** Of more rows so many are fitted, evenly spread: they say as much. */
  public static final int MOST_FITTED_ROWS = 100_000;

  /** Fewer rows are scored one by one: what blocks need takes longer. */
  private static final int FEWEST_IN_BLOCKS = 8;

  private final ModelFile.Model model;
  private final DetectorState state;
  private final Evidence evidence;
  private final Explainer explainer;
  private final Queue<EvidencePass> passes = new ConcurrentLinkedQueue<>();

  private Detector(ModelFile.Model model, DetectorState state) {
    this.model = model;
    this.state = state;
    this.evidence =
        new Evidence(new Denoiser(model.autoencoder(), state.standard()), state.measures());
    this.explainer = Explainer.of(model.preparation(), evidence, state.profiles());
  }

  /**
   * Fits a detector, on {@value #MOST_FITTED_ROWS} rows at most, evenly spread over those there
   * are.
   *
   * @param raw a table, or an array of vectors; its labels are never a feature, and choose the rows
   *     in regime {@link Regime#NORMAL}
   * @throws DataException if there are too few rows or nothing can be learned from them
   */
  public static Detector fit(RawData raw, DetectorOptions options, Kernels kernels) {
    return of(DetectorFitting.fit(raw, options, kernels));
  }

  /**
   * The detector in a model file.
   *
   * @throws ModelFileException if there is none, or the file cannot be read
   */
  public static Detector load(Path file, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(file, kernels);
    if (model.section(DetectorSection.CODEC).isEmpty()) {
      throw new ModelFileException(
          file.toString(),
          ModelFileException.Kind.FOREIGN,
          "it holds a model without a detector, which 'detect fit' makes");
    }
    return of(model);
  }

  /**
   * The detector that a model holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  public static Detector of(ModelFile.Model model) {
    return new Detector(
        model,
        model
            .section(DetectorSection.CODEC)
            .orElseThrow(
                () -> new IllegalArgumentException("the model has no section of a detector")));
  }

  /** Writes the model file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, model);
  }

  /** The model with all that the detector keeps. */
  public ModelFile.Model model() {
    return model;
  }

  /** What a table must hold to be scored. */
  public TableSchema schema() {
    return model.preparation().schema();
  }

  /** Columns that were the same in all rows that were fitted. */
  public List<String> constantColumns() {
    return state.profiles().stream()
        .filter(ColumnProfile::isConstant)
        .map(ColumnProfile::name)
        .toList();
  }

  /** What it was fitted on. */
  public Regime regime() {
    return state.regime();
  }

  /** The label of the rows it was fitted on, where they were chosen by one. */
  public Optional<String> normal() {
    return state.normal();
  }

  /** The score above which a row is flagged. */
  public double threshold() {
    return state.threshold().score();
  }

  /** How that was chosen. */
  public ThresholdRule thresholdRule() {
    return state.threshold().rule();
  }

  /** The same detector flagging above another score. */
  public Detector withThreshold(ThresholdRule rule) {
    DetectorState other =
        new DetectorState(
            state.regime(),
            state.normal(),
            new DetectorState.Threshold(rule, rule.over(state.calibration().ascending())),
            state.calibration(),
            state.profiles(),
            state.standard(),
            state.measures());
    return new Detector(model.withSection(DetectorSection.CODEC, other), other);
  }

  // ---- scores ----

  /**
   * Scores one row of numbers.
   *
   * @param row a number for every column that was fitted, in their order; NaN where it is missing
   * @throws DataException if there are more or fewer, or a column holds no numbers
   */
  public Verdict score(double[] row) {
    return verdict(scores(PlainTable.row(row))[0]);
  }

  /**
   * Scores one row by its columns' names; columns that were not fitted are ignored, cells read as a
   * table's do.
   *
   * @throws DataException if a column is missing or a cell does not belong in it
   */
  public Verdict score(Map<String, String> row) {
    return verdict(scores(RawData.Table.row(new LinkedHashMap<>(row)))[0]);
  }

  /** Scores rows, higher is odder, in their order; on all processors. */
  public double[] scores(RawData raw) {
    Dataset rows = model.preparation().apply(PlainTable.of(raw));
    if (rows.size() < FEWEST_IN_BLOCKS) {
      return evidence.scores(TensorSamples.copyOf(rows).toArray(), false);
    }
    double[] scores = new double[rows.size()];
    model
        .autoencoder()
        .forEachBlock(
            rows,
            (from, samples, codes, repaired) -> {
              EvidencePass pass = Objects.requireNonNullElseGet(passes.poll(), this::open);
              pass.score(samples, codes, repaired, scores, from);
              passes.offer(pass);
            });
    return scores;
  }

  private EvidencePass open() {
    return new EvidencePass(evidence);
  }

  /** What a score says. */
  public Verdict verdict(double score) {
    return new Verdict(
        score,
        score > threshold(),
        state.calibration().percentile(score),
        state.calibration().pValue(score));
  }

  /** The names of the parts of the score. */
  public List<String> partNames() {
    return state.measures().stream().map(Measure::name).toList();
  }

  /** What the score is made of. */
  public ScoreParts scoreParts() {
    return new ScoreParts(
        state.standard().means().clone(), state.standard().inverses().clone(), state.measures());
  }

  /** Every part of the score by its name, for those who want to see them apart. */
  public Map<String, double[]> parts(RawData raw) {
    return evidence.parts(prepared(raw), false);
  }

  /**
   * The plain squared error per feature of the denoiser's reconstructions: what an autoencoder
   * alone would go by.
   */
  public double[] reconstructionErrors(RawData raw) {
    return model.autoencoder().reconstructionErrors(model.preparation().apply(PlainTable.of(raw)));
  }

  /** Scores of isolation forest, nearest neighbours and PCA beside its own. */
  Map<String, double[]> baselines(RawData raw) {
    return Baselines.scores(this, state.measures(), PlainTable.of(raw));
  }

  private float[][] prepared(RawData raw) {
    return prepared(model.preparation(), PlainTable.of(raw));
  }

  static float[][] prepared(Preparation preparation, RawData.Table table) {
    return TensorSamples.copyOf(preparation.apply(table)).toArray();
  }

  // ---- explanations and drift ----

  /**
   * Which columns made a row so odd, the one that contributed most first.
   *
   * @param raw where the row is
   * @param row its number, from 0
   * @param most columns to name, at least 1
   */
  public List<Contribution> explain(RawData raw, int row, int most) {
    RawData.Table table = PlainTable.of(raw).subset(new int[] {row});
    float[] prepared = prepared(model.preparation(), table)[0];
    return explainer.explain(prepared, PlainTable.inOrder(table, model.preparation()), most);
  }

  /** What counts how far columns move from those that were fitted; nothing is counted yet. */
  public Drift drift() {
    return new Drift(state.profiles());
  }

  /** Counts rows towards a {@link #drift}. */
  public void count(RawData raw, Drift drift) {
    drift.add(PlainTable.inOrder(PlainTable.of(raw), model.preparation()));
  }

  @Override
  public String toString() {
    return "Detector " + state.regime().sentence() + ", " + model.autoencoder();
  }
}
