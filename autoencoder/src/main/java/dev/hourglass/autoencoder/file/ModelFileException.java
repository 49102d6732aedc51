package dev.hourglass.autoencoder.file;

import dev.hourglass.base.Excerpt;

/**
 * A file that is not a model this version can use; the message says what is wrong and what to do.
 */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong, broadly. */
  public enum Kind {
    /** Cut short, damaged or edited. */
    CORRUPT("is damaged", "copy it again from where it came, or train anew"),
    /** Something else altogether. */
    FOREIGN(
        "is not a Hourglass file of that kind", "give a file that Hourglass has written for that"),
    /** Written by a version whose format is no longer read. */
    TOO_OLD("is too old for this version", "train anew, or use the version that wrote it"),
    /** Written by a later version. */
    TOO_NEW("is too new for this version", "upgrade Hourglass"),
    /** There, but the system would not let it be read or written. */
    UNREADABLE("cannot be read", "check the path and its permissions");

    private final String complaint;
    private final String remedy;

    Kind(String complaint, String remedy) {
      this.complaint = complaint;
      this.remedy = remedy;
    }
  }

  /**
   * A refusal.
   *
   * @param subject what is refused: a file's path, a section of a model
   * @param detail what was found and what was expected
   */
  public ModelFileException(String subject, Kind kind, String detail) {
    super("%s %s: %s; %s".formatted(subject, kind.complaint, Excerpt.of(detail), kind.remedy));
    this.kind = kind;
  }

  /** What is wrong, broadly. */
  public Kind kind() {
    return kind;
  }
}
