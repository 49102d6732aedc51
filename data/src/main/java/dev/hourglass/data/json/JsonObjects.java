package dev.hourglass.data.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * The objects of a JSON text one after the other, as text: a line each, or the elements of an array
 * or objects one behind the other, over any number of lines. None is looked into here, so that one
 * that is damaged does not end the lines behind it.
 */
final class JsonObjects {
  private static final int LONGEST = 1 << 28;

  private final BufferedReader in;
  private final boolean lines;
  private int line;
  private int started;

  /**
   * @param lines whether every line is an object
   */
  JsonObjects(Reader in, boolean lines) {
    this.in = new BufferedReader(in, 1 << 16);
    this.lines = lines;
    this.line = lines ? 0 : 1;
  }

  /** The next object's text, or what stands in its place; empty where there is none. */
  String next() throws IOException {
    return lines ? nextLine() : nextBraces();
  }

  /** The 1-based line that it begins on. */
  int line() {
    return started;
  }

  private String nextLine() throws IOException {
    String text;
    do {
      text = in.readLine();
      line++;
    } while (text != null && text.isBlank());
    started = line;
    return text == null ? "" : text;
  }

  private String nextBraces() throws IOException {
    int c = skipBetween();
    if (c < 0) {
      return "";
    }
    started = line;
    StringBuilder text = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    boolean escaped = false;
    for (; c >= 0; c = in.read()) {
      if (text.length() == LONGEST) {
        throw new IOException("the object on line " + started + " never ends");
      }
      text.append((char) c);
      line += c == '\n' ? 1 : 0;
      if (quoted) {
        quoted = escaped || c != '"';
        escaped = !escaped && c == '\\';
        continue;
      }
      quoted = c == '"';
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (depth <= 0) {
        break;
      }
    }
    return text.toString();
  }

  /** What stands before an object: blanks, commas, and the brackets of the array it is in. */
  private int skipBetween() throws IOException {
    int c = in.read();
    while (c >= 0 && (c <= ' ' || c == ',' || c == '[' || c == ']')) {
      line += c == '\n' ? 1 : 0;
      c = in.read();
    }
    return c;
  }

  void close() throws IOException {
    in.close();
  }
}
