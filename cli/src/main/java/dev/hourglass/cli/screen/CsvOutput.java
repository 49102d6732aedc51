package dev.hourglass.cli.screen;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Comma-separated rows under a header, as RFC 4180 has them but with plain line feeds. */
public final class CsvOutput {
  private CsvOutput() {}

  /** Writes a header and {@code rows} rows. */
  public static void write(
      OutputStream out, List<String> header, int rows, IntFunction<List<String>> row)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writeRow(writer, header);
    for (int i = 0; i < rows; i++) {
      writeRow(writer, row.apply(i));
    }
    writer.flush();
  }

  private static void writeRow(Writer writer, List<String> cells) throws IOException {
    writer.write(cells.stream().map(CsvOutput::quoted).collect(Collectors.joining(",", "", "\n")));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
