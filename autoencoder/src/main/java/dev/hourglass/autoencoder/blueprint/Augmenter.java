package dev.hourglass.autoencoder.blueprint;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Changes pictures in place before they are trained on; each row's draws are its own. */
public final class Augmenter {
  /** Draws set aside for a row. */
  private static final int DRAWS = 8;

  private final Augmentation augmentation;
  private final int height;
  private final int width;
  private final int channels;
  private final float[] from;
  private final float[] to;

  /** For pictures of a shape. */
  public Augmenter(Augmentation augmentation, SampleShape shape) {
    this.augmentation = augmentation;
    this.height = shape.height();
    this.width = shape.width();
    this.channels = shape.channels();
    this.from = new float[shape.features()];
    this.to = new float[shape.features()];
  }

  /**
   * Changes all rows.
   *
   * @param rows float32, {@code [rows, features]}
   * @param key of the draws
   * @param firstRow the first one's number in the batch
   */
  public void apply(Tensor rows, long key, int firstRow) {
    MemorySegment segment = rows.segment();
    for (int r = 0; r < rows.rows(); r++) {
      long at = (long) r * from.length;
      MemorySegment.copy(segment, JAVA_FLOAT, 4 * at, from, 0, from.length);
      int draw = (firstRow + r) * DRAWS;
      for (int i = 0; i < augmentation.changes().size(); i++) {
        apply(augmentation.changes().get(i), key, draw);
      }
      MemorySegment.copy(from, 0, segment, JAVA_FLOAT, 4 * at, from.length);
    }
  }

  private void apply(Augmentation.Change change, long key, int draw) {
    switch (change) {
      case Augmentation.Shift shift -> {
        int span = 2 * shift.pixels() + 1;
        shift(
            (int) (Noise.uniform(key, draw) * span) - shift.pixels(),
            (int) (Noise.uniform(key, draw + 1) * span) - shift.pixels());
      }
      case Augmentation.Flip _ -> {
        if (Noise.uniform(key, draw + 2) < 0.5) {
          flip();
        }
      }
      case Augmentation.Rotate rotate ->
          rotate(Math.toRadians(rotate.degrees() * (2 * Noise.uniform(key, draw + 3) - 1)));
      case Augmentation.Brightness brightness ->
          brighten((float) (1 + brightness.share() * (2 * Noise.uniform(key, draw + 4) - 1)));
    }
  }

  private void shift(int down, int right) {
    for (int y = 0; y < height; y++) {
      int rowFrom = Math.clamp(y - down, 0, height - 1) * width;
      for (int x = 0; x < width; x++) {
        int place = rowFrom + Math.clamp(x - right, 0, width - 1);
        System.arraycopy(from, place * channels, to, (y * width + x) * channels, channels);
      }
    }
    System.arraycopy(to, 0, from, 0, from.length);
  }

  private void flip() {
    for (int y = 0; y < height; y++) {
      for (int left = y * width, right = left + width - 1; left < right; left++, right--) {
        for (int c = 0; c < channels; c++) {
          float kept = from[left * channels + c];
          from[left * channels + c] = from[right * channels + c];
          from[right * channels + c] = kept;
        }
      }
    }
  }

  private void rotate(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sourceX =
            Math.clamp(middleX + cos * (x - middleX) + sin * (y - middleY), 0, width - 1);
        double sourceY =
            Math.clamp(middleY - sin * (x - middleX) + cos * (y - middleY), 0, height - 1);
        int left = Math.min((int) sourceX, Math.max(0, width - 2));
        int top = Math.min((int) sourceY, Math.max(0, height - 2));
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        float shareX = (float) (sourceX - left);
        float shareY = (float) (sourceY - top);
        for (int c = 0; c < channels; c++) {
          float above = between(at(top, left, c), at(top, right, c), shareX);
          float below = between(at(bottom, left, c), at(bottom, right, c), shareX);
          to[(y * width + x) * channels + c] = between(above, below, shareY);
        }
      }
    }
    System.arraycopy(to, 0, from, 0, from.length);
  }

  private float at(int y, int x, int channel) {
    return from[(y * width + x) * channels + channel];
  }

  private static float between(float a, float b, float share) {
    return a + share * (b - a);
  }

  private void brighten(float factor) {
    for (int i = 0; i < from.length; i++) {
      float brighter = from[i] * factor;
      from[i] = from[i] <= 1 ? Math.min(1, brighter) : brighter;
    }
  }
}
