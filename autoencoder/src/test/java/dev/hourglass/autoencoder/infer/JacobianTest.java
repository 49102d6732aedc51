package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.train.contractive.ContractivePass;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JacobianTest {
  private static final Dataset SAMPLES = Samples.of(9, 4);

  static Stream<Named<Blueprint>> blueprints() {
    Blueprint plain = Samples.blueprint(Preset.UNDERCOMPLETE);
    return Stream.of(
        Named.of("one linear layer", plain.withEncoder(Stages.of())),
        Named.of("one layer", plain.withEncoder(Stages.of()).withCode(4, Activation.SIGMOID)),
        Named.of("linear code", plain),
        Named.of("bent code", plain.withCode(4, Activation.TANH)),
        Named.of("deep", plain.withEncoder(Stages.of(10, 9, 8).withActivation(Activation.GELU))),
        Named.of(
            "top-k", plain.withCode(8, Activation.IDENTITY).withBottleneck(new Bottleneck.TopK(3))),
        Named.of("normalised", plain.withEncoder(plain.encoder().withNormalization(true))),
        Named.of(
            "normalised and top-k",
            plain
                .withEncoder(Stages.of(9, 7).withNormalization(true))
                .withCode(8, Activation.IDENTITY)
                .withBottleneck(new Bottleneck.TopK(3))),
        Named.of(
            "normalised and variational",
            Samples.blueprint(Preset.VARIATIONAL)
                .withEncoder(
                    Stages.of(9, 7).withActivation(Activation.TANH).withNormalization(true))),
        Named.of("variational", Samples.blueprint(Preset.VARIATIONAL)));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void norm_is_that_of_finite_differences(Blueprint blueprint) {
    Autoencoder autoencoder = Autoencoder.create(blueprint, 8, Samples.KERNELS);
    double[] norms = autoencoder.jacobianNorms(SAMPLES);
    double step = 1e-2;
    for (int r = 0; r < SAMPLES.size(); r++) {
      double squares = 0;
      for (int f = 0; f < Samples.FEATURES; f++) {
        float[] above = SAMPLES.row(r);
        float[] below = SAMPLES.row(r);
        above[f] += step;
        below[f] -= step;
        float[] codeAbove = autoencoder.encode(above);
        float[] codeBelow = autoencoder.encode(below);
        for (int j = 0; j < codeAbove.length; j++) {
          squares += Math.pow((codeAbove[j] - codeBelow[j]) / (2.0 * (float) step), 2);
        }
      }
      assertThat(norms[r])
          .as("sample %d", r)
          .isCloseTo(Math.sqrt(squares), within(2e-3 * norms[r]));
    }
  }

  @Test
  void random_probes_average_to_the_exact_norm() {
    Blueprint blueprint = Samples.blueprint(Preset.UNDERCOMPLETE).withCode(4, Activation.TANH);
    double exact = penalty(blueprint, new Penalty.Contractive(1), 0);
    double sum = 0;
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      sum += penalty(blueprint, new Penalty.Contractive(1, 2), i);
    }
    assertThat(sum / draws).isCloseTo(exact, within(0.02 * exact));
  }

  /** Of convolutions, whose exact norms are found by a backward pass a unit. */
  @Test
  void differences_along_random_directions_average_to_the_exact_norm() {
    Blueprint blueprint =
        Preset.CONTRACTIVE
            .blueprint(
                SAMPLES.shape(),
                Stages.parse("conv:3:2").withActivation(Activation.ELU).withNormalization(true),
                4)
            .withPenalty(new Penalty.Contractive(1, 2));
    double[] norms = Autoencoder.create(blueprint, 8, Samples.KERNELS).jacobianNorms(SAMPLES);
    double exact = Arrays.stream(norms).map(norm -> norm * norm).sum();
    double sum = 0;
    int draws = 2000;
    for (int i = 0; i < draws; i++) {
      sum += penalty(blueprint, new Penalty.Contractive(1, 2), i);
    }
    assertThat(sum / draws).isCloseTo(exact, within(0.02 * exact));
  }

  private static double penalty(Blueprint blueprint, Penalty.Contractive penalty, int draw) {
    Networks networks = Networks.of(blueprint);
    try (Arena arena = Arena.ofConfined()) {
      Tensor parameters = Autoencoder.create(blueprint, 8, Samples.KERNELS).parameters();
      Tensor gradient = Tensor.allocate(arena, parameters.shape(), Format.FLOAT32);
      PassContext context =
          new PassContext(
              KernelLadder.portable(), Precision.FLOAT32, parameters, parameters, gradient, arena);
      Tensor input = Tensor.copyOf(SAMPLES.rows());
      NetworkPass encoder =
          new NetworkPass(
              context,
              networks.encoder(),
              NetworkPass.Buffers.allocate(
                  context, networks.encoder(), input.rows(), Format.FLOAT32),
              input,
              Optional.empty(),
              false);
      encoder.forward();
      ContractivePass pass =
          ContractivePass.of(penalty, blueprint, context, encoder, encoder.output());
      pass.draw(1234567L * draw + 1, 0);
      return pass.prepareBackward(1);
    }
  }
}
