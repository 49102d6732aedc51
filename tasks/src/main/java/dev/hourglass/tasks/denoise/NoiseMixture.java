package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What may happen to a picture: one of several alternatives, each of which is one noise after the
 * other. Written {@code gaussian:0..0.2,poisson:30+blur:1}: a comma is "or", a plus "and then".
 *
 * @param alternatives at least one, of at least one noise each; all are as likely
 */
public record NoiseMixture(List<List<PictureNoise>> alternatives) {
  /** Gaussian noise of any strength up to what hides a picture. */
  public static final NoiseMixture USUAL = parse("gaussian:0..0.2");

  /** Refuses nothing to choose from. */
  public NoiseMixture {
    alternatives = alternatives.stream().map(List::copyOf).toList();
    if (alternatives.isEmpty() || alternatives.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a mixture of noises has at least one in each part");
    }
  }

  /** Whether all of it hits each pixel by itself. */
  public boolean isPixelwise() {
    return alternatives.stream().flatMap(List::stream).allMatch(PictureNoise::isPixelwise);
  }

  /** Whether all of it is as strong at every pixel. */
  public boolean isGaussian() {
    return alternatives.stream()
        .flatMap(List::stream)
        .allMatch(PictureNoise.Gaussian.class::isInstance);
  }

  /** Whether all of it is lines of the spectrum that are missing. */
  public boolean isUndersampling() {
    return alternatives.stream()
        .flatMap(List::stream)
        .allMatch(PictureNoise.Undersampling.class::isInstance);
  }

  /** A damaged copy of a picture: the same for the same seed and number. */
  public Picture apply(Picture clean, long seed, int number) {
    float[] values = clean.values().clone();
    long key = Noise.key(seed, NoisePurpose.PICTURE_NOISE, 0, number);
    apply(values, clean.shape(), new SplittableRandom(key));
    return clean.withValues(values);
  }

  void apply(float[] values, SampleShape shape, SplittableRandom random) {
    for (PictureNoise noise : alternatives.get(random.nextInt(alternatives.size()))) {
      noise.apply(values, shape, random);
    }
  }

  /** As people write it. */
  public String text() {
    return alternatives.stream()
        .map(each -> each.stream().map(PictureNoise::text).collect(Collectors.joining("+")))
        .collect(Collectors.joining(","));
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  public static NoiseMixture parse(String text) {
    List<List<PictureNoise>> alternatives = new ArrayList<>();
    for (String alternative : text.split(",", -1)) {
      List<PictureNoise> together = new ArrayList<>();
      for (String one : alternative.split("\\+", -1)) {
        together.add(PictureNoise.parse(one.strip()));
      }
      alternatives.add(together);
    }
    return new NoiseMixture(alternatives);
  }
}
