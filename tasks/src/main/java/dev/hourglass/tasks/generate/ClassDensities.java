package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What codes of each class look like, so that samples of a class asked for can be drawn from a
 * model that knows nothing of classes: p(z | class) as a {@link CodeMixture} for each.
 */
public final class ClassDensities {
  /** Fewer samples of a class are no density. */
  private static final int FEWEST = 2;

  private final Autoencoder autoencoder;
  private final List<CodeMixture> mixtures;
  private final List<String> names;

  private ClassDensities(Autoencoder autoencoder, List<CodeMixture> mixtures, List<String> names) {
    this.autoencoder = autoencoder;
    this.mixtures = mixtures;
    this.names = names;
  }

  /**
   * Fits a mixture to the codes of each class.
   *
   * @param samples with labels
   * @param parts Gaussians a class, at most
   * @throws DataException if there are no labels, or a class has fewer than 2 samples
   */
  public static ClassDensities fit(Autoencoder autoencoder, Dataset samples, int parts, long seed) {
    Labels labels =
        samples
            .labels()
            .orElseThrow(
                () ->
                    new DataException(
                        samples.source()
                            + ": has no labels, which say what class a sample is of; name their"
                            + " column with option 'label-column' or their file with option"
                            + " 'labels'"));
    List<CodeMixture> mixtures = new ArrayList<>();
    for (int c = 0; c < labels.classes(); c++) {
      int wanted = c;
      int[] own =
          IntStream.range(0, samples.size()).filter(i -> labels.values()[i] == wanted).toArray();
      if (own.length < FEWEST) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: class '%s' has %d samples, too few to tell what its codes look like; leave the"
                    + " class out or give more",
                samples.source(),
                labels.names().get(c),
                own.length));
      }
      mixtures.add(
          CodeMixture.fit(
              autoencoder.encode(samples.subset(own)), parts, seed + c, autoencoder.kernels()));
    }
    return new ClassDensities(autoencoder, mixtures, labels.names());
  }

  /** The classes' names, in the order of their numbers. */
  public List<String> names() {
    return names;
  }

  /**
   * New samples of a class, {@code [count, features]}: of counts, coin flips and pictures the mean
   * that the decoder gives, of other numbers drawn around it, as data scatter.
   *
   * @param temperature see {@link CodeMixture#draw}
   */
  public Tensor samples(int classNumber, int count, double temperature, long seed) {
    Tensor codes = mixtures.get(classNumber).draw(count, temperature, seed);
    boolean scatters =
        !autoencoder.blueprint().shape().isImage()
            && autoencoder.blueprint().likelihood().learnsVariance();
    return scatters ? autoencoder.decodeSampled(codes, seed) : autoencoder.decode(codes);
  }
}
