package dev.hourglass.readers;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hourglass.data.format.FormatRows;
import dev.hourglass.data.format.TableFormat;
import java.io.IOException;
import java.nio.file.Path;

/** Tables in Apache Parquet, plain or packed by Snappy, gzip or zstd. */
public final class ParquetTables implements TableFormat {
  /** A reader; one is as good as another. */
  public ParquetTables() {}

  @Override
  public String name() {
    return "Parquet";
  }

  @Override
  public FormatRows open(Path file) throws IOException {
    try {
      ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
      try {
        return new ParquetRows(reader);
      } catch (RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException e) {
      throw damaged(e);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** What is said of a file that cannot be read, whatever the reader calls it. */
  static IOException damaged(Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new IOException(
        "is no Parquet file that can be read (%s); it may be cut short or damaged: fetch it again"
            .formatted(why.lines().findFirst().orElse("")),
        e);
  }
}
