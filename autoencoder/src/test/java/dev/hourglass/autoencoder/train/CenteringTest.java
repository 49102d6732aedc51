package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CenteringTest {
  /** Several blocks, the last one shorter. */
  private static final Dataset SAMPLES = Samples.of(601, 3);

  private static final Kernels KERNELS = Samples.KERNELS;
  private static final Centering CENTERING = Centering.of(Pairs.same(SAMPLES), KERNELS);
  private static final Blueprint PLAIN = Samples.blueprint(Preset.UNDERCOMPLETE);

  @Test
  void the_mean_is_taken_away() {
    Tensor rows = Tensor.copyOf(SAMPLES.rows());
    KERNELS.addRow(CENTERING.shift().orElseThrow(), rows, rows);
    for (int f = 0; f < Samples.FEATURES; f++) {
      double mean = mean(f);
      assertThat(rows.get(7, f)).isCloseTo(SAMPLES.row(7)[f] - mean, within(1e-6));
    }
  }

  @Test
  void folded_parameters_give_for_samples_what_they_gave_for_centred_ones() {
    for (Blueprint blueprint :
        new Blueprint[] {
          PLAIN,
          PLAIN.withEncoder(Stages.of()),
          PLAIN.withLinearPath(true),
          PLAIN.withEncoder(Stages.parse("conv:3,conv:2:2")).withLinearPath(true)
        }) {
      Tensor parameters = Autoencoder.create(blueprint, 5, Samples.KERNELS).parameters();
      Random random = new Random(6);
      for (int i = 0; i < parameters.size(); i++) {
        parameters.set(i, parameters.get(i) + random.nextGaussian());
      }
      Tensor centred = Tensor.copyOf(SAMPLES.rows());
      KERNELS.addRow(CENTERING.shift().orElseThrow(), centred, centred);
      Tensor expected = Autoencoder.copyOf(blueprint, parameters, KERNELS).encode(centred);
      CENTERING.foldInto(Networks.of(blueprint), parameters);
      Tensor codes = Autoencoder.copyOf(blueprint, parameters, KERNELS).encode(SAMPLES);
      for (int i = 0; i < codes.size(); i++) {
        assertThat(codes.get(i)).isCloseTo(expected.get(i), within(1e-4));
      }
    }
  }

  @Test
  void a_decoder_without_weights_puts_out_the_mean() {
    for (Activation output : new Activation[] {Activation.IDENTITY, Activation.SIGMOID}) {
      float[] reconstruction =
          startedFromNothing(PLAIN.withLikelihood(new Likelihood.Gaussian(), output));
      for (int f = 0; f < Samples.FEATURES; f++) {
        assertThat((double) reconstruction[f]).isCloseTo(mean(f), within(1e-5));
      }
    }
  }

  @Test
  void under_l1_the_decoder_starts_at_zero() {
    assertThat(startedFromNothing(PLAIN.withPenalty(new Penalty.L1(0.1)))).containsOnly(0);
  }

  @Test
  void a_feature_that_is_always_zero_leaves_asigmoid_finite() {
    Dataset dark = Dataset.of(new float[3][Samples.FEATURES]);
    Blueprint blueprint = PLAIN.withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID);
    Tensor parameters = Tensor.allocate(1, Networks.of(blueprint).layout().size());
    Centering.of(Pairs.same(dark), KERNELS)
        .startAtMean(blueprint, Networks.of(blueprint), parameters);
    Autoencoder started = Autoencoder.copyOf(blueprint, parameters, KERNELS);
    assertThat(started.reconstruct(dark).row(0)).contains(new float[] {0.01f}, within(1e-6f));
  }

  @Test
  void without_centring_inputs_stay_as_they_are_and_the_decoder_still_starts_at_the_mean() {
    Centering uncentred = Centering.ofTargets(Pairs.same(SAMPLES), KERNELS);
    assertThat(uncentred.shift()).isEmpty();
    Tensor parameters = Autoencoder.create(PLAIN, 5, Samples.KERNELS).parameters();
    float[] before = parameters.row(0);
    uncentred.foldInto(Networks.of(PLAIN), parameters);
    assertThat(parameters.row(0)).isEqualTo(before);
    uncentred.startAtMean(PLAIN, Networks.of(PLAIN), parameters);
    Tensor bias = Networks.of(PLAIN).decoder().denseLayers().getLast().bias().of(parameters);
    for (int f = 0; f < Samples.FEATURES; f++) {
      assertThat(bias.get(f)).isCloseTo(mean(f), within(1e-5));
    }
  }

  private static float[] startedFromNothing(Blueprint blueprint) {
    Tensor parameters = Tensor.allocate(1, Networks.of(blueprint).layout().size());
    CENTERING.startAtMean(blueprint, Networks.of(blueprint), parameters);
    return Autoencoder.copyOf(blueprint, parameters, KERNELS).reconstruct(SAMPLES).row(0);
  }

  private static double mean(int feature) {
    return IntStream.range(0, SAMPLES.size())
        .mapToDouble(i -> SAMPLES.row(i)[feature])
        .average()
        .orElseThrow();
  }
}
