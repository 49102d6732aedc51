package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.NearestNeighbours;
import dev.hourglass.tasks.text.Ranking.Features;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds the words that may have been meant, and what is known of each: all within two edits, and,
 * where none is within one, those of the nearest codes, which may be any number of edits away. Safe
 * to use from several threads.
 */
final class CandidateSearch {
  /** Words of the nearest codes that are looked at. */
  private static final int NEAREST = 20;

  /** Typed words that one thread takes at a time. */
  private static final int BLOCK = 64;

  private final List<int[]> words;
  private final double[] logCounts;
  private final double meanLogCount;
  private final DeletionIndex index;
  private final SpellingNetwork network;
  private final Autoencoder autoencoder;
  private final NearestNeighbours codes;

  CandidateSearch(
      WordList list, List<int[]> words, SpellingNetwork network, Autoencoder autoencoder) {
    this.words = words;
    this.logCounts = IntStream.range(0, list.size()).mapToDouble(w -> logCount(list, w)).toArray();
    this.meanLogCount = DoubleStream.of(logCounts).average().orElse(0);
    this.index = DeletionIndex.of(words);
    this.network = network;
    this.autoencoder = autoencoder;
    Kernels kernels = autoencoder.kernels();
    this.codes =
        NearestNeighbours.of(
            autoencoder.encode(network.samples(words)),
            new Labels(new int[words.size()], List.of("word")),
            kernels);
  }

  private static double logCount(WordList list, int word) {
    return Math.log(Math.max(0.5, list.count(word)));
  }

  /** How often a word is used, the mean of the logarithms. */
  double meanLogCount() {
    return meanLogCount;
  }

  /** A word that may have been meant. */
  record Candidate(int word, Features features) {}

  /**
   * The candidates of typed words, in no order.
   *
   * @param models the typing model for each of them
   */
  List<List<Candidate>> of(List<int[]> typed, IntFunction<TypingModel> models) {
    if (typed.isEmpty()) {
      return List.of();
    }
    Tensor odds = Tensor.allocate(typed.size(), network.outputs());
    autoencoder.outputs(network.samples(typed), odds);
    List<List<Candidate>> all = new ArrayList<>(Collections.nCopies(typed.size(), List.of()));
    int[][] found = new int[typed.size()][];
    inBlocks(typed.size(), (from, to) -> near(typed, from, to, found));
    int[] far =
        IntStream.range(0, found.length).filter(i -> !isNear(typed.get(i), found[i])).toArray();
    addNearestCodes(typed, far, found);
    inBlocks(
        typed.size(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            TypingAlignment alignment = new TypingAlignment(models.apply(i));
            SpellingOdds spelling = new SpellingOdds(network, odds.row(i));
            List<Candidate> candidates = new ArrayList<>(found[i].length);
            for (int word : found[i]) {
              candidates.add(
                  new Candidate(
                      word,
                      new Features(
                          alignment.cost(words.get(word), typed.get(i)),
                          spelling.cost(words.get(word)),
                          logCounts[word])));
            }
            all.set(i, candidates);
          }
        });
    return all;
  }

  private interface Range {
    void run(int from, int to);
  }

  private static void inBlocks(int size, Range range) {
    IntStream.range(0, Math.ceilDiv(size, BLOCK))
        .parallel()
        .forEach(b -> range.run(b * BLOCK, Math.min(size, (b + 1) * BLOCK)));
  }

  private void near(List<int[]> typed, int from, int to, int[][] found) {
    NumberSet alike = new NumberSet(words.size());
    EditDistance distance = new EditDistance();
    for (int i = from; i < to; i++) {
      int[] word = typed.get(i);
      alike.clear();
      index.find(word, alike);
      found[i] =
          IntStream.range(0, alike.size())
              .map(alike::get)
              .filter(
                  w ->
                      distance.between(words.get(w), word, DeletionIndex.MOST)
                          <= DeletionIndex.MOST)
              .sorted()
              .toArray();
    }
  }

  private boolean isNear(int[] typed, int[] found) {
    EditDistance distance = new EditDistance();
    return IntStream.of(found).anyMatch(w -> distance.between(words.get(w), typed, 1) <= 1);
  }

  private void addNearestCodes(List<int[]> typed, int[] far, int[][] found) {
    if (far.length == 0) {
      return;
    }
    List<int[]> chosen = IntStream.of(far).mapToObj(typed::get).toList();
    int[][] nearest = codes.neighbours(autoencoder.encode(network.samples(chosen)), NEAREST);
    for (int i = 0; i < far.length; i++) {
      found[far[i]] =
          IntStream.concat(IntStream.of(found[far[i]]), IntStream.of(nearest[i]))
              .sorted()
              .distinct()
              .toArray();
    }
  }
}
