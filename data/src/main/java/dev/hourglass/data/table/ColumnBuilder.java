package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.raw.Column;
import java.util.Optional;

/** Collects one column of a text table as what it seems to hold, and says in the end what it is. */
sealed interface ColumnBuilder permits NumberBuilder, TimeBuilder, TextBuilder {
  /** What became of a column. */
  sealed interface Outcome {
    /** It is a column. */
    record Kept(Column column) implements Outcome {}

    /** It is left out of what is learned. */
    record LeftOut(String reason) implements Outcome {}

    /** It is something else, and has to be read again. */
    record Mistaken(ColumnGuess guess) implements Outcome {}
  }

  /**
   * What a builder knows of its column.
   *
   * @param source the file, for messages
   * @param name the column's name
   * @param position where in its rows it lies, from 0
   * @param isCategorical whether somebody said that its cells are categories
   * @param reading how cells are read
   * @param rows how many rows there will be; 0 where that is not known
   */
  record Place(
      String source,
      String name,
      int position,
      boolean isCategorical,
      CellReading reading,
      int rows) {}

  /** Takes the cell of the next row. */
  void add(RowCells cells, int line);

  /**
   * What was collected.
   *
   * @throws dev.hourglass.data.dataset.DataException if cells contradict what the others are
   */
  Outcome outcome();

  /** What people should know, a sentence each; after {@link #outcome}. */
  Optional<String> remark();

  /** A builder for a column that seems to hold something. */
  static ColumnBuilder of(Place place, ColumnGuess guess) {
    if (place.isCategorical()) {
      return new TextBuilder(place);
    }
    return switch (guess) {
      case ColumnGuess.Numbers _, ColumnGuess.Nothing _ -> new NumberBuilder(place);
      case ColumnGuess.Times(var format) -> new TimeBuilder(place, format);
      case ColumnGuess.Texts _ -> new TextBuilder(place);
    };
  }

  /**
   * Where something was seen first; line 0 stands for nowhere.
   *
   * @param source the file
   * @param line the 1-based line
   * @param cell the cell's text
   */
  record Sighting(String source, int line, String cell) {
    static final Sighting NONE = new Sighting("", 0, "");

    static Sighting of(RowCells cells, int line, int position) {
      return new Sighting(cells.source(), line, cells.text(position));
    }

    boolean isSomewhere() {
      return line > 0;
    }

    /** This one, or where there is none the cell given. */
    Sighting or(int otherLine, RowCells cells, int position) {
      return isSomewhere() ? this : of(cells, otherLine, position);
    }
  }
}
