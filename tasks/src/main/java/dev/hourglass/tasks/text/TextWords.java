package dev.hourglass.tasks.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the words of a line that a corrector may change: what between blanks and punctuation is
 * letters and nothing else. Numbers, code, paths, addresses, abbreviations and words in capitals
 * are none of them; names are told from words by their capital.
 */
final class TextWords {
  /** Shorter words are abbreviations as often as words. */
  private static final int SHORTEST = 3;

  private static final String OPENING = "([{\"'“„”«»‚‘’*¿¡";
  private static final String CLOSING = ")]}\"'“”«»‘’*.,;:!?…";

  /** Between words as blanks are. */
  private static final String BETWEEN = "—–…";

  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}]+(['’-][\\p{L}\\p{M}]+)*");

  private static final Pattern CODE_LINE =
      Pattern.compile(
          "\\s*(import|#include|package|using|def|class|return|public|private|static|const|var|let"
              + "|func|function)\\s.*[;{(:=].*|.*[;{}]\\s*|.*(==|!=|=>|->|\\(\\)|\\+=|:=|&&|\\|\\|).*"
              + "|\\s*</?[a-zA-Z][^>]*>\\s*");

  private static final String FENCE = "```";

  /** Where a word may be changed. */
  enum Standing {
    /** In small letters, or with a capital where all words may have one. */
    PLAIN,
    /** With a capital at the beginning of a sentence: a word, or a name. */
    SENTENCE_START,
    /** With a capital elsewhere. */
    NAME
  }

  /**
   * A word of a line.
   *
   * @param start the number of its first character in the line, from 0
   * @param text itself
   * @param standing as what it stands there
   */
  record Word(int start, String text, Standing standing) {}

  private boolean fenced;
  private boolean sentenceStarts = true;

  /** The words of the next line of a text. */
  List<Word> of(String line) {
    List<Word> words = new ArrayList<>();
    if (line.stripLeading().startsWith(FENCE)) {
      fenced = !fenced;
      return words;
    }
    if (fenced || CODE_LINE.matcher(line).matches()) {
      return words;
    }
    if (line.isBlank()) {
      sentenceStarts = true;
      return words;
    }
    int at = 0;
    boolean quoted = false;
    while (at < line.length()) {
      if (isBetween(line.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < line.length() && !isBetween(line.charAt(end))) {
        end++;
      }
      long ticks = line.substring(at, end).chars().filter(c -> c == '`').count();
      if (!quoted && ticks == 0) {
        piece(line, at, end, words);
      }
      quoted ^= ticks % 2 == 1;
      sentenceStarts = endsSentence(line, at, end);
      at = end;
    }
    return words;
  }

  private static boolean isBetween(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || BETWEEN.indexOf(c) >= 0;
  }

  private static boolean endsSentence(String line, int from, int end) {
    int last = end - 1;
    while (last > from && CLOSING.indexOf(line.charAt(last)) >= 0) {
      if (".!?".indexOf(line.charAt(last)) >= 0) {
        return true;
      }
      last--;
    }
    return ".!?:#-*>•".indexOf(line.charAt(last)) >= 0;
  }

  private void piece(String line, int from, int to, List<Word> words) {
    int start = from;
    int end = to;
    while (start < end && OPENING.indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && CLOSING.indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    String text = line.substring(start, end);
    if (text.codePointCount(0, text.length()) < SHORTEST || !LETTERS.matcher(text).matches()) {
      return;
    }
    if (hasCapitalInside(text)) {
      return;
    }
    boolean capital = Character.isUpperCase(text.codePointAt(0));
    Standing standing =
        !capital ? Standing.PLAIN : sentenceStarts ? Standing.SENTENCE_START : Standing.NAME;
    words.add(new Word(start, text, standing));
  }

  private static boolean hasCapitalInside(String text) {
    int first = Character.charCount(text.codePointAt(0));
    return text.substring(first).codePoints().anyMatch(Character::isUpperCase);
  }
}
