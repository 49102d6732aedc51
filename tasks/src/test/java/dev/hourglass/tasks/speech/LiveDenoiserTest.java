package dev.hourglass.tasks.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveDenoiserTest {
  private static final int RATE = 8_000;
  private static final int FREQUENCIES = Spectrogram.frequencies(RATE);
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);

  private static float[] sound(int samples, long seed) {
    Random random = new Random(seed);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = (float) (0.2 * random.nextGaussian() * (1 + Math.sin(i / 900.0)));
    }
    return sound;
  }

  /** Never trained: what its network makes of a window does not matter here. */
  private static SpeechDenoiser denoiser(Reach reach) {
    Autoencoder network = Autoencoder.create(MaskNetwork.blueprint(FREQUENCIES, reach), 1, KERNELS);
    double[] shares = new double[Restraint.STEPS];
    Arrays.setAll(shares, i -> 1 - i / 20.0);
    float[] weights = new float[FREQUENCIES];
    Arrays.fill(weights, 0.8f);
    return SpeechDenoiser.of(
        new ModelFile.Model(
                network,
                Preparation.none(network.blueprint().shape()),
                MaskNetwork.training(1, 1),
                new Provenance(
                    "test",
                    "2026-11-28T00:00:00Z",
                    new DataIdentity("memory", Optional.empty(), 1),
                    Optional.empty(),
                    new Provenance.Outcome(1, 1, 0.5, Optional.empty()),
                    new Provenance.Computation("float32", "portable", 0),
                    List.of()))
            .withSection(
                SpeechSection.CODEC,
                new SpeechSection.State(
                    RATE, weights, new Restraint(shares), reach == Reach.LIVE)));
  }

  private static final SpeechDenoiser LIVE = denoiser(Reach.LIVE);

  @ParameterizedTest
  @ValueSource(ints = {1, 777, 50_000})
  void what_comes_in_any_pieces_is_cleaned_as_the_whole_would_be(int piece) {
    float[] sound = sound(piece == 1 ? 3_000 : 20_011, 5);
    float[] whole = LIVE.denoise(Recording.mono(sound, RATE)).channels()[0];
    LiveDenoiser live = LIVE.live(RATE);
    float[] clean = new float[sound.length];
    int out = 0;
    for (int from = 0; from < sound.length; from += piece) {
      int to = Math.min(sound.length, from + piece);
      float[] part = live.push(Arrays.copyOfRange(sound, from, to));
      System.arraycopy(part, 0, clean, out, part.length);
      out += part.length;
      assertThat(to - out).isLessThanOrEqualTo(live.delay());
    }
    float[] rest = live.finish();
    System.arraycopy(rest, 0, clean, out, rest.length);
    assertThat(out + rest.length).isEqualTo(sound.length);
    assertThat(clean).containsExactly(whole, within(2e-5f));
    assertThat(whole).isNotEqualTo(sound);
  }

  @Test
  void a_sample_leaves_within_forty_milliseconds_at_any_usual_rate() {
    for (int rate : new int[] {8_000, 11_025, 16_000, 22_050, 44_100, 48_000}) {
      assertThat(LIVE.live(rate).delay() / (double) rate).isLessThan(0.04);
    }
  }

  @Test
  void nothing_comes_of_nothing() {
    LiveDenoiser live = LIVE.live(RATE);
    assertThat(live.push(new float[0])).isEmpty();
    assertThat(live.finish()).isEmpty();
  }

  @Test
  void one_that_looks_ahead_cannot_be_live() {
    SpeechDenoiser file = denoiser(Reach.FILE);
    assertThatThrownBy(() -> file.live(RATE)).hasMessageContaining("look a second ahead");
    assertThatThrownBy(() -> LIVE.live(0)).hasMessageContaining("0 Hz");
  }

  @Test
  void running_features_are_those_of_the_whole() {
    Random random = new Random(4);
    float[][] powers = new float[900][FREQUENCIES];
    for (int t = 0; t < powers.length; t++) {
      for (int f = 0; f < FREQUENCIES; f++) {
        // Ties, falling and rising stretches for the queue of the least.
        powers[t][f] = t % 300 < 100 ? -t : t % 300 < 200 ? 3 : (float) (5 * random.nextGaussian());
      }
    }
    FrameFeatures whole = new FrameFeatures(powers, Reach.LIVE);
    RunningFeatures running = new RunningFeatures(FREQUENCIES);
    int width = Reach.LIVE.width(FREQUENCIES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment expected = arena.allocate(4L * width);
      MemorySegment found = arena.allocate(4L * width);
      for (int t = 0; t < powers.length; t++) {
        running.add(powers[t]);
        running.copy(found, 0);
        whole.copy(t, expected, 0);
        assertThat(found.toArray(ValueLayout.JAVA_FLOAT))
            .as("window %d", t)
            .containsExactly(expected.toArray(ValueLayout.JAVA_FLOAT), within(1e-4f));
      }
    }
  }
}
