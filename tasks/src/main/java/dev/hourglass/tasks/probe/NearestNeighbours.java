package dev.hourglass.tasks.probe;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The vote of the k nearest codes by Euclidean distance (Fix and Hodges 1951), by brute force: all
 * distances are looked at. Where classes have equally many votes, the one with the nearest voter
 * wins; of equally near codes the first counts as nearer.
 */
public final class NearestNeighbours {
  /** How many vote unless something else is asked. */
  public static final int DEFAULT_NEIGHBOURS = 5;

  private final Tensor codes;
  private final Labels labels;
  private final ClassAccuracy classes;
  private final NeighbourSearch search;

  private NearestNeighbours(Tensor codes, Labels labels, Kernels kernels) {
    this.codes = codes;
    this.labels = labels;
    this.classes = new ClassAccuracy(labels.names());
    this.search = new NeighbourSearch(codes, kernels);
  }

  /**
   * Remembers codes and their classes.
   *
   * @param codes {@code [samples, code]}, not to be written to afterwards
   * @param labels one for each
   * @param kernels that compute distances
   * @throws IllegalArgumentException if there are not as many labels as codes
   */
  public static NearestNeighbours of(Tensor codes, Labels labels, Kernels kernels) {
    if (codes.rows() != labels.size()) {
      throw new IllegalArgumentException(
          "%d codes cannot be remembered with %d labels".formatted(codes.rows(), labels.size()));
    }
    return new NearestNeighbours(codes, labels, kernels);
  }

  /**
   * The nearest remembered codes of every query, nearest first.
   *
   * @param count at least 1; fewer come back where fewer are remembered
   * @return {@code [queries][neighbours]} row numbers
   */
  public int[][] neighbours(Tensor queries, int count) {
    if (queries.columns() != codes.columns()) {
      throw new IllegalArgumentException(
          "queries of %d numbers do not fit codes of %d"
              .formatted(queries.columns(), codes.columns()));
    }
    if (count < 1) {
      throw new IllegalArgumentException("there are 1 or more neighbours, but was " + count);
    }
    int[][] found = new int[queries.rows()][];
    RowBlocks.run(
        queries.rows(),
        NeighbourSearch.QUERIES,
        (_, arena) -> search.open(arena, queries, Math.min(count, codes.rows()), found));
    return found;
  }

  /** The class that {@code count} neighbours vote for, for every query. */
  public int[] classify(Tensor queries, int count) {
    int[][] found = neighbours(queries, count);
    int[] predicted = new int[found.length];
    for (int q = 0; q < found.length; q++) {
      int[] votes = new int[labels.classes()];
      for (int neighbour : found[q]) {
        votes[labels.values()[neighbour]]++;
      }
      // Neighbours come nearest first, so the first class to have the most votes is the nearest.
      int best = -1;
      for (int neighbour : found[q]) {
        int candidate = labels.values()[neighbour];
        best = best < 0 || votes[candidate] > votes[best] ? candidate : best;
      }
      predicted[q] = best;
    }
    return predicted;
  }

  /** The share of queries whose class {@code count} neighbours tell; compared by name. */
  public double accuracy(Tensor queries, Labels labels, int count) {
    return classes.of(classify(queries, count), labels);
  }
}
