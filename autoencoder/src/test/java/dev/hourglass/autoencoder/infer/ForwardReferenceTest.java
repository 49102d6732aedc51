package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.ReferenceModels;
import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Codes, reconstructions and errors against figures that were not made by this program: forward
 * passes written out in NumPy, in double precision.
 */
class ForwardReferenceTest {
  private static final Dataset SAMPLES =
      Dataset.of(new float[][] {{0.2f, 0.7f, 0.4f}, {0.9f, 0.1f, 0.5f}});

  private static Blueprint plain(Activation hidden) {
    return Preset.UNDERCOMPLETE
        .blueprint(SampleShape.vector(3), Stages.of(4).withActivation(hidden), 2)
        .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY);
  }

  static Stream<Arguments> models() {
    Blueprint normalized =
        plain(Activation.GELU)
            .withCode(2, Activation.ELU)
            .withEncoder(Stages.of(4).withActivation(Activation.GELU).withNormalization(true));
    return Stream.of(
        Arguments.argumentSet(
            "tanh, sigmoid output",
            plain(Activation.TANH).withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID),
            new double[] {0.08088438217, 0.5209875199, -0.002325280619, 0.6916668016},
            new double[] {
              0.5557302939, 0.5922861654, 0.5447977602, 0.5483770206, 0.5861109457, 0.5453349206
            },
            new double[] {0.0530375657, 0.120665936}),
        Arguments.argumentSet(
            "normalised GELU, ELU code",
            normalized,
            new double[] {0.4638075546, 0.5310759107, 0.511842298, 0.2899626706},
            new double[] {
              0.2970975265, -0.1187024952, -0.4253680073, 0.2789069532, -0.104366309, -0.3916856848
            },
            new double[] {0.4536446808, 0.4075418309}),
        Arguments.argumentSet(
            "tied, leaky ReLU",
            plain(Activation.LEAKY_RELU).withTied(true),
            new double[] {0.08881959863, 0.5287789791, -0.2449701647, 0.4857576659},
            new double[] {
              0.07472758264, 0.1037447663, 0.4480218437, 0.1280248256, 0.02564374861, 0.4968250615
            },
            new double[] {0.1245065219, 0.2004948552}),
        Arguments.argumentSet(
            "two of four units, SiLU",
            plain(Activation.SILU)
                .withCode(4, Activation.IDENTITY)
                .withBottleneck(new Bottleneck.TopK(2)),
            new double[] {0.5665078334, 0.3340940584, -0, -0, 0.5738322392, 0.2408914849, -0, -0},
            new double[] {
              -0.04882169365, 0.3947815584, 0.4754244601, -0.04938421258, 0.394888929, 0.4761030042
            },
            new double[] {0.05358645828, 0.3296202946}));
  }

  @ParameterizedTest
  @MethodSource("models")
  void codes_and_reconstructions_are_those_of_the_reference(
      Blueprint blueprint, double[] codes, double[] rebuilt, double[] errors) {
    for (Kernels kernels : List.of(KernelLadder.portable(), Samples.KERNELS)) {
      Autoencoder model = ReferenceModels.of(blueprint, kernels);
      assertThat(flat(model.encode(SAMPLES).toArray())).containsExactly(codes, within(1e-5));
      assertThat(flat(model.reconstruct(SAMPLES).toArray())).containsExactly(rebuilt, within(1e-5));
      assertThat(model.reconstructionErrors(SAMPLES)).containsExactly(errors, within(1e-5));
    }
  }

  /** KL of N(mean, e^s) from N(0, 1), unit by unit, its mean over both samples. */
  @ParameterizedTest
  @MethodSource("kernels")
  void divergence_is_that_of_the_reference(Kernels kernels) {
    Blueprint variational =
        Preset.VARIATIONAL.blueprint(
            SampleShape.vector(3), Stages.of(4).withActivation(Activation.TANH), 2);
    assertThat(ReferenceModels.of(variational, kernels).divergencePerUnit(SAMPLES))
        .containsExactly(new double[] {0.2095976225, 0.1467545771}, within(1e-5));
  }

  static Stream<Kernels> kernels() {
    return Stream.of(KernelLadder.portable(), Samples.KERNELS);
  }

  private static double[] flat(float[][] rows) {
    return Stream.of(rows)
        .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
        .toArray();
  }
}
