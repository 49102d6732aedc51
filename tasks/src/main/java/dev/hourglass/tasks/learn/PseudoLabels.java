package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.LinearProbe;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labels for samples that have none, by {@link LabelSpreading} over their codes, each as sure as
 * its shares are far from even: 1 − H / log C, the surest 1 (Iscen et al. 2019, "Label Propagation
 * for Deep Semi-supervised Learning", equation 11).
 *
 * @param rows of all samples that are learned from: the labelled first, then the others
 * @param labels of those
 * @param sureness of each in [0, 1]; 1 where the label is known
 */
@SuppressWarnings("ArrayRecordComponent") // kept by nobody and compared by nobody
record PseudoLabels(int[] rows, Labels labels, double[] sureness) {
  /** Parts of the labelled that are told from the others, to see whether spreading pays. */
  private static final int FOLDS = 5;

  /** Steps of sureness. */
  private static final int WEIGHTS = 8;

  /** What telling the labelled from each other came to. */
  record Trial(double spread, double straight) {
    /** Whether neighbours tell classes at least as well as a straight cut of the codes. */
    boolean isWon() {
      return spread >= straight;
    }
  }

  /** What was found, and why it is used or not. */
  record Outcome(Trial trial, Optional<PseudoLabels> used) {}

  /**
   * Spreads labels, unless the labelled samples themselves say that it does not pay.
   *
   * @param codes of the samples at {@code rows}, row by row
   * @param rows the labelled first, then the others
   * @param known labels of the first of them
   */
  static Outcome spread(Tensor codes, int[] rows, Labels known, long seed, Kernels kernels) {
    LabelSpreading graph = LabelSpreading.over(codes, kernels);
    Trial trial = trial(graph, codes, known, seed, kernels);
    if (!trial.isWon()) {
      return new Outcome(trial, Optional.empty());
    }
    int labelled = known.size();
    double[][] shares =
        graph.spread(IntStream.range(0, labelled).toArray(), known.values(), known.classes());
    int[] values = Arrays.copyOf(known.values(), rows.length);
    double[] sureness = new double[rows.length];
    Arrays.fill(sureness, 0, labelled, 1);
    double most = Double.MIN_NORMAL;
    for (int i = labelled; i < rows.length; i++) {
      values[i] = largest(shares[i]);
      sureness[i] = sureness(shares[i]);
      most = Math.max(most, sureness[i]);
    }
    for (int i = labelled; i < rows.length; i++) {
      sureness[i] /= most;
    }
    return new Outcome(
        trial, Optional.of(new PseudoLabels(rows, new Labels(values, known.names()), sureness)));
  }

  /** Each labelled sample is told once by those of other folds. */
  private static Trial trial(
      LabelSpreading graph, Tensor codes, Labels known, long seed, Kernels kernels) {
    int size = known.size();
    int[] fold = new int[size];
    int[] met = new int[known.classes()];
    long key = Noise.key(seed, NoisePurpose.LABELLED_ROWS, 0, 1);
    int shift = (int) (Noise.uniform(key, 0) * FOLDS);
    for (int i = 0; i < size; i++) {
      fold[i] = (met[known.values()[i]]++ + shift) % FOLDS;
    }
    int spread = 0;
    int straight = 0;
    for (int f = 0; f < FOLDS; f++) {
      int told = f;
      int[] others = IntStream.range(0, size).filter(i -> fold[i] != told).toArray();
      int[] asked = IntStream.range(0, size).filter(i -> fold[i] == told).toArray();
      if (others.length == 0 || asked.length == 0) {
        continue;
      }
      Labels classes = known.subset(others);
      double[][] shares = graph.spread(others, classes.values(), known.classes());
      int[] cut =
          LinearProbe.fit(rowsOf(codes, others), classes, kernels).classify(rowsOf(codes, asked));
      for (int i = 0; i < asked.length; i++) {
        int truth = known.values()[asked[i]];
        spread += largest(shares[asked[i]]) == truth ? 1 : 0;
        straight += cut[i] == truth ? 1 : 0;
      }
    }
    return new Trial((double) spread / size, (double) straight / size);
  }

  private static Tensor rowsOf(Tensor codes, int[] rows) {
    Tensor some = Tensor.allocate(rows.length, codes.columns());
    for (int i = 0; i < rows.length; i++) {
      some.slice(i, 1).copyFrom(codes.slice(rows[i], 1));
    }
    return some;
  }

  private static int largest(double[] shares) {
    int best = 0;
    for (int c = 1; c < shares.length; c++) {
      best = shares[c] > shares[best] ? c : best;
    }
    return best;
  }

  private static double sureness(double[] shares) {
    double entropy = 0;
    double sum = 0;
    for (double share : shares) {
      sum += share;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return sum == 0 ? 0 : Math.max(0, 1 - entropy / Math.log(shares.length));
  }

  /**
   * What a network is to say of each, {@code [rows, classes]}: a count at its class, the higher the
   * surer, as the multinomial likelihood weighs it. The surest and the known have {@value
   * #WEIGHTS}.
   */
  Dataset targets() {
    SparseBuilder targets = SparseSamples.builder(labels.classes());
    for (int i = 0; i < rows.length; i++) {
      long weight = Math.round(WEIGHTS * sureness[i]);
      targets.add(
          weight == 0 ? new int[0] : new int[] {labels.values()[i]},
          weight == 0 ? new float[0] : new float[] {(float) weight});
    }
    return targets.build();
  }
}
