package dev.hourglass.tasks.compare;

import java.util.Map;

/**
 * Who a model in a comparison is.
 *
 * @param name what the report calls it
 * @param kind what sort of model it is
 * @param summary its layers, in one line
 * @param codeSize numbers in a code
 * @param parameters how many numbers were fitted
 * @param seconds that fitting took
 * @param choices its blueprint and training, as plain maps; empty for classics
 */
public record ModelCard(
    String name,
    Kind kind,
    String summary,
    int codeSize,
    long parameters,
    double seconds,
    Map<String, Object> choices) {

  /** What sort of model it is. */
  public enum Kind {
    /** An autoencoder. */
    AUTOENCODER,
    /** Principal component analysis. */
    PCA,
    /** K-means. */
    KMEANS;

    /** Whether it is there to be beaten. */
    public boolean isClassic() {
      return this != AUTOENCODER;
    }
  }
}
