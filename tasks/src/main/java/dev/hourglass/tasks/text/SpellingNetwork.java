package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Code;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Objective;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.Weights;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import java.util.Arrays;
import java.util.List;

/**
 * How words lie before and behind the denoising autoencoder. It reads a typed word twice, a one for
 * each character at its place counted from the front, and again counted from the end, so that what
 * stands before and behind a slip both stay where they were. It writes the word meant: odds of the
 * characters at each place from the front, and of the word's end.
 *
 * @param places of a word that are read and written
 * @param letters characters that have a column of their own, the most frequent; the others share
 *     one
 */
record SpellingNetwork(int places, int letters) {
  private static final int MOST_PLACES = 28;
  private static final int FEWEST_PLACES = 4;
  private static final int MOST_LETTERS = 96;

  /** Of the words so many are no longer than is read. */
  private static final double FITTING = 0.998;

  private static final int HIDDEN = 512;
  private static final int CODE = 96;
  private static final int BATCH = 256;

  static SpellingNetwork of(Alphabet alphabet, List<int[]> words) {
    int[] lengths = words.stream().mapToInt(word -> word.length).sorted().toArray();
    int fitting = lengths[(int) (FITTING * (lengths.length - 1))];
    return new SpellingNetwork(
        Math.clamp(fitting + 1, FEWEST_PLACES, MOST_PLACES),
        Math.min(MOST_LETTERS, alphabet.size()));
  }

  /** Columns of a place that is read: the letters and one for all others. */
  private int readColumns() {
    return letters + 1;
  }

  /** Columns of a place that is written: the end of the word, then as they are read. */
  int writtenColumns() {
    return letters + 2;
  }

  int features() {
    return 2 * places * readColumns();
  }

  int outputs() {
    return places * writtenColumns();
  }

  Blueprint blueprint() {
    Stages hidden = Stages.of(HIDDEN).withActivation(Activation.RELU);
    return new Blueprint(
        SampleShape.vector(features()),
        hidden,
        new Code(CODE),
        hidden,
        new Corruption.None(),
        new Objective(new Likelihood.Multinomial(), Activation.IDENTITY)
            .withTarget(SampleShape.vector(outputs())),
        new Weights(Initializer.HE_NORMAL, false));
  }

  static Training training(long seed) {
    return Training.defaults()
        .withEpochs(1)
        .withBatchSize(BATCH)
        .withLearningRate(2e-3)
        .withSeed(seed)
        .withPrecision(PrecisionChoice.FLOAT32);
  }

  /** The column of a symbol at a place, from 0. */
  private int column(int symbol) {
    return Math.min(letters, symbol - 1);
  }

  /** Where the odds of a symbol at a place are among the outputs. */
  int output(int place, int symbol) {
    return place * writtenColumns() + (symbol == Alphabet.EDGE ? 0 : 1 + column(symbol));
  }

  /** Typed words as samples. */
  SparseSamples samples(List<int[]> words) {
    SparseBuilder builder = SparseSamples.builder(features());
    words.forEach(word -> add(builder, word));
    return builder.build();
  }

  private void add(SparseBuilder builder, int[] word) {
    int kept = Math.min(places, word.length);
    int[] indices = new int[2 * kept];
    float[] ones = new float[2 * kept];
    Arrays.fill(ones, 1);
    for (int i = 0; i < kept; i++) {
      indices[i] = i * readColumns() + column(word[i]);
      indices[kept + i] = (places + i) * readColumns() + column(word[word.length - 1 - i]);
    }
    builder.add(indices, ones);
  }
}
