package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Reads a folder of images that are all of one level, and says which. */
final class LargeFolder {
  /** Of 360,000 bytes each: 108 MB. */
  static final int IMAGES = 300;

  private LargeFolder() {}

  /**
   * Reads.
   *
   * @param args the folder
   */
  public static void main(String[] args) {
    RawData.Array raw = (RawData.Array) DataReader.read(Path.of(args[0]), ReadOptions.defaults());
    Dataset samples = raw.samples();
    float[] row = new float[samples.features()];
    for (int i = 0; i < samples.size(); i++) {
      samples.gather(new int[] {i}, 0, 1, MemorySegment.ofArray(row));
      for (float value : row) {
        if (value != row[0] || Math.abs(value - 0.2) > 1e-6) {
          throw new IllegalStateException("image " + i + " holds " + value);
        }
      }
    }
    System.out.println(samples.size() + " images, all 0.2");
  }
}
