package dev.hourglass.search;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Pca;
import dev.hourglass.tasks.evaluate.Disturbance;
import dev.hourglass.tasks.probe.NearestNeighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well an index finds what is alike, measured on labelled samples: each is a query, and its own
 * item, where it is in the index, is left out.
 *
 * @param samples that were asked about
 * @param own whether they are the items of the index
 * @param finding what the index finds
 * @param cost what that takes
 * @param robustness how often a disturbed picture finds itself first, by disturbance; empty where
 *     samples are no pictures or not in the index
 */
public record IndexEvaluation(
    int samples, boolean own, Finding finding, Cost cost, Map<Disturbance, Itself> robustness) {
  /** Neighbours of each query. */
  public static final int NEIGHBOURS = 10;

  /** Queries that are timed and disturbed, evenly spread. */
  private static final int TIMED = 2_000;

  /** Queries before the clock counts. */
  private static final int WARM = 1_000;

  /**
   * What is found.
   *
   * @param recall the share of the 10 nearest codes that the index finds
   * @param labelShare the share of the 10 that the index finds which have the query's label
   * @param rawLabelShare the same of the 10 samples nearest by all their numbers
   * @param pcaLabelShare the same of the 10 nearest by as many principal components as a code has
   *     numbers, fitted on these samples
   */
  public record Finding(
      double recall, double labelShare, double rawLabelShare, double pcaLabelShare) {}

  /**
   * What it takes.
   *
   * @param bytesPerItem on the disk, with graph, id and label
   * @param rawBytesPerItem of the samples' own numbers, a byte each for pictures and four else
   * @param medianQueryMillis from a code to its neighbours, one query at a time
   * @param medianExactMillis the same looking at every code
   * @param medianEncodeMillis from a sample to its code, one at a time
   */
  public record Cost(
      double bytesPerItem,
      double rawBytesPerItem,
      double medianQueryMillis,
      double medianExactMillis,
      double medianEncodeMillis) {}

  /**
   * How often a disturbed picture finds itself before any other.
   *
   * @param codes share of the pictures, by the index
   * @param pixels by all their numbers
   */
  public record Itself(double codes, double pixels) {}

  /**
   * Measures an index.
   *
   * @param data labelled, prepared for the index's model
   * @throws DataException if it has no labels, or there is but one sample
   */
  public static IndexEvaluation of(SearchIndex index, IndexData data) {
    return new Measuring(index, data).run();
  }

  /** Under the names that scripts rely on. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", samples);
    map.put("samplesAreTheItems", own);
    map.put("recallAt10", finding.recall);
    map.put("labelShareAt10", finding.labelShare);
    map.put("rawLabelShareAt10", finding.rawLabelShare);
    map.put("pcaLabelShareAt10", finding.pcaLabelShare);
    map.put("medianQueryMillis", cost.medianQueryMillis);
    map.put("medianExactMillis", cost.medianExactMillis);
    map.put("medianEncodeMillis", cost.medianEncodeMillis);
    map.put("bytesPerItem", cost.bytesPerItem);
    map.put("rawBytesPerItem", cost.rawBytesPerItem);
    if (!robustness.isEmpty()) {
      Map<String, Object> first = new LinkedHashMap<>();
      robustness.forEach(
          (disturbance, share) ->
              first.put(
                  disturbance.name().toLowerCase(Locale.ROOT),
                  Map.of("codes", share.codes, "pixels", share.pixels)));
      map.put("findsItselfFirst", first);
    }
    return map;
  }

  /** One measuring, with what several figures need. */
  private static final class Measuring {
    private final SearchIndex index;
    private final IndexData data;
    private final Labels labels;
    private final Kernels kernels;
    private final Tensor codes;

    Measuring(SearchIndex index, IndexData data) {
      this.index = index;
      this.data = data;
      this.labels =
          data.samples()
              .labels()
              .orElseThrow(
                  () ->
                      new DataException(
                          ("%s: has no labels, by which finding is measured; give option"
                                  + " 'label-column' or option 'labels'")
                              .formatted(data.samples().source())));
      if (labels.size() < 2) {
        throw new DataException(
            "%s: one sample has no neighbour to be measured by".formatted(data.samples().source()));
      }
      this.kernels = index.model().autoencoder().kernels();
      this.codes = index.model().autoencoder().encode(data.samples());
    }

    IndexEvaluation run() {
      boolean own = areItems();
      Question question = Question.nearest(NEIGHBOURS);
      double recall = 0;
      double share = 0;
      for (int row = 0; row < codes.rows(); row++) {
        List<Neighbour> found = ask(row, codes.row(row), question, own);
        share += share(found, labels.name(row));
      }
      int[] some = RowOrder.spread(codes.rows(), TIMED);
      for (int row : some) {
        recall += recall(row, question, own);
      }
      Tensor raw = TensorSamples.copyOf(data.samples());
      int size = Math.min(codes.columns(), Math.min(raw.columns(), raw.rows()));
      Tensor pca = Pca.fit(data.samples(), size, kernels).encode(data.samples());
      Finding finding =
          new Finding(
              recall / some.length, share / codes.rows(), leaveOneOut(raw), leaveOneOut(pca));
      Cost cost = cost(question, some);
      boolean pictures = data.samples().shape().isImage();
      return new IndexEvaluation(
          codes.rows(), own, finding, cost, own && pictures ? robustness(raw, some) : Map.of());
    }

    /** Whether every sample is in the index under its own name, and nothing else is. */
    private boolean areItems() {
      if (index.size() != codes.rows()) {
        return false;
      }
      Distance distance = index.options().distance();
      for (int row : RowOrder.spread(codes.rows(), WARM)) {
        String id = data.id(row, 0);
        if (index.find(id).isEmpty()
            || distance.between(distance.stored(index.code(id)), distance.stored(codes.row(row)))
                > 1e-3 * (1 + Distance.length(codes.row(row)))) {
          return false;
        }
      }
      return true;
    }

    private List<Neighbour> ask(int row, float[] code, Question question, boolean own) {
      return own
          ? index.nearestBut(data.id(row, 0), code, question)
          : index.nearest(code, question);
    }

    private static double share(List<Neighbour> found, String label) {
      long same = found.stream().filter(n -> n.item().label().orElse("").equals(label)).count();
      return found.isEmpty() ? 0 : (double) same / found.size();
    }

    /** Those as near as the tenth count as found, whichever of them came back. */
    private double recall(int row, Question question, boolean own) {
      List<Neighbour> exact = ask(row, codes.row(row), question.exactly(true), own);
      double tenth = exact.isEmpty() ? 0 : exact.getLast().distance();
      long hits =
          ask(row, codes.row(row), question, own).stream()
              .filter(n -> n.distance() <= tenth)
              .count();
      return exact.isEmpty() ? 1 : (double) hits / exact.size();
    }

    private double leaveOneOut(Tensor rows) {
      int[][] found = NearestNeighbours.of(rows, labels, kernels).neighbours(rows, NEIGHBOURS + 1);
      double sum = 0;
      for (int row = 0; row < found.length; row++) {
        int self = row;
        int[] others = Arrays.stream(found[row]).filter(n -> n != self).limit(NEIGHBOURS).toArray();
        long same =
            Arrays.stream(others).filter(n -> labels.values()[n] == labels.values()[self]).count();
        sum += (double) same / others.length;
      }
      return sum / found.length;
    }

    private Cost cost(Question question, int[] some) {
      for (int i = 0; i < WARM; i++) {
        index.nearest(codes.row(some[i % some.length]), question);
      }
      double[] walk = new double[some.length];
      double[] encode = new double[some.length];
      for (int i = 0; i < some.length; i++) {
        float[] sample = data.samples().row(some[i]);
        long begun = System.nanoTime();
        float[] code = index.model().autoencoder().encode(sample);
        long encoded = System.nanoTime();
        index.nearest(code, question);
        walk[i] = (System.nanoTime() - encoded) / 1e6;
        encode[i] = (encoded - begun) / 1e6;
      }
      int exactly = Math.min(some.length, 200);
      double[] exact = new double[exactly];
      for (int i = 0; i < exactly; i++) {
        long begun = System.nanoTime();
        index.nearest(codes.row(some[i]), question.exactly(true));
        exact[i] = (System.nanoTime() - begun) / 1e6;
      }
      int bytes = data.samples().shape().isImage() ? 1 : Float.BYTES;
      return new Cost(
          (double) index.codeBytes() / index.size(),
          (double) bytes * data.samples().features(),
          median(walk),
          median(exact),
          median(encode));
    }

    private static double median(double[] values) {
      Arrays.sort(values);
      return values[values.length / 2];
    }

    private Map<Disturbance, Itself> robustness(Tensor raw, int[] some) {
      NearestNeighbours pixels = NearestNeighbours.of(raw, labels, kernels);
      Dataset chosen = data.samples().subset(some);
      Map<Disturbance, Itself> found = new LinkedHashMap<>();
      for (Disturbance disturbance : Disturbance.values()) {
        Dataset disturbed = disturbance.applyTo(chosen, 1);
        Tensor disturbedCodes = index.model().autoencoder().encode(disturbed);
        int[][] near = pixels.neighbours(TensorSamples.copyOf(disturbed), 1);
        List<String> first = new ArrayList<>();
        for (int i = 0; i < some.length; i++) {
          first.add(
              index.nearest(disturbedCodes.row(i), Question.nearest(1)).getFirst().item().id());
        }
        found.put(
            disturbance,
            new Itself(
                share(
                    IntStream.range(0, some.length), i -> first.get(i).equals(data.id(some[i], 0))),
                share(IntStream.range(0, some.length), i -> near[i][0] == some[i])));
      }
      return found;
    }

    private static double share(IntStream all, IntPredicate holds) {
      return all.mapToDouble(i -> holds.test(i) ? 1 : 0).average().orElse(0);
    }
  }
}
