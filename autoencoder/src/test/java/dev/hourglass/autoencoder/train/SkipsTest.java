package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A denoiser that hands its encoder's stages across begins at its input and learns what to change.
 */
class SkipsTest {
  private static final SampleShape PICTURE = SampleShape.image(1, 12, 12);
  private static final double SIGMA = 0.1;

  private static Blueprint denoiser() {
    return Preset.DENOISING
        .blueprint(PICTURE, Stages.parse("conv:6,conv:12:2"), 8)
        .withCodeChannels(12)
        .withCorruption(new Corruption.GaussianRange(0, 0.2))
        .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
        .withSkips(true);
  }

  /** Discs of one grey on another. */
  private static Dataset discs(int count, long seed) {
    Random random = new Random(seed);
    Tensor rows = Tensor.allocate(count, PICTURE.features());
    for (int r = 0; r < count; r++) {
      float ground = 0.2f + 0.6f * random.nextFloat();
      float disc = 0.2f + 0.6f * random.nextFloat();
      double top = 3 + 6 * random.nextDouble();
      double left = 3 + 6 * random.nextDouble();
      double radius = 2 + 3 * random.nextDouble();
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 12; x++) {
          rows.set(r, 12 * y + x, Math.hypot(y - top, x - left) < radius ? disc : ground);
        }
      }
    }
    return TensorSamples.of(rows, PICTURE);
  }

  private static double mean(double[] errors) {
    return Arrays.stream(errors).average().orElseThrow();
  }

  @Test
  void it_begins_at_its_input() {
    Autoencoder drawn = Autoencoder.create(denoiser(), 1, Samples.KERNELS);
    Dataset discs = discs(20, 1);
    assertThat(mean(drawn.reconstructionErrors(discs))).isZero();
    Tensor rebuilt = drawn.reconstruct(discs);
    assertThat(rebuilt.rows()).isEqualTo(20);
  }

  @Test
  void it_takes_most_of_the_noise_away() {
    Training training = Samples.training().withEpochs(30).withBatchSize(16).withLearningRate(3e-3);
    Autoencoder model =
        new Trainer(training, Samples.KERNELS).train(denoiser(), discs(400, 2)).autoencoder();
    Dataset fresh = discs(100, 3);
    Corruption noise = new Corruption.Gaussian(SIGMA);
    double before = SIGMA * SIGMA;
    double after = mean(model.reconstructionErrors(fresh, noise, 7));
    assertThat(after).isLessThan(before / 3);
  }

  @Test
  void a_code_alone_is_not_enough() {
    Autoencoder drawn = Autoencoder.create(denoiser(), 1, Samples.KERNELS);
    Tensor codes = drawn.encode(discs(2, 1));
    assertThatThrownBy(() -> drawn.decode(codes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hands its encoder's stages across");
  }

  @Test
  void the_blueprint_survives_its_map() {
    Blueprint blueprint = denoiser();
    assertThat(Blueprint.fromMap(blueprint.toMap())).isEqualTo(blueprint);
    assertThat(blueprint.codeSize()).isEqualTo(6 * 6 * 12);
  }

  @Test
  void strengths_range_as_asked() {
    Corruption range = Corruption.parse("gaussian:0.1..0.3");
    assertThat(range.text()).isEqualTo("gaussian:0.1..0.3");
    Tensor clean = Tensor.allocate(400, 1_000);
    Tensor damaged = Tensor.allocate(400, 1_000);
    SwapDonors donors = new SwapDonors(Dataset.of(new float[1][1_000]));
    range.apply(Samples.KERNELS, 5, 0, clean, damaged, donors);
    double[] sigma = new double[400];
    for (int r = 0; r < sigma.length; r++) {
      double sum = 0;
      for (int c = 0; c < 1_000; c++) {
        sum += damaged.get(r, c) * damaged.get(r, c);
      }
      sigma[r] = Math.sqrt(sum / 1_000);
    }
    assertThat(mean(sigma)).isCloseTo(0.2, within(0.01));
    assertThat(Arrays.stream(sigma).min().orElseThrow()).isBetween(0.09, 0.12);
    assertThat(Arrays.stream(sigma).max().orElseThrow()).isBetween(0.28, 0.32);
    // In parts as in one.
    Tensor part = Tensor.allocate(100, 1_000);
    range.apply(Samples.KERNELS, 5, 300, clean.topRows(100), part, donors);
    assertThat(part.get(99, 3)).isEqualTo(damaged.get(399, 3));
    assertThatThrownBy(() -> Corruption.parse("gaussian:0.3..0.1"))
        .hasMessageContaining("range upwards");
    assertThatThrownBy(() -> Corruption.parse("gaussian:0.3..x")).hasMessageContaining("0..0.2");
  }

  @Test
  void what_has_no_meaning_is_refused() {
    Blueprint blueprint = denoiser();
    assertThatThrownBy(() -> blueprint.withTied(true)).hasMessageContaining("tied");
    assertThatThrownBy(() -> blueprint.withDecoder(Stages.parse("conv:3,upconv:2:2")))
        .hasMessageContaining("mirrors");
    assertThatThrownBy(() -> blueprint.withTarget(SampleShape.image(1, 6, 6)))
        .hasMessageContaining("no channels of");
    SampleShape shape = blueprint.shape();
    assertThatThrownBy(
            () -> blueprint.withTarget(SampleShape.image(2, shape.height(), shape.width())))
        .hasMessageContaining("no channels of");
    assertThatThrownBy(
            () -> blueprint.withTarget(SampleShape.image(1, shape.height(), shape.width())))
        .hasMessageContaining("multiply the input's channels by a sigmoid");
    assertThatThrownBy(
            () ->
                Preset.UNDERCOMPLETE
                    .blueprint(PICTURE, Stages.parse("conv:4:2,16"), 4)
                    .withCodeChannels(2))
        .hasMessageContaining("option 'code-channels'");
  }
}
