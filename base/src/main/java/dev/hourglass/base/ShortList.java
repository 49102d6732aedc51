package dev.hourglass.base;

import java.util.List;

/** A list of names in a message, cut where it is long. */
public final class ShortList {
  private static final int SHOWN = 12;

  private ShortList() {}

  /** {@code a, b, c}, or the first twelve and {@code … (40 in all)}. */
  public static String of(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() <= SHOWN ? shown : shown + " … (" + names.size() + " in all)";
  }
}
