package dev.hourglass.base;

/** Text of somebody else's in a message, cut at a length that people still read. */
public final class Excerpt {
  private static final int LONGEST = 2_000;
  private static final int TAIL = 300;

  private Excerpt() {}

  /** The text; of a very long one the beginning and the end, with what was left out counted. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int left = text.length() - LONGEST;
    return "%s … (%,d characters left out) … %s"
        .formatted(text.substring(0, LONGEST - TAIL), left, text.substring(text.length() - TAIL));
  }
}
