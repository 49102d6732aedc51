package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two datasets hold the same numbers, whatever they are called, wherever they lie and
 * however they are stored.
 *
 * @param text 32 hexadecimal digits: the first half of a SHA-256
 */
public record Fingerprint(String text) {
  private static final int BYTES = 16;

  private static final ValueLayout.OfInt LITTLE_ENDIAN =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * @throws IllegalArgumentException if {@code text} is no fingerprint
   */
  public Fingerprint {
    if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new IllegalArgumentException(
          "a fingerprint has %d hexadecimal digits, but was '%s'".formatted(2 * BYTES, text));
    }
  }

  /**
   * Takes the fingerprint of all rows in their order, in memory for one block of them. Labels and
   * names do not count.
   *
   * <p>Hashed are, one after the other: the {@link SampleShape#text() shape}, a line feed, the
   * size, a line feed (in ASCII), and the float32 of all samples in little-endian byte order.
   */
  public static Fingerprint of(Dataset samples) {
    MessageDigest digest = sha256();
    String head = samples.shape().text() + "\n" + samples.size() + "\n";
    digest.update(head.getBytes(StandardCharsets.US_ASCII));
    long rowBytes = (long) samples.features() * Float.BYTES;
    int blockRows = BlockWalk.cachedRows(samples.features(), 1, samples.size());
    MemorySegment block = Storage.allocate(blockRows * rowBytes);
    byte[] piece = new byte[1 << 13];
    BlockWalk.over(
        samples, blockRows, block, (_, count) -> update(digest, block, count * rowBytes, piece));
    return new Fingerprint(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
  }

  private static void update(MessageDigest digest, MemorySegment block, long bytes, byte[] piece) {
    MemorySegment into = MemorySegment.ofArray(piece);
    for (long at = 0; at < bytes; at += piece.length) {
      int count = (int) Math.min(piece.length, bytes - at);
      MemorySegment.copy(
          block, ValueLayout.JAVA_INT_UNALIGNED, at, into, LITTLE_ENDIAN, 0, count / Integer.BYTES);
      digest.update(piece, 0, count);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
