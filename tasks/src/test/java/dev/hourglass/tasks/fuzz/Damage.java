package dev.hourglass.tasks.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Damage that can be done to any file. */
final class Damage {
  /** Where a header is likely to be. */
  private static final int START = 64;

  private Damage() {}

  static byte[] any(byte[] bytes, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> flipped(bytes, random);
      case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> lengthened(bytes, random);
      default -> shortened(bytes, random);
    };
  }

  /** A few bytes are others, in half of the cases near the start. */
  static byte[] flipped(byte[] bytes, SplittableRandom random) {
    byte[] copy = bytes.clone();
    if (copy.length == 0) {
      return copy;
    }
    int near = random.nextBoolean() ? Math.min(copy.length, START) : copy.length;
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      copy[random.nextInt(near)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  /** Zeros, noise or bytes of its own in the middle. */
  private static byte[] lengthened(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    byte[] more = new byte[random.nextInt(1, 200)];
    int kind = random.nextInt(3);
    for (int i = 0; i < more.length; i++) {
      more[i] =
          kind == 0 || bytes.length == 0
              ? 0
              : kind == 1 ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
    }
    return joined(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] shortened(byte[] bytes, SplittableRandom random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + random.nextInt(1, 100));
    return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  @SafeVarargs
  static <T> T one(SplittableRandom random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static <T> T one(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
