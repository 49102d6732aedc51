package dev.hourglass.base;

/**
 * Text of somebody else's in a message: cut at a length that people still read, and without
 * characters that would do something to their terminal.
 */
public final class Excerpt {
  private static final int LONGEST = 2_000;
  private static final int TAIL = 300;

  private Excerpt() {}

  /**
   * The text; of a very long one the beginning and the end, with what was left out counted. Control
   * characters but line feeds and tabs become their escapes in Java.
   */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return visible(text);
    }
    int left = text.length() - LONGEST;
    return "%s … (%,d characters left out) … %s"
        .formatted(
            visible(text.substring(0, LONGEST - TAIL)),
            left,
            visible(text.substring(text.length() - TAIL)));
  }

  private static String visible(String text) {
    if (text.chars().noneMatch(Excerpt::isHarmful)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (isHarmful(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  private static boolean isHarmful(int c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t';
  }
}
