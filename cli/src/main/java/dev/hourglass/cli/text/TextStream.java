package dev.hourglass.cli.text;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.tasks.text.Change;
import dev.hourglass.tasks.text.TextCorrector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Puts a text right as it comes, some thousand lines at a time; what ends a line is kept. */
final class TextStream {
  private static final int LINES = 2_000;

  private final String source;
  private final TextCorrector corrector;
  private final Predicate<Change> taken;
  private final ChangeList changes;
  private long lines;

  TextStream(String source, TextCorrector corrector, Predicate<Change> taken, ChangeList changes) {
    this.source = source;
    this.corrector = corrector;
    this.taken = taken;
    this.changes = changes;
  }

  static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  long lines() {
    return lines;
  }

  void run(InputStream in, OutputStream out) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    List<String> block = new ArrayList<>(LINES);
    StringBuilder line = new StringBuilder();
    try {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        line.append((char) c);
        if (c == '\n') {
          block.add(line.toString());
          line.setLength(0);
          // Whoever types, or waits behind a pipe, gets a line's answer when nothing more is there.
          if (block.size() == LINES || !reader.ready()) {
            write(block, writer);
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s, about line %d: is not UTF-8; convert the text, such as with iconv -f LATIN1 -t UTF-8"
              .formatted(source, lines + block.size() + 1),
          e);
    }
    if (!line.isEmpty()) {
      block.add(line.toString());
    }
    write(block, writer);
  }

  private void write(List<String> block, Writer writer) throws IOException {
    TextCorrector.Corrected corrected = corrector.correct(block, taken);
    for (String line : corrected.lines()) {
      writer.write(line);
    }
    writer.flush();
    changes.add(corrected.changes());
    lines += block.size();
    block.clear();
  }
}
