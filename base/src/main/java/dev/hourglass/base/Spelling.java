package dev.hourglass.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A choice written {@code name:number:number}, read part by part with errors for people.
 *
 * <pre>{@code
 * Spelling spelling = Spelling.of("sparsity", text, "l1:WEIGHT", "topk:K", "none");
 * return switch (spelling.name()) {
 *   case "l1" -> spelling.finish(new L1(spelling.number()));
 *   case "topk" -> spelling.finish(new TopK(spelling.integer()));
 *   case "none" -> spelling.finish(new None());
 *   default -> throw spelling.unknown();
 * };
 * }</pre>
 */
public final class Spelling {
  private final String subject;
  private final String text;
  private final List<String> forms;
  private final String[] parts;
  private int next;

  private Spelling(String subject, String text, List<String> forms, int next) {
    this.subject = subject;
    this.text = text;
    this.forms = forms;
    this.parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
    this.next = next;
  }

  /**
   * A choice among forms: {@link #name} tells which, its numbers follow one by one.
   *
   * @param subject what is chosen, for messages
   * @param text as somebody wrote it
   * @param forms all that is allowed, such as {@code kl:RHO:WEIGHT}; what stands in brackets may be
   *     left out
   */
  public static Spelling of(String subject, String text, String... forms) {
    return new Spelling(subject, text, List.of(forms), 1);
  }

  /** Numbers without a name before them, such as {@code PATIENCE[:MIN]}. */
  public static Spelling ofNumbers(String subject, String text, String form) {
    return new Spelling(subject, text, List.of(form), 0);
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
  public double number() {
    String what = label();
    String part = part(what);
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException _) {
      throw refusal("%s must be a number, but was '%s'".formatted(what, part));
    }
  }

  /** The next part, a number, or {@code otherwise} where it is left out. */
  public double number(double otherwise) {
    return hasMore() ? number() : otherwise;
  }

  /**
   * A number, or two of them.
   *
   * @param least the only one, or the first
   * @param most the only one, or the second
   */
  public record Range(double least, double most) {
    /** Whether there was one number. */
    public boolean isPoint() {
      return least == most;
    }
  }

  /** The next part, a number or two with dots between: {@code 0.1} or {@code 0..0.2}. */
  public Range range() {
    String what = label();
    String part = part(what);
    int dots = part.indexOf("..");
    try {
      double least = Double.parseDouble(dots < 0 ? part : part.substring(0, dots));
      return new Range(least, dots < 0 ? least : Double.parseDouble(part.substring(dots + 2)));
    } catch (NumberFormatException _) {
      throw refusal("%s must be a number, or two as in 0..0.2, but was '%s'".formatted(what, part));
    }
  }

  /** The next part, a whole number. */
  public int integer() {
    String what = label();
    String part = part(what);
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException _) {
      throw refusal("%s must be a whole number, but was '%s'".formatted(what, part));
    }
  }

  /** The value, after making sure that no part is left. */
  public <T> T finish(T value) {
    if (hasMore()) {
      throw refusal("'%s' is one part too many".formatted(parts[next]));
    }
    return value;
  }

  /** The exception for a name that none of the forms has. */
  public IllegalArgumentException unknown() {
    String nearest = NearestName.to(name(), forms.stream().map(form -> words(form)[0]));
    return new IllegalArgumentException(
        "unknown %s '%s': did you mean '%s'? Expected one of %s"
            .formatted(subject, text, nearest, String.join(", ", forms)));
  }

  private String part(String what) {
    if (!hasMore()) {
      throw new IllegalArgumentException(
          "%s '%s' lacks its %s: write %s".formatted(subject, text, what, form()));
    }
    return parts[next++];
  }

  private IllegalArgumentException refusal(String why) {
    return new IllegalArgumentException(
        "%s '%s': %s; write %s".formatted(subject, text, why, form()));
  }

  /** The form that was chosen. */
  private String form() {
    return forms.size() == 1
        ? forms.getFirst()
        : forms.stream().filter(form -> words(form)[0].equals(name())).findFirst().orElse(name());
  }

  /** What the form calls the next part. */
  private String label() {
    String[] words = words(form());
    return next < words.length ? words[next] : "part " + (next + 1);
  }

  private static String[] words(String form) {
    return Arrays.stream(form.split("[:\\[\\]]+", -1))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }
}
