package dev.hourglass.cli.flags;

import dev.hourglass.base.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A flag's value written {@code name:number:number}, read part by part. */
final class Parts {
  private final List<String> parts;
  private final List<String> forms;
  private int next = 1;

  /**
   * @param text as the user wrote it
   * @param forms all that is allowed, such as {@code kl:RHO:WEIGHT}; what stands in brackets may be
   *     left out
   */
  Parts(String text, String... forms) {
    this.parts = Arrays.asList(text.strip().toLowerCase(Locale.ROOT).split(":", -1));
    this.forms = List.of(forms);
  }

  String name() {
    return parts.getFirst();
  }

  boolean hasMore() {
    return next < parts.size();
  }

  /** The next number. */
  double number() {
    String part = part();
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("'%s' is not a number; write %s".formatted(part, form()));
    }
  }

  /** The next number, or {@code otherwise} where there is none. */
  double number(double otherwise) {
    return hasMore() ? number() : otherwise;
  }

  /** The next whole number. */
  int integer() {
    String part = part();
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "'%s' is not a whole number; write %s".formatted(part, form()));
    }
  }

  /** Gives {@code value} back, all parts having been read. */
  <T> T finish(T value) {
    if (hasMore()) {
      throw new IllegalArgumentException(
          "'%s' is one part too many; write %s".formatted(parts.get(next), form()));
    }
    return value;
  }

  /** To be thrown where {@link #name} is none of those known. */
  IllegalArgumentException unknown() {
    String nearest = NearestName.to(name(), forms.stream().map(Parts::nameOf));
    return new IllegalArgumentException(
        "unknown '%s': did you mean '%s'? Expected one of %s"
            .formatted(name(), nearest, String.join(", ", forms)));
  }

  private String part() {
    if (!hasMore()) {
      throw new IllegalArgumentException("a part is missing; write " + form());
    }
    return parts.get(next++);
  }

  private String form() {
    return forms.stream().filter(form -> nameOf(form).equals(name())).findFirst().orElse(name());
  }

  private static String nameOf(String form) {
    return form.replaceAll("[:\\[].*", "");
  }
}
