package dev.hourglass.tasks.text;

/** What the decoder makes of one typed word: the odds of every character at every place. */
final class SpellingOdds {
  private final SpellingNetwork network;
  private final float[] logOdds;

  /**
   * Of the decoder's outputs.
   *
   * @param outputs logits; become logarithms of probabilities place by place
   */
  SpellingOdds(SpellingNetwork network, float[] outputs) {
    this.network = network;
    this.logOdds = outputs;
    int columns = network.writtenColumns();
    for (int from = 0; from < outputs.length; from += columns) {
      float most = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + columns; i++) {
        most = Math.max(most, outputs[i]);
      }
      double sum = 0;
      for (int i = from; i < from + columns; i++) {
        sum += Math.exp(outputs[i] - most);
      }
      float total = (float) (most + Math.log(sum));
      for (int i = from; i < from + columns; i++) {
        outputs[i] -= total;
      }
    }
  }

  /** −log likelihood of a word, of its first places where it is longer than is written. */
  double cost(int[] word) {
    double cost = 0;
    for (int i = 0; i < Math.min(network.places(), word.length + 1); i++) {
      cost -= logOdds[network.output(i, i == word.length ? Alphabet.EDGE : word[i])];
    }
    return cost;
  }
}
