package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * What the codes of all training samples look like, kept beside a model whose codes are made of a
 * codebook's entries, which has no prior of its own. Codes drawn from it are decoded as the nearest
 * entries: an entry is drawn as often as the mixture lies nearest to it, and together with those of
 * other groups as the mixture's covariances have it. Kept like a single class of {@link
 * ClassDensitiesSection}.
 *
 * @param mixture of the codes
 */
public record CodeDensitySection(CodeMixture mixture) {
  /** How it is kept in a model file. */
  public static final SectionCodec<CodeDensitySection> SECTION = new Codec();

  /** Wider codes, such as those that keep height and width, have too many covariances. */
  public static final int WIDEST = 512;

  private static final List<String> ALL = List.of("all");

  /**
   * A model with what its codes look like beside it, where they are made of entries, are no wider
   * than {@link #WIDEST} and more than one; else as it is.
   *
   * @param training the samples that it was trained on
   */
  public static ModelFile.Model beside(ModelFile.Model model, Dataset training, long seed) {
    Autoencoder autoencoder = model.autoencoder();
    if (!(autoencoder.blueprint().bottleneck() instanceof Bottleneck.VectorQuantized)
        || autoencoder.codeSize() > WIDEST
        || training.size() < ClassDensities.FEWEST) {
      return model;
    }
    CodeMixture mixture =
        CodeMixture.fit(
            autoencoder.encode(training), ClassDensities.USUAL_PARTS, seed, autoencoder.kernels());
    return model.withSection(SECTION, new CodeDensitySection(mixture));
  }

  /**
   * New samples.
   *
   * @param temperature what deviations of codes are multiplied by
   * @return {@code [count, features]}
   */
  public Tensor samples(Autoencoder autoencoder, int count, double temperature, long seed) {
    Tensor codes = mixture.draw(count, temperature, seed, autoencoder.kernels());
    return Rendering.of(autoencoder, codes, seed);
  }

  private static final class Codec implements SectionCodec<CodeDensitySection> {
    @Override
    public String name() {
      return "code-density";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(CodeDensitySection value) {
      return ClassDensitiesSection.SECTION.write(
          new ClassDensitiesSection(ALL, List.of(value.mixture)));
    }

    @Override
    public CodeDensitySection read(Section section) {
      List<CodeMixture> mixtures = ClassDensitiesSection.SECTION.read(section).mixtures();
      if (mixtures.size() != 1) {
        throw new IllegalArgumentException(
            "a code-density has 1 mixture, but was " + mixtures.size());
      }
      return new CodeDensitySection(mixtures.getFirst());
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
