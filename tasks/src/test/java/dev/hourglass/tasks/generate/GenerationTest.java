package dev.hourglass.tasks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.RandomRows;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.TinyImages;
import dev.hourglass.tasks.coder.Pca;
import org.junit.jupiter.api.Test;

class GenerationTest {
  private static final Dataset IMAGES = TinyImages.of(60, 1);

  private static Autoencoder untrained(Preset preset) {
    return Autoencoder.create(
        preset.blueprint(IMAGES.shape(), Stages.of(16), 4), 1, TestKernels.BEST);
  }

  @Test
  void a_walk_begins_and_ends_at_the_reconstructions_of_its_samples() {
    Autoencoder model = untrained(Preset.UNDERCOMPLETE);
    Dataset ends = IMAGES.subset(new int[] {0, 1, 5, 7});
    Tensor walks = Generation.with(model).interpolations(ends, 6);
    Tensor rebuilt = model.reconstruct(ends);
    assertThat(walks.rows()).isEqualTo(12);
    assertThat(walks.row(0)).containsExactly(rebuilt.row(0), within(1e-5f));
    assertThat(walks.row(5)).containsExactly(rebuilt.row(1), within(1e-5f));
    assertThat(walks.row(6)).containsExactly(rebuilt.row(2), within(1e-5f));
    assertThat(walks.row(11)).containsExactly(rebuilt.row(3), within(1e-5f));
  }

  @Test
  void pairs_are_of_different_classes_and_no_sample_is_used_twice() {
    int[] pairs = Generation.pairs(IMAGES, 8, 3);
    assertThat(pairs).hasSize(16).doesNotHaveDuplicates();
    int[] classes = IMAGES.labels().orElseThrow().values();
    for (int walk = 0; walk < 8; walk++) {
      assertThat(classes[pairs[2 * walk]]).isNotEqualTo(classes[pairs[2 * walk + 1]]);
    }
  }

  @Test
  void a_traversal_moves_one_unit_and_leaves_the_others() {
    Dataset samples = Dataset.of(RandomRows.correlated(200, 12, 6, 0.01, 3));
    Pca pca = Pca.fit(samples, 3, TestKernels.BEST);
    Tensor around = Tensor.copyOf(new float[][] {{1, -2, 0.5f}});
    Tensor moved =
        new Generation(pca)
            .traversals(around, new int[] {1}, new double[] {-3}, new double[] {3}, 4);
    Tensor codes = pca.encode(moved);
    for (int step = 0; step < 4; step++) {
      assertThat(codes.get(step, 0)).isCloseTo(1, within(1e-3));
      assertThat(codes.get(step, 1)).isCloseTo(-3 + 2 * step, within(1e-3));
      assertThat(codes.get(step, 2)).isCloseTo(0.5, within(1e-3));
    }
  }

  @Test
  void traversals_take_the_units_that_vary_most() {
    Dataset samples = Dataset.of(RandomRows.correlated(200, 12, 6, 0.01, 3));
    Pca pca = Pca.fit(samples, 4, TestKernels.BEST);
    Tensor codes = pca.encode(new Generation(pca).traversals(samples, 0, 2, 5));
    assertThat(codes.rows()).isEqualTo(10);
    double reach = Generation.DEVIATIONS * Math.sqrt(pca.variances()[0]);
    assertThat(codes.get(0, 0)).isCloseTo(-reach, within(0.01 * reach));
    assertThat(codes.get(4, 0)).isCloseTo(reach, within(0.01 * reach));
    assertThat(codes.get(5, 0)).isCloseTo(codes.get(9, 0), within(1e-3));
  }

  @Test
  void a_fitted_prior_has_the_mean_and_covariance_of_the_codes() {
    Dataset samples = Dataset.of(RandomRows.correlated(500, 8, 4, 0.1, 3));
    Pca pca = Pca.fit(samples, 3, TestKernels.BEST);
    Tensor drawn = FittedPrior.fit(pca, samples).draw(20_000, 5);
    for (int c = 0; c < 3; c++) {
      double mean = 0;
      double square = 0;
      for (int r = 0; r < drawn.rows(); r++) {
        mean += drawn.get(r, c) / drawn.rows();
        square += drawn.get(r, c) * drawn.get(r, c) / drawn.rows();
      }
      double variance = pca.variances()[c];
      assertThat(mean).isCloseTo(0, within(0.05 * Math.sqrt(variance)));
      assertThat(square).isCloseTo(variance, within(0.05 * variance));
    }
  }

  @Test
  void a_model_with_a_prior_draws_from_it_the_same_for_the_same_seed() {
    Autoencoder model = untrained(Preset.VARIATIONAL);
    Tensor first = Generation.fromPrior(model, 7, 3);
    assertThat(first.rows()).isEqualTo(7);
    assertThat(first.toArray()).isDeepEqualTo(Generation.fromPrior(model, 7, 3).toArray());
  }

  @Test
  void a_prior_can_be_walked_and_traversed_without_any_data() {
    Autoencoder model = untrained(Preset.VARIATIONAL);
    assertThat(Generation.priorInterpolations(model, 3, 5, 1).rows()).isEqualTo(15);
    Tensor traversals = Generation.priorTraversals(model, 10, 5);
    assertThat(traversals.rows()).as("all 4 units there are").isEqualTo(20);
    float[] middle = model.decode(Tensor.allocate(1, 4)).row(0);
    assertThat(traversals.row(2)).containsExactly(middle, within(1e-5f));
    assertThat(traversals.row(17)).containsExactly(middle, within(1e-5f));
    assertThat(traversals.row(0)).isNotEqualTo(traversals.row(4));
  }

  @Test
  void a_model_without_a_prior_says_what_can_be_done_instead() {
    assertThatThrownBy(() -> Generation.fromPrior(untrained(Preset.UNDERCOMPLETE), 7, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("option 'variant' = variational")
        .hasMessageContaining("Gaussian fitted to the codes of data");
  }

  @Test
  void a_unit_beyond_the_code_is_refused() {
    Generation generation = Generation.with(untrained(Preset.UNDERCOMPLETE));
    Tensor around = Tensor.allocate(1, 4);
    assertThatThrownBy(
            () ->
                generation.traversals(around, new int[] {4}, new double[] {0}, new double[] {1}, 3))
        .hasMessage("the code's units are 0 to 3, but a traversal was asked of unit 4");
  }
}
