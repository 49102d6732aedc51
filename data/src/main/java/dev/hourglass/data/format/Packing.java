package dev.hourglass.data.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * A way to pack files that a module of its own can unpack: a service, found by {@link
 * java.util.ServiceLoader}.
 */
public interface Packing {
  /** What it is called, such as {@code zstd}. */
  String name();

  /**
   * What was packed.
   *
   * @param in from its first byte on; closed with the result
   * @throws IOException if it is damaged; so does reading, with a reason that people understand
   */
  InputStream unpack(InputStream in) throws IOException;
}
