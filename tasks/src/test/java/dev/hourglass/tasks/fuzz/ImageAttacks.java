package dev.hourglass.tasks.fuzz;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.read.ReadOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Images that are damaged, say that they are huge, or unpack to far more than they are. */
final class ImageAttacks {
  private ImageAttacks() {}

  static Attack image(Path folder, SplittableRandom random) throws IOException {
    String format = Damage.one(random, "png", "jpg", "gif", "bmp");
    byte[] bytes = whole(format, random);
    String what = format;
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        what += ", any damage";
        bytes = Damage.any(bytes, random);
      }
      case 2, 3 -> {
        int width = oddSide(random);
        int height = oddSide(random);
        what += " says %d x %d".formatted(width, height);
        saySize(format, bytes, width, height);
      }
      case 4 -> {
        int depth = Damage.one(random, 1, 2, 4, 8, 16, 3, 0, 255);
        int color = random.nextInt(8);
        what = "png of depth %d, colour %d".formatted(depth, color);
        bytes = png(random.nextInt(1, 40), random.nextInt(1, 40), depth, color, new byte[0]);
      }
      case 5 -> {
        String type = Damage.one(random, "iCCP", "zTXt", "iTXt", "tEXt", "PLTE", "tRNS", "hIST");
        what = "png whose " + type + " unpacks far";
        byte[] name =
            "k\0\0\1\0\0\0"
                .substring(0, type.equals("iTXt") ? 7 : 3)
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] more = chunk(type, Damage.joined(name, zeros(20_000_000)));
        bytes = png(8, 8, 8, 2, more);
      }
      default -> {
        format = Damage.one(random, "png", "jpg", "gif", "bmp", "webp", "tiff", "pgm");
        what += " named " + format;
      }
    }
    Path file = Files.write(folder.resolve("forged." + format), bytes);
    ReadOptions options = DataUse.options(random);
    if (random.nextInt(3) == 0) {
      Files.write(folder.resolve("whole.png"), png(8, 8, 8, 2, new byte[0]));
      return new Attack(
          what + ", in a folder",
          file,
          () -> DataUse.use(folder.toString(), options),
          Set.of(DataException.class));
    }
    return new Attack(
        what, file, () -> DataUse.use(file.toString(), options), Set.of(DataException.class));
  }

  private static int oddSide(SplittableRandom random) {
    return Damage.one(
        random, 0, 1, -1, 2, 5_000, 16_384, 32_768, 65_535, 100_000, Integer.MAX_VALUE);
  }

  private static byte[] whole(String format, SplittableRandom random) throws IOException {
    int type =
        format.equals("jpg") || format.equals("bmp")
            ? Damage.one(random, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB)
            : Damage.one(
                random,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage image = new BufferedImage(random.nextInt(1, 20), random.nextInt(1, 20), type);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IllegalStateException("no " + format + " of type " + type);
    }
    return out.toByteArray();
  }

  /** Writes another size into the header. */
  private static void saySize(String format, byte[] bytes, int width, int height) {
    ByteBuffer big = ByteBuffer.wrap(bytes);
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (format) {
      case "png" -> {
        big.putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(bytes, 12, 17);
        big.putInt(29, (int) sum.getValue());
      }
      case "bmp" -> little.putInt(18, width).putInt(22, height);
      case "gif" -> little.putShort(6, (short) width).putShort(8, (short) height);
      default -> {
        for (int i = 2; i + 9 < bytes.length; i++) {
          if (bytes[i] == (byte) 0xFF && (bytes[i + 1] == (byte) 0xC0)) {
            big.putShort(i + 5, (short) height).putShort(i + 7, (short) width);
            return;
          }
        }
      }
    }
  }

  private static byte[] png(int width, int height, int depth, int color, byte[] more)
      throws IOException {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) color)
            .array();
    return Damage.joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
        chunk("IHDR", header),
        more,
        chunk("IDAT", zeros(20_000)),
        chunk("IEND", new byte[0]));
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) sum.getValue())
        .array();
  }

  /** So many zeros, packed. */
  private static byte[] zeros(int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
      byte[] some = new byte[10_000];
      for (int i = 0; i < count; i += some.length) {
        packed.write(some);
      }
    }
    return out.toByteArray();
  }
}
