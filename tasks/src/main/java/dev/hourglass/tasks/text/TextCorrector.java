package dev.hourglass.tasks.text;

import dev.hourglass.tasks.text.TextWords.Standing;
import dev.hourglass.tasks.text.TextWords.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts the words of a text right, block of lines by block of lines: what stays between them is the
 * line's number and whether a sentence or a piece of code goes on. For one text and one thread.
 *
 * <p>Right words stay, and so do numbers, code, addresses, words in capitals, and, as names, words
 * with a capital that does not begin a sentence, unless the language writes other words so too.
 */
public final class TextCorrector {
  /** Unless something else is asked, a word is changed if the right one is more likely than not. */
  public static final double DEFAULT_CONFIDENCE = 0.5;

  /** What may be a name is changed only if there is hardly a doubt. */
  private static final double CONFIDENCE_OF_NAMES = 0.95;

  /** With this share of words in capitals, such as German has, a capital makes no name. */
  private static final double CAPITALS_ARE_USUAL = 0.2;

  /** Words that were looked up and are remembered. */
  private static final int REMEMBERED = 100_000;

  private final WordCorrector corrector;
  private final double confidence;
  private final boolean capitalsAreUsual;
  private final TextWords words = new TextWords();
  private final Map<String, Optional<Suggestion>> remembered = new HashMap<>();
  private long lines;

  /**
   * For a text.
   *
   * @param confidence from which on a word is changed, from 0 to 1
   */
  public TextCorrector(WordCorrector corrector, double confidence) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "option 'confidence' = %s: it is from 0 to 1".formatted(confidence));
    }
    this.corrector = corrector;
    this.confidence = confidence;
    WordList list = corrector.words();
    long capitals =
        list.words().stream().filter(word -> Character.isUpperCase(word.codePointAt(0))).count();
    this.capitalsAreUsual = capitals > CAPITALS_ARE_USUAL * list.size();
  }

  /**
   * Lines put right and what was changed in them.
   *
   * @param lines as many as there were
   * @param changes in the order of the text
   */
  public record Corrected(List<String> lines, List<Change> changes) {}

  /**
   * The next lines of the text.
   *
   * @param block lines, with or without what ends them
   * @param taken asked of every change whether it is made
   */
  public Corrected correct(List<String> block, Predicate<Change> taken) {
    if (remembered.size() > REMEMBERED) {
      remembered.clear();
    }
    List<List<Word>> unknown = new ArrayList<>(block.size());
    Set<String> asked = new LinkedHashSet<>();
    for (String line : block) {
      List<Word> ofLine = new ArrayList<>();
      for (Word word : words.of(line)) {
        for (Word part : parts(word)) {
          if (!remembered.containsKey(part.text())) {
            asked.add(part.text());
          }
          ofLine.add(part);
        }
      }
      unknown.add(ofLine);
    }
    remember(asked);
    List<String> corrected = new ArrayList<>(block.size());
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      lines++;
      corrected.add(line(block.get(i), unknown.get(i), taken, changes));
    }
    return new Corrected(corrected, changes);
  }

  /** What of a word is not right: nothing, itself, or those of its parts between hyphens. */
  private List<Word> parts(Word word) {
    String text = word.text();
    if (corrector.isRight(text)) {
      return List.of();
    }
    int apostrophe = Math.max(text.indexOf('\''), text.indexOf('’'));
    if (apostrophe >= 0 && !corrector.words().hasApostrophes()) {
      boolean genitive = text.length() == apostrophe + 2 && text.charAt(apostrophe + 1) == 's';
      return genitive
          ? parts(new Word(word.start(), text.substring(0, apostrophe), word.standing()))
          : List.of();
    }
    if (text.indexOf('-') < 0) {
      return isForeign(text) ? List.of() : List.of(word);
    }
    List<Word> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int hyphen = text.indexOf('-', from);
      int end = hyphen < 0 ? text.length() : hyphen;
      String part = text.substring(from, end);
      Standing standing =
          !part.isEmpty() && Character.isUpperCase(part.codePointAt(0))
              ? Standing.NAME
              : Standing.PLAIN;
      if (part.length() >= 3 && !corrector.isRight(part) && !isForeign(part)) {
        parts.add(new Word(word.start() + from, part, standing));
      }
      from = end + 1;
    }
    return parts;
  }

  /** Whether most of its letters are of another script. */
  private boolean isForeign(String text) {
    return 2 * corrector.knownLetters(text) <= text.codePointCount(0, text.length());
  }

  private void remember(Set<String> asked) {
    List<String> list = List.copyOf(asked);
    List<List<Suggestion>> suggestions = corrector.suggestions(list, 1);
    for (int i = 0; i < list.size(); i++) {
      remembered.put(list.get(i), suggestions.get(i).stream().findFirst());
    }
  }

  private String line(
      String line, List<Word> unknown, Predicate<Change> taken, List<Change> changes) {
    StringBuilder corrected = new StringBuilder(line.length());
    int copied = 0;
    for (Word word : unknown) {
      Optional<Suggestion> answer = remembered.get(word.text());
      if (answer.isEmpty() || !isMade(word, answer.get())) {
        continue;
      }
      Change change =
          new Change(
              lines,
              line.codePointCount(0, word.start()) + 1,
              word.text(),
              inCaseOf(word.text(), answer.get().word()),
              answer.get().confidence());
      if (!change.to().equals(change.from()) && taken.test(change)) {
        corrected.append(line, copied, word.start()).append(change.to());
        copied = word.start() + word.text().length();
        changes.add(change);
      }
    }
    return copied == 0 ? line : corrected.append(line, copied, line.length()).toString();
  }

  private boolean isMade(Word word, Suggestion suggestion) {
    if (capitalsAreUsual) {
      return suggestion.confidence() >= confidence;
    }
    return switch (word.standing()) {
      case PLAIN -> suggestion.confidence() >= confidence;
      case SENTENCE_START ->
          suggestion.confidence() >= Math.max(confidence, CONFIDENCE_OF_NAMES)
              && Character.toLowerCase(word.text().codePointAt(0))
                  == Character.toLowerCase(suggestion.word().codePointAt(0));
      case NAME -> false;
    };
  }

  private static String inCaseOf(String typed, String word) {
    if (!Character.isUpperCase(typed.codePointAt(0))) {
      return word;
    }
    int first = Character.charCount(word.codePointAt(0));
    return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
  }
}
