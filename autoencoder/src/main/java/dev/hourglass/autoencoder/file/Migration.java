package dev.hourglass.autoencoder.file;

import java.util.Map;

/** How a part of a file's metadata that an older version wrote becomes that of a newer one. */
@FunctionalInterface
public interface Migration {
  /** A part that has never changed. */
  Migration NONE = (from, part) -> part;

  /**
   * The part as the next version has it.
   *
   * @param from the version that wrote {@code part}
   * @param part not to be changed
   * @return the part as version {@code from + 1} writes it
   * @throws IllegalArgumentException naming the key that is missing or of the wrong kind
   */
  Map<String, Object> migrate(int from, Map<String, Object> part);
}
