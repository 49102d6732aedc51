package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Pca;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A plane through the latent space, of which points are decoded.
 *
 * @param middle {@code [code]}: the code in the middle
 * @param across {@code [code]}: from the middle to the right edge
 * @param up {@code [code]}: from the middle to the upper edge; all 0 where a code has one unit
 * @param meaning what the plane is, in words
 */
public record CodePlane(float[] middle, float[] across, float[] up, String meaning) {
  /**
   * The plane in which the codes of samples vary most: a code of one or two units as it is, of a
   * larger one the two leading principal directions around the mean, over ±2.5 deviations.
   *
   * @param codes {@code [samples, code]}, at least 3
   * @param source whose codes, for the words
   */
  public static CodePlane ofCodes(Autoencoder autoencoder, Tensor codes, String source) {
    CodeSpread spread = CodeSpread.of(codes);
    int units = codes.columns();
    float[] middle = new float[units];
    float[] across = new float[units];
    float[] up = new float[units];
    if (units <= 2) {
      for (int unit = 0; unit < units; unit++) {
        middle[unit] = (float) spread.means()[unit];
        (unit == 0 ? across : up)[unit] =
            (float) (Generation.DEVIATIONS * spread.deviations()[unit]);
      }
      return new CodePlane(
          middle, across, up, "the code itself, over ±2.5 deviations of the codes of " + source);
    }
    Pca pca = Pca.fit(codes, 2, autoencoder.kernels());
    for (int unit = 0; unit < units; unit++) {
      middle[unit] = (float) pca.mean().get(unit);
      across[unit] =
          (float)
              (Generation.DEVIATIONS
                  * Math.sqrt(pca.variances()[0])
                  * pca.components().get(0, unit));
      up[unit] =
          (float)
              (Generation.DEVIATIONS
                  * Math.sqrt(pca.variances()[1])
                  * pca.components().get(1, unit));
    }
    return new CodePlane(
        middle,
        across,
        up,
        String.format(
            Locale.ROOT,
            "the two directions in which the codes of %s vary most (%.0f%% of their variance),"
                + " over ±2.5 deviations; in all others a code stays at their mean",
            source,
            100 * pca.explainedVariance()));
  }

  /**
   * The plane of a prior N(0, I) in which samples change most: a code of one or two units as it is,
   * of a larger one the two units whose way from −2.5 to 2.5 changes a sample most, the others at
   * 0.
   */
  public static CodePlane ofPrior(Autoencoder autoencoder) {
    int units = autoencoder.codeSize();
    float[] across = new float[units];
    float[] up = new float[units];
    int[] widest = units <= 2 ? IntStream.range(0, units).toArray() : mostTelling(autoencoder);
    across[widest[0]] = (float) Generation.DEVIATIONS;
    if (units > 1) {
      up[widest[1]] = (float) Generation.DEVIATIONS;
    }
    return new CodePlane(
        new float[units],
        across,
        up,
        units <= 2
            ? "the code itself, over ±2.5 deviations of its prior"
            : "the two units that change samples most, unit %d across and unit %d up, over ±2.5; all others stay at 0"
                .formatted(widest[0], widest[1]));
  }

  private static int[] mostTelling(Autoencoder autoencoder) {
    int units = autoencoder.codeSize();
    Tensor ends = Tensor.allocate(2 * units, units);
    for (int unit = 0; unit < units; unit++) {
      ends.set(2 * unit, unit, -Generation.DEVIATIONS);
      ends.set(2 * unit + 1, unit, Generation.DEVIATIONS);
    }
    Tensor decoded = autoencoder.decode(ends);
    double[] changes = new double[units];
    for (int unit = 0; unit < units; unit++) {
      for (int c = 0; c < decoded.columns(); c++) {
        double change = decoded.get(2 * unit + 1, c) - decoded.get(2 * unit, c);
        changes[unit] += change * change;
      }
    }
    return IntStream.range(0, units)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer unit) -> -changes[unit]))
        .limit(2)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Codes of a grid, row by row from the upper left, {@code [side², code]}.
   *
   * @param side points across and up, odd so that one is the middle; at least 3
   */
  public Tensor grid(int side) {
    Tensor codes = Tensor.allocate(side * side, middle.length);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double x = place(column, side);
        double y = -place(row, side);
        for (int unit = 0; unit < middle.length; unit++) {
          codes.set(row * side + column, unit, middle[unit] + x * across[unit] + y * up[unit]);
        }
      }
    }
    return codes;
  }

  /** Where a point of a grid lies between its edges, −1 and 1. */
  private static double place(int index, int side) {
    return 2.0 * index / (side - 1) - 1;
  }

  /** Where codes lie between the edges, {@code [codes][2]}; beyond ±1 they are outside. */
  float[][] places(Tensor codes) {
    float[][] places = new float[codes.rows()][2];
    double[] squares = {square(across), square(up)};
    for (int r = 0; r < places.length; r++) {
      double x = 0;
      double y = 0;
      for (int unit = 0; unit < middle.length; unit++) {
        double difference = codes.get(r, unit) - middle[unit];
        x += difference * across[unit];
        y += difference * up[unit];
      }
      places[r][0] = squares[0] > 0 ? (float) (x / squares[0]) : 0;
      places[r][1] = squares[1] > 0 ? (float) (y / squares[1]) : 0;
    }
    return places;
  }

  private static double square(float[] direction) {
    double sum = 0;
    for (float each : direction) {
      sum += each * each;
    }
    return sum;
  }
}
