package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Cleans one channel as it comes: a sample leaves 32 ms after it came, as {@link
 * SpeechDenoiser#denoise} of the same denoiser would have it. It keeps some seconds of what it
 * heard, however long it runs. Not for several threads.
 */
public final class LiveDenoiser {
  private static final int KEPT = SpeechDenoiser.AROUND + 1;

  private final Autoencoder network;
  private final SpeechSection.State state;
  private final WindowTransform windows;
  private final RunningFeatures features;
  private final MemorySegment row;
  private final Dataset rows;
  private final float[] heard;
  private final double[] real;
  private final double[] imaginary;
  private final double[] sum;
  private final float[] powers;
  private final float[] mask;
  private final float[] factors;
  private final double[] kept = new double[KEPT];
  private final double[] taken = new double[KEPT];
  private int waiting;
  private long frames;
  private long came;
  private long left;

  LiveDenoiser(Autoencoder network, SpeechSection.State state, int rate) {
    if (!state.live()) {
      throw new IllegalArgumentException(
          "this denoiser was fitted to look a second ahead; fit one with option 'live'");
    }
    if (rate < 1) {
      throw new IllegalArgumentException("a rate of %d Hz is none".formatted(rate));
    }
    int frequencies = state.frequencies();
    this.network = network;
    this.state = state;
    this.windows = new WindowTransform(rate);
    this.features = new RunningFeatures(frequencies);
    int width = state.reach().width(frequencies);
    this.row = Arena.ofAuto().allocate((long) width * Float.BYTES, Tensor.ALIGNMENT);
    this.rows = Dataset.over(row, SampleShape.vector(width));
    this.heard = new float[windows.window()];
    this.real = new double[windows.size()];
    this.imaginary = new double[windows.size()];
    this.sum = new double[windows.window()];
    this.powers = new float[frequencies];
    this.mask = new float[frequencies];
    this.factors = new float[frequencies];
  }

  /** By how many samples what leaves is behind what came, at the most. */
  public int delay() {
    return windows.window();
  }

  /**
   * Takes samples, from −1 to 1, any number of them.
   *
   * @return those that are clean by now, which came up to {@link #delay} before
   */
  public float[] push(float[] samples) {
    came += samples.length;
    return through(samples);
  }

  /** The rest, after the last sample came. */
  public float[] finish() {
    float[] rest = through(new float[windows.window() + windows.hop()]);
    long extra = left - came;
    left = came;
    return Arrays.copyOf(rest, (int) (rest.length - extra));
  }

  private float[] through(float[] samples) {
    int hop = windows.hop();
    float[] clean = new float[(waiting + samples.length) / hop * hop];
    int out = 0;
    for (int i = 0; i < samples.length; ) {
      int count = Math.min(hop - waiting, samples.length - i);
      System.arraycopy(samples, i, heard, heard.length - hop + waiting, count);
      i += count;
      waiting += count;
      if (waiting == hop) {
        step();
        // The first windows began before the first sample.
        if (frames >= WindowTransform.OVERLAP) {
          for (int n = 0; n < hop; n++) {
            clean[out++] = (float) sum[n];
          }
        }
        System.arraycopy(sum, hop, sum, 0, sum.length - hop);
        Arrays.fill(sum, sum.length - hop, sum.length, 0);
        System.arraycopy(heard, hop, heard, 0, heard.length - hop);
        waiting = 0;
      }
    }
    left += out;
    return Arrays.copyOf(clean, out);
  }

  private void step() {
    windows.analyse(heard, 0, real, imaginary);
    windows.logPower(real, imaginary, powers);
    features.add(powers);
    features.copy(row, 0);
    network.forEachBlock(rows, (from, samples, codes, written) -> readMask(written));
    int place = (int) (frames % KEPT);
    kept[place] = 0;
    taken[place] = 0;
    for (int f = 0; f < mask.length; f++) {
      double power = Math.exp(powers[f]);
      kept[place] += power * mask[f] * mask[f];
      taken[place] += power * (1 - mask[f]) * (1 - mask[f]);
    }
    frames++;
    double share = state.restraint().share(Arrays.stream(kept).sum(), Arrays.stream(taken).sum());
    for (int f = 0; f < factors.length; f++) {
      factors[f] = (float) (1 - share * (1 - mask[f]));
    }
    windows.add(real, imaginary, bin -> windows.factor(factors, bin), sum, 0);
  }

  private void readMask(Tensor written) {
    for (int f = 0; f < mask.length; f++) {
      mask[f] = Math.min(1, (float) written.get(f) / state.weights()[f]);
    }
  }
}
