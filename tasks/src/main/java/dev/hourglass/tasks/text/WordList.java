package dev.hourglass.tasks.text;

import dev.hourglass.data.dataset.DataException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right words of a language, and how often each is used where that is known. Words are the same
 * whatever their case; of two spellings that differ in it the one with fewer capitals is kept.
 *
 * <p>Immutable and safe to use from several threads.
 */
public final class WordList {
  /** Fewer are no language. */
  private static final int FEWEST = 2;

  private static final Pattern COUNTED = Pattern.compile("(\\S+)[\\s,;]+([0-9]{1,15})");
  private static final Pattern ONE_WORD = Pattern.compile("\\S+");
  private static final Pattern CAPITAL = Pattern.compile("\\p{Lu}|\\p{Lt}");

  private final List<String> words;
  private final double[] counts;
  private final Map<String, Integer> numbers;
  private final String source;
  private final int left;
  private final boolean apostrophes;

  private WordList(Map<String, Double> countsByWord, String source, int left) {
    this.source = source;
    this.left = left;
    Map<String, String> forms = new LinkedHashMap<>();
    Map<String, Double> sums = new HashMap<>();
    countsByWord.forEach(
        (word, count) -> {
          String folded = fold(word);
          forms.merge(folded, word, (a, b) -> capitals(b) < capitals(a) ? b : a);
          sums.merge(folded, count, Double::sum);
        });
    this.words = List.copyOf(forms.values());
    this.counts = new double[words.size()];
    this.numbers = HashMap.newHashMap(words.size());
    forms
        .keySet()
        .forEach(
            folded -> {
              counts[numbers.size()] = sums.get(folded);
              numbers.put(folded, numbers.size());
            });
    this.apostrophes = numbers.keySet().stream().anyMatch(word -> word.indexOf('\'') > 0);
    if (words.size() < FEWEST) {
      throw new DataException(
          "%s: has %d %s, but a word list needs at least %d, one a line"
              .formatted(source, words.size(), words.size() == 1 ? "word" : "words", FEWEST));
    }
  }

  /**
   * A list of words that are used equally often.
   *
   * @throws DataException if there are fewer than two
   */
  public static WordList of(List<String> words) {
    Map<String, Double> counts = new LinkedHashMap<>();
    words.forEach(word -> counts.put(Normalizer.normalize(word, Normalizer.Form.NFC), 1.0));
    return new WordList(counts, "the word list", 0);
  }

  /**
   * A list of words with how often each is used.
   *
   * @param counts by word, at least 0
   * @throws DataException if there are fewer than two
   */
  public static WordList of(Map<String, Double> counts) {
    return new WordList(counts, "the word list", 0);
  }

  /**
   * Reads a list in UTF-8: one word a line, after it, where it is known, how often it is used,
   * behind a tab, a blank or a comma. Lines of several words are left out.
   *
   * @throws DataException if the file is not UTF-8 or has fewer than two words
   */
  public static WordList read(Path file) {
    Map<String, Double> counts = new LinkedHashMap<>();
    int left = 0;
    for (String line : Utf8Lines.of(file)) {
      String text = Normalizer.normalize(line.strip(), Normalizer.Form.NFC);
      Matcher counted = COUNTED.matcher(text);
      if (counted.matches()) {
        counts.merge(counted.group(1), Double.parseDouble(counted.group(2)), Double::sum);
      } else if (ONE_WORD.matcher(text).matches()) {
        counts.putIfAbsent(text, 1.0);
      } else if (!text.isEmpty()) {
        left++;
      }
    }
    return new WordList(counts, file.toString(), left);
  }

  /** How a word is looked up: composed, in small letters, with straight apostrophes. */
  static String fold(String word) {
    if (isPlain(word)) {
      return word;
    }
    return Normalizer.normalize(word, Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT)
        .replace('’', '\'');
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 0x80 || c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return true;
  }

  private static long capitals(String word) {
    return CAPITAL.matcher(word).results().count();
  }

  /** How many words there are. */
  public int size() {
    return words.size();
  }

  /** Word {@code i} as it is written. */
  public String word(int i) {
    return words.get(i);
  }

  /** All words, each once. */
  public List<String> words() {
    return words;
  }

  /** How often word {@code i} is used, in units of the list's own. */
  public double count(int i) {
    return counts[i];
  }

  /** Whether there are words with an apostrophe inside, such as don't. */
  boolean hasApostrophes() {
    return apostrophes;
  }

  /** Where it was read. */
  public String source() {
    return source;
  }

  /** How many lines were left out because they held several words. */
  public int linesLeftOut() {
    return left;
  }

  /** Whether it is one of the words, in whatever case. */
  public boolean contains(String word) {
    return numbers.containsKey(fold(word));
  }

  /** The number of a word, or −1 if it is none of them. */
  int number(String word) {
    return numbers.getOrDefault(fold(word), -1);
  }

  /** All words as they are looked up. */
  List<String> folded() {
    List<String> folded = new ArrayList<>(words.size());
    words.forEach(word -> folded.add(fold(word)));
    return folded;
  }
}
