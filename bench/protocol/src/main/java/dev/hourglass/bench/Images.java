package dev.hourglass.bench;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * The samples that everybody works on: MNIST's training images, CIFAR-10's where they are in
 * colour, or random bytes of their shape.
 *
 * <p>It has readers of its own because a peer's process holds nothing of Hourglass.
 *
 * @param source where they come from, in words, for the table
 * @param plane how an image lies
 * @param pixels image after image, a byte a number, the channels of a place beside each other
 */
@SuppressWarnings("ArrayRecordComponent") // 47 MB, handed over and never compared.
public record Images(String source, Plane plane, byte[] pixels) {

  private static final Plane DIGIT = new Plane(28, 28, 1);
  private static final int DIGITS = 60_000;
  private static final int PHOTOGRAPHS = 10_000;
  private static final int IDX_IMAGES = 0x803;
  private static final long SEED = 4;
  private static final String FILE = "train-images-idx3-ubyte.gz";

  /**
   * Reads images of a shape or, where the folder lacks them, makes random bytes and says so.
   *
   * @param folder with MNIST's file; CIFAR-10's folder {@code cifar10/train}, a folder of JPEGs a
   *     class, is beside it
   * @throws IOException when what is there is something else
   */
  public static Images from(Path folder, Plane plane) throws IOException {
    if (plane.equals(DIGIT)) {
      Path file = folder.resolve(FILE);
      return Files.exists(file) ? digits(file) : random(plane, DIGITS, "no " + file);
    }
    if (plane.channels() == 1) {
      return random(plane, PHOTOGRAPHS / 2, "what they show matters to no step");
    }
    Path photographs = folder.resolveSibling("cifar10").resolve("train");
    return Files.isDirectory(photographs)
        ? photographs(photographs, plane)
        : random(plane, PHOTOGRAPHS, "no " + photographs);
  }

  private static Images random(Plane plane, int count, String reason) {
    byte[] pixels = new byte[count * plane.size()];
    new Random(SEED).nextBytes(pixels);
    return new Images("random bytes of %s (%s)".formatted(plane, reason), plane, pixels);
  }

  private static Images digits(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16)))) {
      int[] header = {in.readInt(), in.readInt(), in.readInt(), in.readInt()};
      if (header[0] != IDX_IMAGES
          || header[1] != DIGITS
          || header[2] != DIGIT.height()
          || header[3] != DIGIT.width()) {
        throw new IOException(
            "%s: expected magic %x and %d images of %s, but found magic %x and %d of %d×%d"
                .formatted(
                    file, IDX_IMAGES, DIGITS, DIGIT, header[0], header[1], header[2], header[3]));
      }
      byte[] pixels = new byte[DIGITS * DIGIT.size()];
      in.readFully(pixels);
      return new Images("MNIST, 60,000 training images", DIGIT, pixels);
    }
  }

  private static Images photographs(Path folder, Plane plane) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    byte[] pixels = new byte[files.size() * plane.size()];
    ImageIO.setUseCache(false);
    int at = 0;
    for (Path file : files) {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null
          || image.getWidth() != plane.width()
          || image.getHeight() != plane.height()) {
        throw new IOException(file + ": expected an image of " + plane);
      }
      for (int y = 0; y < plane.height(); y++) {
        for (int x = 0; x < plane.width(); x++) {
          int colour = image.getRGB(x, y);
          pixels[at++] = (byte) (colour >> 16);
          pixels[at++] = (byte) (colour >> 8);
          pixels[at++] = (byte) colour;
        }
      }
    }
    return new Images("CIFAR-10, %,d training images".formatted(files.size()), plane, pixels);
  }

  /** Returns how many there are. */
  public int count() {
    return pixels.length / plane.size();
  }

  /** Writes images {@code from} to {@code to} (exclusive), scaled to 0…1, to the array's start. */
  public void scale(int from, int to, float[] into) {
    int offset = from * plane.size();
    int length = (to - from) * plane.size();
    for (int i = 0; i < length; i++) {
      into[i] = (pixels[offset + i] & 0xff) / 255f;
    }
  }

  /** The same with the places of a channel beside each other: channel after channel. */
  public void scaleByChannel(int from, int to, float[] into) {
    int channels = plane.channels();
    int places = plane.height() * plane.width();
    for (int image = from; image < to; image++) {
      int start = image * plane.size();
      int target = (image - from) * plane.size();
      for (int i = 0; i < plane.size(); i++) {
        into[target + i % channels * places + i / channels] = (pixels[start + i] & 0xff) / 255f;
      }
    }
  }
}
