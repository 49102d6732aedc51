package dev.hourglass.base;

import java.util.Arrays;
import java.util.Locale;

/** A choice written {@code name:number:number}, read part by part with errors for people. */
public final class Spelling {
  private final String subject;
  private final String text;
  private final String[] parts;
  private int next = 1;

  private Spelling(String subject, String text) {
    this.subject = subject;
    this.text = text;
    this.parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
  }

  /** Reads the name; the numbers follow one by one. */
  public static Spelling of(String subject, String text) {
    return new Spelling(subject, text);
  }

  /** What stands before the first colon, in lower case. */
  public String name() {
    return parts[0];
  }

  /** Whether parts are left. */
  public boolean hasMore() {
    return next < parts.length;
  }

  /** The next part, a number. */
  public double number(String what) {
    String part = part(what);
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "%s '%s': %s must be a number, but was '%s'".formatted(subject, text, what, part));
    }
  }

  /** The next part, a whole number. */
  public int integer(String what) {
    String part = part(what);
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "%s '%s': %s must be a whole number, but was '%s'".formatted(subject, text, what, part));
    }
  }

  private String part(String what) {
    if (!hasMore()) {
      throw new IllegalArgumentException(
          "%s '%s' lacks its %s: write %s:%s".formatted(subject, text, what, text, what));
    }
    return parts[next++];
  }

  /** The value, after making sure that no part is left. */
  public <T> T finish(T value) {
    if (hasMore()) {
      throw new IllegalArgumentException(
          "%s '%s': '%s' is one part too many".formatted(subject, text, parts[next]));
    }
    return value;
  }

  /** The exception for a name that is not among those known, which are {@code name:part:part}. */
  public IllegalArgumentException unknown(String... known) {
    String nearest = NearestName.to(name(), Arrays.stream(known).map(k -> k.replaceAll(":.*", "")));
    return new IllegalArgumentException(
        "unknown %s '%s': did you mean '%s'? Expected one of %s"
            .formatted(subject, text, nearest, String.join(", ", known)));
  }
}
