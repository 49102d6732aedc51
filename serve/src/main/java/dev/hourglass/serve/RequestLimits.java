package dev.hourglass.serve;

/**
 * What a request may take.
 *
 * @param bytes of a body
 * @param rows of a request
 * @param bytesAtOnce of all bodies that are being read or answered
 */
public record RequestLimits(int bytes, int rows, int bytesAtOnce) {
  private static final int MEBIBYTE = 1 << 20;

  /** Refuses what lets nobody ask. */
  public RequestLimits {
    if (bytes < 1 || rows < 1 || bytesAtOnce < bytes) {
      throw new IllegalArgumentException(
          "a server takes at least a byte, a row and one whole body, but was given "
              + bytes
              + ", "
              + rows
              + " and "
              + bytesAtOnce);
    }
  }

  /** 64 MiB and 100,000 rows a request, 256 MiB in all. */
  public static RequestLimits defaults() {
    return new RequestLimits(64 * MEBIBYTE, 100_000, 256 * MEBIBYTE);
  }
}
