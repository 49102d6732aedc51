package dev.hourglass.tasks.anomaly;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.anomaly.measure.Measure;
import dev.hourglass.tasks.anomaly.measure.ScorerPass;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Evidence made ready for blocks of rows: what {@link Evidence#scores(float[][], boolean)} says of
 * rows that were not fitted, to rounding, at many times the speed. For one thread at a time.
 */
final class EvidencePass {
  private final Evidence evidence;
  private final Kernels kernels;
  private final List<ScorerPass> passes;
  private final int features;
  private final int code;
  private final double weights;
  private final float[] row;
  private final float[] repair;
  private final float[] look;
  private Tensor looks = Tensor.allocate(0, 1);
  private Tensor both = Tensor.allocate(0, 1);
  private double[] scores = new double[0];

  EvidencePass(Evidence evidence) {
    this.evidence = evidence;
    this.kernels = evidence.denoiser().autoencoder().kernels();
    this.passes =
        evidence.measures().stream().map(measure -> measure.scorer().open(kernels)).toList();
    this.features = evidence.denoiser().autoencoder().features();
    this.code = evidence.denoiser().autoencoder().codeSize();
    this.weights = evidence.measures().stream().mapToDouble(Measure::weight).sum();
    this.row = new float[features];
    this.repair = new float[features];
    this.look = new float[features + code];
  }

  /**
   * Scores rows.
   *
   * @param rows {@code [count, features]}, prepared
   * @param codes {@code [count, code]}: what the denoiser makes of them
   * @param repaired {@code [count, features]}
   * @param into where the scores go, from place {@code at} on
   */
  void score(Tensor rows, Tensor codes, Tensor repaired, double[] into, int at) {
    int count = rows.rows();
    ensure(count);
    look(rows, codes, repaired);
    for (int m = 0; m < passes.size(); m++) {
      Measure measure = evidence.measures().get(m);
      Tensor seen =
          switch (measure.view()) {
            case INPUT -> rows;
            case REPAIR -> looks;
            case BOTH -> both(rows);
          };
      passes.get(m).score(seen, count, scores);
      for (int i = 0; i < count; i++) {
        into[at + i] += measure.weight() * measure.surprise().at(scores[i]) / weights;
      }
    }
  }

  private void ensure(int count) {
    if (scores.length < count) {
      scores = new double[count];
      looks = Tensor.allocate(count, features + code);
    }
  }

  /** As {@link Denoiser#look} has it. */
  private void look(Tensor rows, Tensor codes, Tensor repaired) {
    long rowBytes = (long) features * Float.BYTES;
    long codeBytes = (long) code * Float.BYTES;
    long lookBytes = rowBytes + codeBytes;
    for (int i = 0; i < rows.rows(); i++) {
      MemorySegment.copy(rows.segment(), JAVA_FLOAT, i * rowBytes, row, 0, features);
      MemorySegment.copy(repaired.segment(), JAVA_FLOAT, i * rowBytes, repair, 0, features);
      for (int f = 0; f < features; f++) {
        look[f] = row[f] - repair[f];
      }
      MemorySegment.copy(codes.segment(), JAVA_FLOAT, i * codeBytes, look, features, code);
      evidence.denoiser().standard().apply(look);
      MemorySegment.copy(look, 0, looks.segment(), JAVA_FLOAT, i * lookBytes, look.length);
    }
  }

  private Tensor both(Tensor rows) {
    if (both.rows() < rows.rows()) {
      both = Tensor.allocate(rows.rows(), features + look.length);
    }
    Tensor some = both.topRows(rows.rows());
    kernels.copyColumns(rows, 0, some, 0, features);
    kernels.copyColumns(looks.topRows(rows.rows()), 0, some, features, look.length);
    return some;
  }
}
