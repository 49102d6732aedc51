package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Figures of a model that puts out one half whatever it is given: they can be had by hand. */
class EvaluationReferenceTest {
  private static Autoencoder half(SampleShape shape) {
    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(shape, Stages.of(), 1)
            .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY);
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    for (Slot slot : networks.layout().slots()) {
      if (slot.name().equals("decoder.0.bias")) {
        for (int i = slot.offset(); i < slot.end(); i++) {
          parameters.set(i, 0.5);
        }
      }
    }
    return Autoencoder.of(blueprint, parameters, TestKernels.BEST);
  }

  @Test
  void squared_error_and_decibels_of_images() {
    SampleShape shape = SampleShape.image(1, 2, 2);
    Dataset images = Dataset.ofFloats(new float[] {0, 0.5f, 1, 0.25f, 0.5f, 0.5f, 0, 1}, shape);
    Evaluation evaluation = Evaluation.of(half(shape), images, EvaluationOptions.defaults());
    // (0.25 + 0 + 0.25 + 0.0625 + 0 + 0 + 0.25 + 0.25) / 8, and -10 log10 of that.
    assertThat(evaluation.mse()).isCloseTo(0.1328125, within(1e-7));
    assertThat(evaluation.fidelity())
        .isInstanceOfSatisfying(
            Fidelity.Decibels.class, d -> assertThat(d.psnr()).isCloseTo(8.767610, within(1e-5)));
  }

  @Test
  void share_of_variance_explained_of_a_table() {
    Dataset table = Dataset.of(new float[][] {{0, 1}, {0.5f, 1}, {1, 0.4f}});
    Evaluation evaluation = Evaluation.of(half(table.shape()), table, EvaluationOptions.defaults());
    // Residuals 0.5 and 0.51 of variances 0.5 and 0.24.
    assertThat(evaluation.fidelity())
        .isInstanceOfSatisfying(
            Fidelity.Explained.class,
            e -> {
              assertIs(e.columns().get(0).explained(), 0);
              assertIs(e.columns().get(1).explained(), -1.125);
              assertIs(e.inAll(), -0.27 / 0.74);
            });
  }

  private static void assertIs(OptionalDouble found, double expected) {
    assertThat(found.orElseThrow()).isCloseTo(expected, within(1e-5));
  }
}
