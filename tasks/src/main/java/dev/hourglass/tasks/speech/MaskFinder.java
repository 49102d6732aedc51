package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TiledReconstruction;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Asks a network how much of each place of a recording's spectra is the voice. */
sealed interface MaskFinder {
  /**
   * The masks of a recording.
   *
   * @param powers log power, {@code [windows][frequencies]}
   * @return from 0 to 1, {@code [windows][frequencies]}
   */
  float[][] of(float[][] powers);

  /**
   * By the network of recordings, which sees time and frequency as a plane.
   *
   * @param tiles of its network, for planes of any size
   * @param margin windows beyond which nothing matters to it
   * @param block windows that are worked on at once, a multiple of {@link Patches#WINDOWS}
   */
  record Planes(TiledReconstruction tiles, int margin, int block) implements MaskFinder {
    /** Half a minute. */
    private static final int BLOCK = 64 * Patches.WINDOWS;

    /** Over a network. */
    static Planes over(Autoencoder network) {
      int margin = AnySize.reach(network.blueprint()).margin();
      return new Planes(new TiledReconstruction(network), margin, BLOCK);
    }

    @Override
    public float[][] of(float[][] powers) {
      SpectrumPlane plane = new SpectrumPlane(powers);
      float[][] masks = new float[powers.length][powers[0].length];
      // Short recordings are all of one length to it, as they were when it was fitted.
      int all = Math.ceilDiv(powers.length, Patches.WINDOWS) * Patches.WINDOWS;
      for (int from = 0; from < powers.length; from += block) {
        int first = Math.max(0, from - margin);
        int windows = Math.min(all, from + block + margin) - first;
        SampleShape shape = SpectrumPlane.shape(windows, powers[0].length);
        float[] written = tiles.reconstruct(plane.read(first, windows), shape);
        for (int t = from; t < Math.min(powers.length, from + block); t++) {
          plane.mask(t, written, t - first, masks[t]);
        }
      }
      return masks;
    }
  }

  /**
   * By a network of windows, each with those around it.
   *
   * @param network that writes masks times weights
   * @param state what is known of them
   */
  record Windows(Autoencoder network, SpeechSection.State state) implements MaskFinder {
    /** Windows that are worked on at once: half a minute. */
    private static final int BLOCK = 4_000;

    @Override
    public float[][] of(float[][] powers) {
      float[][] masks = new float[powers.length][];
      FrameFeatures features = new FrameFeatures(powers, state.reach());
      for (int from = 0; from < powers.length; from += BLOCK) {
        fill(features, from, Math.min(powers.length, from + BLOCK), masks);
      }
      return masks;
    }

    private void fill(FrameFeatures features, int from, int to, float[][] masks) {
      int width = state.reach().width(state.frequencies());
      try (Arena arena = Arena.ofShared()) {
        long rowBytes = (long) width * Float.BYTES;
        MemorySegment rows = arena.allocate((to - from) * rowBytes, Tensor.ALIGNMENT);
        for (int t = from; t < to; t++) {
          features.copy(t, rows, (t - from) * rowBytes);
        }
        Tensor written = network.reconstruct(Dataset.over(rows, SampleShape.vector(width)));
        for (int t = from; t < to; t++) {
          masks[t] = written.row(t - from);
          for (int f = 0; f < masks[t].length; f++) {
            masks[t][f] = Math.min(1, masks[t][f] / state.weights()[f]);
          }
        }
      }
    }
  }
}
