package dev.hourglass.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * The samples that everybody works on: MNIST's training images, or random bytes of their shape.
 *
 * <p>It has a reader of its own because a peer's process holds nothing of Hourglass.
 *
 * @param source where they come from, in words, for the table
 * @param pixels row after row, a byte a pixel
 */
@SuppressWarnings("ArrayRecordComponent") // 47 MB, handed over and never compared.
public record Images(String source, byte[] pixels) {

  /** Images in the set. */
  public static final int COUNT = 60_000;

  /** Pixels of an image. */
  public static final int FEATURES = 784;

  private static final int IDX_IMAGES = 0x803;
  private static final int SIDE = 28;
  private static final long SEED = 4;
  private static final String FILE = "train-images-idx3-ubyte.gz";

  /**
   * Reads MNIST from a folder or, where the folder lacks it, makes random bytes and says so.
   *
   * @throws IOException when the file is there but is not MNIST's
   */
  public static Images from(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      byte[] pixels = new byte[COUNT * FEATURES];
      new Random(SEED).nextBytes(pixels);
      return new Images("random bytes of MNIST's shape (no " + file + ")", pixels);
    }
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16)))) {
      int[] header = {in.readInt(), in.readInt(), in.readInt(), in.readInt()};
      if (header[0] != IDX_IMAGES || header[1] != COUNT || header[2] != SIDE || header[3] != SIDE) {
        throw new IOException(
            "%s: expected magic %x and %d images of %d×%d, but found magic %x and %d of %d×%d"
                .formatted(
                    file,
                    IDX_IMAGES,
                    COUNT,
                    SIDE,
                    SIDE,
                    header[0],
                    header[1],
                    header[2],
                    header[3]));
      }
      byte[] pixels = new byte[COUNT * FEATURES];
      in.readFully(pixels);
      return new Images("MNIST, 60,000 training images", pixels);
    }
  }

  /** Writes rows {@code from} to {@code to} (exclusive), scaled to 0…1, to the array's start. */
  public void scale(int from, int to, float[] into) {
    int offset = from * FEATURES;
    int length = (to - from) * FEATURES;
    for (int i = 0; i < length; i++) {
      into[i] = (pixels[offset + i] & 0xff) / 255f;
    }
  }
}
