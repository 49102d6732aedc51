package dev.hourglass.cli.command;

import dev.hourglass.base.Reason;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.data.table.RowForm;
import dev.hourglass.data.table.TableRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where rows go that cannot be scored: a file, a number, or the end of everything. */
final class RejectedRows implements AutoCloseable {
  private final Optional<Path> file;
  private final boolean strict;
  private Optional<BufferedWriter> writer = Optional.empty();
  private long count;
  private String first = "";

  private RejectedRows(Optional<Path> file, boolean strict) {
    this.file = file;
    this.strict = strict;
  }

  /**
   * Makes sure that they can be written; the file is made when the first one comes.
   *
   * @param file where they go, or null
   * @param strict whether the first one ends everything
   */
  static RejectedRows of(Path file, boolean strict) {
    if (file != null) {
      Destination.folder("--rejects", file.toAbsolutePath().getParent());
    }
    return new RejectedRows(Optional.ofNullable(file), strict);
  }

  void add(TableRows.Rejected row) {
    if (strict) {
      throw row.failure();
    }
    count++;
    first = first.isEmpty() ? "line %d: %s".formatted(row.line(), row.reason()) : first;
    if (file.isEmpty()) {
      return;
    }
    try {
      if (writer.isEmpty()) {
        writer = Optional.of(Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8));
        writer.get().write("line,reason,row\n");
      }
      List<String> cells = List.of(Integer.toString(row.line()), row.reason(), row.text());
      writer.get().write(RowForm.CSV.text(List.of(), cells));
      writer.get().write('\n');
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** How many there were. */
  long count() {
    return count;
  }

  /** What was wrong with the first. */
  String first() {
    return first;
  }

  private static UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("the rejected rows cannot be written: " + Reason.of(e), e);
  }

  @Override
  public void close() {
    writer.ifPresent(
        to -> {
          try {
            to.close();
          } catch (IOException e) {
            throw failure(e);
          }
        });
  }
}
