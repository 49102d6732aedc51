package dev.hourglass.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the string literals of a Java source, text blocks among them; not what comments quote. */
final class JavaTexts {
  private static final Pattern TOKEN =
      Pattern.compile(
          String.join(
              "|",
              "//[^\\n]*",
              "/\\*[\\s\\S]*?\\*/",
              "'(?:[^'\\\\]|\\\\.)+'",
              "\"\"\"(?<block>[\\s\\S]*?)(?<!\\\\)\"\"\"",
              "\"(?<plain>(?:[^\"\\\\\\n]|\\\\.)*)\""));

  /**
   * A string literal.
   *
   * @param line it begins in, 1 for the first
   * @param value as it is written, escapes and all
   */
  record Text(int line, String value) {}

  private JavaTexts() {}

  static List<Text> of(String source) {
    List<Text> texts = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    while (matcher.find()) {
      String value =
          matcher.group("block") == null ? matcher.group("plain") : matcher.group("block");
      if (value != null) {
        long before = source.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
        texts.add(new Text(1 + (int) before, value));
      }
    }
    return texts;
  }
}
