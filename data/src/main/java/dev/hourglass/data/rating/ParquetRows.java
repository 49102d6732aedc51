package dev.hourglass.data.rating;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.format.FormatRows;
import dev.hourglass.data.format.Formats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rows of a file in Parquet, below one of the columns' names. */
final class ParquetRows implements RatingRows {
  private static final int MAGIC = 4;

  private final Path file;
  private final FormatRows rows;
  private int line;

  ParquetRows(Path file) {
    this.file = file;
    this.rows = Formats.parquet(file);
  }

  /** Whether a file is one; what cannot be read is none. */
  static boolean isOne(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Formats.isParquet(in.readNBytes(MAGIC));
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public boolean next() {
    try {
      return line++ == 0 || rows.next();
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  @Override
  public int cells() {
    return rows.columns().size();
  }

  /** The first row below the names is row 1. */
  @Override
  public int line() {
    return line - 1;
  }

  @Override
  public String text(int cell) {
    if (cell >= cells()) {
      return "";
    }
    try {
      return line == 1 ? rows.columns().get(cell) : rows.cell(cell).strip();
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  @Override
  public double number(int cell) {
    try {
      return Double.parseDouble(text(cell));
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }
}
