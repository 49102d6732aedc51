package dev.hourglass.tasks.text;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Which letters are easily typed for each other before any misspelling was seen: neighbours on the
 * usual Latin, Cyrillic and Greek keyboards, and letters that differ in an accent.
 */
final class Keyboard {
  private static final String[][] LAYOUTS = {
    {"qwertyuiop", "asdfghjkl", "zxcvbnm"},
    {"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"},
    {";ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"}
  };

  /** How far each row of keys is moved to the right, in keys. */
  private static final double[] SHIFTS = {0, 0.25, 0.75};

  private static final double NEAR = 1.3;

  private record Key(int layout, double x, double y) {
    boolean isBeside(Key other) {
      return layout == other.layout && Math.hypot(x - other.x, y - other.y) < NEAR;
    }
  }

  private final Map<Integer, Key> keys = new HashMap<>();

  Keyboard() {
    for (int layout = 0; layout < LAYOUTS.length; layout++) {
      for (int row = 0; row < SHIFTS.length; row++) {
        int[] letters = LAYOUTS[layout][row].codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
          keys.putIfAbsent(letters[i], new Key(layout, i + SHIFTS[row], row));
        }
      }
    }
  }

  /** Whether two different characters are typed with neighbouring keys. */
  boolean areNeighbours(int a, int b) {
    Key first = keys.get(base(a));
    Key second = keys.get(base(b));
    return first != null && second != null && !first.equals(second) && first.isBeside(second);
  }

  /** Whether two different characters are the same letter but for an accent. */
  static boolean differInAccent(int a, int b) {
    return a != b && base(a) == base(b);
  }

  private static int base(int codePoint) {
    return codePoint < 0x80
        ? codePoint
        : Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD).codePointAt(0);
  }
}
