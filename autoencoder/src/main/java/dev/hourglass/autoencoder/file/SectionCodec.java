package dev.hourglass.autoencoder.file;

/**
 * How a use writes its own things into a model file and reads them again: {@code
 * model.withSection(codec, threshold)}, {@code model.section(codec)}.
 *
 * @param <T> what it keeps; immutable
 */
public interface SectionCodec<T> {
  /** The section's name: small letters, digits and dashes, a letter first. */
  String name();

  /** The version that {@link #write} writes and {@link #read} reads, at least 1. */
  int version();

  /** The section of a value, in the current version. */
  Section write(T value);

  /**
   * The inverse of {@link #write}.
   *
   * @param section of the current version
   * @throws IllegalArgumentException naming what is missing or of the wrong kind
   */
  T read(Section section);

  /**
   * An older section as the next version has it; called until the current version is reached.
   *
   * @param section of a version below the current
   * @return the same of {@code section.version() + 1}
   * @throws IllegalArgumentException naming what is missing or of the wrong kind
   */
  Section migrate(Section section);
}
