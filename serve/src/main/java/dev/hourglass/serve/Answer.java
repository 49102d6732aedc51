package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hourglass.data.read.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a model answers, row by row.
 *
 * @param rows how many
 * @param name of the list of rows in JSON
 * @param json writes a row
 * @param header of the rows as CSV
 * @param cells of a row as CSV
 * @param numbers of a row, where rows are nothing else
 */
record Answer(
    int rows,
    String name,
    RowWriter json,
    List<String> header,
    IntFunction<List<String>> cells,
    Optional<IntFunction<double[]>> numbers) {

  /** Writes a row as JSON. */
  @FunctionalInterface
  interface RowWriter {
    void write(JsonGenerator json, int row) throws IOException;
  }

  /** As a CSV file. */
  String csv() {
    StringBuilder text = new StringBuilder();
    append(header, text);
    for (int row = 0; row < rows; row++) {
      append(cells.apply(row), text);
    }
    return text.toString();
  }

  private static void append(List<String> row, StringBuilder text) {
    for (int i = 0; i < row.size(); i++) {
      text.append(i == 0 ? "" : ",").append(quoted(row.get(i)));
    }
    text.append('\n');
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** As a .npy file of doubles; only where there are {@link #numbers}. */
  byte[] npy() {
    IntFunction<double[]> row = numbers.orElseThrow();
    int columns = header.size();
    byte[] head = NpyFile.header("<f8", List.of((long) rows, (long) columns));
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(head.length + (long) rows * columns * Double.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(head);
    for (int i = 0; i < rows; i++) {
      for (double value : row.apply(i)) {
        file.putDouble(value);
      }
    }
    return file.array();
  }
}
