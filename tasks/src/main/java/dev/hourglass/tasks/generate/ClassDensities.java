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
 * Samples of a class from what the codes of each class look like: p(z | class) as a {@link
 * CodeMixture} for each, of codes drawn from the encoder's distribution where it has one. It works
 * with models that know nothing of classes. A conditional model is told the class as well; with its
 * prior alone some codes are of places that the class never was.
 *
 * @param autoencoder that decodes
 * @param names of the classes
 * @param mixtures of each one's codes
 */
public record ClassDensities(
    Autoencoder autoencoder, List<String> names, List<CodeMixture> mixtures)
    implements ClassSamples {
  /** More Gaussians a class than this were no better on MNIST. */
  public static final int USUAL_PARTS = 30;

  /** Fewer samples of a class are no density. */
  static final int FEWEST = 2;

  /** Refuses another number of mixtures than of names. */
  public ClassDensities {
    names = List.copyOf(names);
    mixtures = List.copyOf(mixtures);
    if (names.size() != mixtures.size()) {
      throw new IllegalArgumentException(
          "%d classes have a mixture each, but there were %d"
              .formatted(names.size(), mixtures.size()));
    }
    for (CodeMixture mixture : mixtures) {
      if (mixture.codeSize() != autoencoder.codeSize()) {
        throw new IllegalArgumentException(
            "the model's codes have %d numbers, but a mixture's %d"
                .formatted(autoencoder.codeSize(), mixture.codeSize()));
      }
    }
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
      Tensor codes = autoencoder.encodeSampled(samples.subset(own), seed + c);
      mixtures.add(CodeMixture.fit(codes, parts, seed + c, autoencoder.kernels()));
    }
    return new ClassDensities(autoencoder, labels.names(), mixtures);
  }

  @Override
  public Tensor samples(int classNumber, int count, double temperature, long seed) {
    Tensor codes = mixtures.get(classNumber).draw(count, temperature, seed, autoencoder.kernels());
    Autoencoder told =
        autoencoder.blueprint().condition().isPresent()
            ? autoencoder.given(names.get(classNumber))
            : autoencoder;
    return Rendering.of(told, codes, seed);
  }
}
