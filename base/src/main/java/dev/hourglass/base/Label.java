package dev.hourglass.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The name of an enum constant as people write it: {@code salt-pepper} for SALT_PEPPER. */
public final class Label {
  private Label() {}

  /** A constant's label. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant of that label.
   *
   * @throws IllegalArgumentException naming the nearest when there is none
   */
  public static <E extends Enum<E>> E named(Class<E> type, String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> of(constant).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown '%s': did you mean '%s'? Expected one of %s"
                        .formatted(
                            text,
                            NearestName.to(wanted, constants.stream().map(Label::of)),
                            String.join(", ", constants.stream().map(Label::of).toList()))));
  }
}
