package dev.hourglass.data.cells;

import java.io.IOException;
import java.io.Reader;

/**
 * A text whose cells are set apart by any number of spaces and tabs, made one whose cells are set
 * apart by one tab: blanks around a line go, those within quotes stay.
 */
public final class BlankRuns extends Reader {
  private static final int BUFFER = 1 << 13;

  private final Reader in;
  private final char quote;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int end;
  private boolean inLine;
  private boolean pending;
  private boolean quoted;

  /** The same of a text with such a quote. */
  public BlankRuns(Reader in, char quote) {
    this.in = in;
    this.quote = quote;
  }

  @Override
  public int read(char[] into, int from, int count) throws IOException {
    int made = 0;
    while (made < count) {
      if (at == end) {
        if (made > 0) {
          break;
        }
        end = in.read(buffer, 0, BUFFER);
        at = 0;
        if (end <= 0) {
          end = 0;
          return -1;
        }
      }
      char c = buffer[at];
      if (!quoted && (c == ' ' || c == '\t')) {
        pending = inLine;
        at++;
        continue;
      }
      boolean ends = !quoted && (c == '\n' || c == '\r');
      if (pending && !ends) {
        into[from + made++] = '\t';
        pending = false;
        inLine = false; // a quote may open here
        continue;
      }
      if (c == quote && (quoted || !inLine)) {
        quoted = !quoted;
      }
      pending = false;
      inLine = !ends;
      into[from + made++] = c;
      at++;
    }
    return made;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
