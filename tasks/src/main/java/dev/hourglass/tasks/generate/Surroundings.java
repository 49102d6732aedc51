package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * New samples near given ones: codes drawn around theirs, decoded; more data to learn from, with
 * the labels that are there.
 *
 * @param autoencoder that encodes and decodes
 * @param spread how far codes are drawn from a sample's own: in deviations of the distribution that
 *     a stochastic encoder gives it, else of the codes over the data; above 0
 * @param className of the class that a conditional model makes of all of them; empty for each one's
 *     own
 */
public record Surroundings(Autoencoder autoencoder, double spread, Optional<String> className) {
  /** Near enough to be of the same kind, where the encoder does not say how near that is. */
  private static final double USUAL_SHARE = 0.3;

  /** The spread where nobody asks for another: 1, or 0.3 where the encoder gives no deviation. */
  public static double usualSpread(Autoencoder autoencoder) {
    return autoencoder.blueprint().isStochastic() ? 1 : USUAL_SHARE;
  }

  /**
   * New samples with the labels and names of those they are near to: all near the first one, then
   * all near the second.
   *
   * @param copies near each sample; at least 1
   */
  public Dataset of(Dataset data, int copies, long seed) {
    Optional<int[]> classes =
        autoencoder.blueprint().condition().map(condition -> condition.numbersOf(data));
    Tensor middle = autoencoder.encode(data);
    Tensor codes = Tensor.allocate(data.size() * copies, autoencoder.codeSize());
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int copy = 0; copy < copies; copy++) {
      Tensor drawn = drawn(data, middle, seeds.nextLong());
      for (int r = 0; r < data.size(); r++) {
        codes.slice(r * copies + copy, 1).copyFrom(drawn.slice(r, 1));
      }
    }
    int[] origins = IntStream.range(0, codes.rows()).map(i -> i / copies).toArray();
    Tensor rows = decoded(codes, origins, classes, seed);
    Dataset made =
        TensorSamples.of(rows, autoencoder.blueprint().shape())
            .from("samples near those of " + data.source());
    Optional<Labels> labels = labels(data, origins);
    if (labels.isPresent()) {
      made = made.withLabels(labels.get());
    }
    return data.sampleNames().isEmpty()
        ? made
        : made.withSampleNames(
            Arrays.stream(origins).mapToObj(i -> data.sampleNames().get(i)).toList());
  }

  private Optional<Labels> labels(Dataset data, int[] origins) {
    return className.isPresent()
        ? Optional.of(new Labels(new int[origins.length], List.of(className.get())))
        : data.labels().map(labels -> labels.subset(origins));
  }

  private Tensor drawn(Dataset data, Tensor middle, long seed) {
    if (autoencoder.blueprint().isStochastic()) {
      Tensor drawn = autoencoder.encodeSampled(data, seed);
      if (spread == 1) {
        return drawn;
      }
      autoencoder.kernels().addScaled(-1, middle, drawn);
      Tensor codes = Tensor.allocate(middle.rows(), middle.columns());
      codes.copyFrom(middle);
      autoencoder.kernels().addScaled(spread, drawn, codes);
      return codes;
    }
    double[] deviations = CodeSpread.of(middle).deviations();
    Tensor noise = Tensor.allocate(middle.rows(), middle.columns());
    autoencoder.kernels().normal(Noise.key(seed, NoisePurpose.SURROUNDINGS, 0, 0), 0, noise);
    for (int r = 0; r < noise.rows(); r++) {
      for (int c = 0; c < deviations.length; c++) {
        noise.set(r, c, middle.get(r, c) + spread * deviations[c] * noise.get(r, c));
      }
    }
    return noise;
  }

  private Tensor decoded(Tensor codes, int[] origins, Optional<int[]> classes, long seed) {
    if (className.isPresent() || classes.isEmpty()) {
      return Rendering.of(className.map(autoencoder::given).orElse(autoencoder), codes, seed);
    }
    List<String> names = autoencoder.blueprint().condition().orElseThrow().classes();
    Tensor rows = Tensor.allocate(codes.rows(), autoencoder.features());
    for (int c = 0; c < names.size(); c++) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < origins.length; i++) {
        if (classes.get()[origins[i]] == c) {
          own.add(i);
        }
      }
      if (own.isEmpty()) {
        continue;
      }
      Tensor some = Tensor.allocate(own.size(), codes.columns());
      for (int i = 0; i < own.size(); i++) {
        some.slice(i, 1).copyFrom(codes.slice(own.get(i), 1));
      }
      Tensor made = Rendering.of(autoencoder.given(names.get(c)), some, seed + c);
      for (int i = 0; i < own.size(); i++) {
        rows.slice(own.get(i), 1).copyFrom(made.slice(i, 1));
      }
    }
    return rows;
  }
}
