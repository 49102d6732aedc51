package dev.hourglass.tasks.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The characters of a language as small numbers, the most frequent first. Number 0 is the edge of a
 * word; characters that are not among them have the last number.
 */
final class Alphabet {
  /** So that four of them fit into a key of 60 bits. */
  static final int BITS = 15;

  static final int EDGE = 0;
  static final int FOREIGN = (1 << BITS) - 1;

  private final int[] codePoints;
  private final Map<Integer, Integer> symbols;

  private Alphabet(int[] codePoints) {
    this.codePoints = codePoints;
    this.symbols = HashMap.newHashMap(codePoints.length);
    for (int i = 0; i < codePoints.length; i++) {
      symbols.put(codePoints[i], i + 1);
    }
  }

  /** The characters of words. */
  static Alphabet of(List<String> words) {
    Map<Integer, Integer> counts = new HashMap<>();
    words.forEach(word -> word.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum)));
    return new Alphabet(
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(FOREIGN - 1)
            .mapToInt(Map.Entry::getKey)
            .toArray());
  }

  /** How many characters there are; their numbers are 1 to this. */
  int size() {
    return codePoints.length;
  }

  int codePoint(int symbol) {
    return codePoints[symbol - 1];
  }

  /** The number of a character. */
  int symbol(int codePoint) {
    return symbols.getOrDefault(codePoint, FOREIGN);
  }

  /** A folded word as numbers. */
  int[] symbols(String word) {
    return word.codePoints().map(this::symbol).toArray();
  }
}
