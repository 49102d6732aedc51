package dev.hourglass.tasks.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TiledReconstruction;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the network of recordings reads, writes, and is asked. */
class SpectrumPlaneTest {
  private static final int FREQUENCIES = 18;

  private static float[][] random(int windows, double mean, double spread) {
    Random random = new Random(windows);
    float[][] numbers = new float[windows][FREQUENCIES];
    for (float[] row : numbers) {
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) (mean + spread * random.nextGaussian());
      }
    }
    return numbers;
  }

  @Test
  void a_mask_that_was_wanted_is_the_mask_that_was_written() {
    float[][] powers = random(100, -8, 2);
    float[][] masks = random(100, 0.5, 0.1);
    SpectrumPlane plane = new SpectrumPlane(powers);
    float[] written = plane.wanted(64, 64, masks);
    float[] mask = new float[FREQUENCIES];
    for (int t = 64; t < 100; t++) {
      plane.mask(t, written, t - 64, mask);
      for (int f = 1; f < FREQUENCIES; f++) {
        assertThat(mask[f]).isCloseTo(masks[t][f], within(1e-5f));
      }
      assertThat(mask[0]).isEqualTo(mask[1]);
    }
  }

  @Test
  void loudness_does_not_matter_and_beyond_the_end_is_nothing() {
    float[][] powers = random(40, -8, 2);
    float[][] louder = new float[40][FREQUENCIES];
    for (int t = 0; t < 40; t++) {
      for (int f = 0; f < FREQUENCIES; f++) {
        louder[t][f] = powers[t][f] + 3;
      }
    }
    float[] read = new SpectrumPlane(powers).read(0, 64);
    assertThat(read).hasSize(SpectrumPlane.shape(64, FREQUENCIES).features());
    assertThat(new SpectrumPlane(louder).read(0, 64)).containsExactly(read, within(1e-4f));
    int row = SpectrumPlane.width(FREQUENCIES) * SpectrumPlane.CHANNELS;
    double squares = 0;
    for (int i = 0; i < 40 * row; i += SpectrumPlane.CHANNELS) {
      squares += read[i] * read[i];
    }
    // All but the lowest frequency.
    assertThat(squares / 40 / FREQUENCIES).isBetween(0.8, 1.0);
    for (int i = 40 * row; i < read.length; i++) {
      assertThat(read[i]).isZero();
    }
  }

  @Test
  void a_long_recording_is_worked_on_in_blocks_that_leave_no_seam() {
    Blueprint blueprint = PlaneNetwork.blueprint(FREQUENCIES);
    Tensor parameters = Tensor.allocate(1, Networks.of(blueprint).layout().size());
    Random random = new Random(3);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.set(i, 0.05 * random.nextGaussian());
    }
    Autoencoder network =
        Autoencoder.of(blueprint, parameters, KernelLadder.climb(KernelChoice.AUTO));
    MaskFinder.Planes whole = MaskFinder.Planes.over(network);
    float[][] powers = random(777, -8, 2);
    float[][] expected = whole.of(powers);
    float[][] found =
        new MaskFinder.Planes(new TiledReconstruction(network), whole.margin(), 128).of(powers);
    for (int t = 0; t < powers.length; t++) {
      assertThat(found[t]).as("window %d", t).containsExactly(expected[t], within(1e-4f));
    }
    assertThat(expected[300]).isNotEqualTo(expected[301]);
  }

  @Test
  void a_few_mixtures_do_not_speak_for_many() {
    Restraint.Measuring measuring = new Restraint.Measuring();
    float[] noise = {1, -1};
    float[] half = {2, -2};
    measuring.add(0.9, noise, half);
    for (int i = 0; i < 200; i++) {
      measuring.add(20, noise, noise);
      measuring.add(800, noise, half);
    }
    Restraint restraint = measuring.restraint();
    // One loud mixture of which half was right lies below two hundred that were all right.
    assertThat(restraint.share(0.9, 8)).isGreaterThan(0.95);
    assertThat(restraint.share(4, 2)).isGreaterThan(0.95);
    assertThat(restraint.share(800, 8)).isCloseTo(0.5, within(0.01));
  }
}
