package dev.hourglass.tasks.denoise.classic;

import dev.hourglass.data.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The classics, each with one strength to be chosen. */
public enum ClassicFilter {
  /** The median of a square; its strength is the radius in pixels. */
  MEDIAN("median", "median", 1, 2, 3),
  /** A mean under a Gaussian; its strength is the deviation in pixels. */
  GAUSSIAN("gaussian", "Gaussian", 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2),
  /** Total variation; its strength is the weight λ beside half the squared distance. */
  TOTAL_VARIATION("totalVariation", "total variation", 0.01, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3),
  /** Non-local means; its strength is the noise's deviation. */
  NON_LOCAL_MEANS("nonLocalMeans", "non-local means", 0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.2);

  private final String label;
  private final String words;
  private final List<Double> strengths;

  ClassicFilter(String label, String words, double... strengths) {
    this.label = label;
    this.words = words;
    this.strengths = Arrays.stream(strengths).boxed().toList();
  }

  /** As figures are named. */
  public String label() {
    return label;
  }

  /** In words. */
  public String words() {
    return words;
  }

  /** Strengths worth trying, from weak to strong. */
  public List<Double> strengths() {
    return strengths;
  }

  /** A picture filtered; colours one by one, but for non-local means, which compares them all. */
  public Picture apply(Picture noisy, double strength) {
    int height = noisy.shape().height();
    int width = noisy.shape().width();
    int channels = noisy.shape().channels();
    List<Picture> planes = IntStream.range(0, channels).mapToObj(noisy::channel).toList();
    if (this == NON_LOCAL_MEANS) {
      float[][] values = planes.stream().map(Picture::values).toArray(float[][]::new);
      float[][] clean = NonLocalMeans.apply(values, height, width, strength);
      return Picture.ofChannels(
          IntStream.range(0, channels).mapToObj(c -> planes.get(c).withValues(clean[c])).toList());
    }
    return Picture.ofChannels(
        planes.stream()
            .map(plane -> plane.withValues(plane(plane.values(), height, width, strength)))
            .toList());
  }

  private float[] plane(float[] plane, int height, int width, double strength) {
    return switch (this) {
      case MEDIAN -> MedianFilter.apply(plane, height, width, (int) Math.round(strength));
      case GAUSSIAN -> GaussianFilter.smooth(plane, height, width, strength);
      case TOTAL_VARIATION -> TotalVariation.apply(plane, height, width, strength);
      case NON_LOCAL_MEANS -> throw new IllegalStateException("it looks at all channels at once");
    };
  }
}
