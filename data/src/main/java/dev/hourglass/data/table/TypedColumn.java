package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.raw.TemporalFormat;
import java.util.OptionalDouble;

/** Collects one column of a block of a table, of a kind that is known beforehand. */
sealed interface TypedColumn {
  /**
   * Takes the next row's cell.
   *
   * @throws dev.hourglass.data.dataset.DataException if it does not belong in the column
   */
  void add(RowCells cells, int line);

  /** Forgets the cell that was taken last; only right after it was. */
  void removeLast();

  /** What was collected since the last time. */
  Column take();

  /** A column to be filled. */
  static TypedColumn of(CsvHeader header, TableSchema.Chosen column, CellReading reading) {
    String name = header.names().get(column.position());
    ColumnBuilder.Place place =
        new ColumnBuilder.Place(
            header.path().toString(), name, column.position(), false, reading, 0);
    return switch (column.kind()) {
      case TableSchema.ColumnKind.Numeric _ -> new Numeric(place);
      case TableSchema.ColumnKind.Categorical _ -> new Categorical(place);
      case TableSchema.ColumnKind.Temporal(TemporalFormat format) -> new Temporal(place, format);
    };
  }

  /** Numbers. */
  final class Numeric implements TypedColumn {
    private final ColumnBuilder.Place place;
    private final NumberText number;
    private final NumberChunks values = new NumberChunks(0);

    Numeric(ColumnBuilder.Place place) {
      this.place = place;
      this.number = new NumberText(place.reading().decimal());
    }

    @Override
    public void add(RowCells cells, int line) {
      int at = place.position();
      if (place.reading().isMissing(cells, at)) {
        values.add(Double.NaN);
        return;
      }
      Cell cell = number.read(cells.chars(), cells.start(at), cells.end(at));
      values.add(
          switch (cell) {
            case NUMBER -> number.value();
            case MISSING, PLACEHOLDER -> Double.NaN;
            case NAN -> {
              if (!place.reading().nanIsMissing()) {
                throw BadCell.nan(cells.source(), line, place.name(), cells.text(at));
              }
              yield Double.NaN;
            }
            case INFINITY ->
                throw BadCell.infinite(cells.source(), line, place.name(), cells.text(at));
            case TEXT -> throw BadCell.text(cells.source(), line, place.name(), cells.text(at));
          });
    }

    @Override
    public void removeLast() {
      values.removeLast();
    }

    @Override
    public Column take() {
      return new Column.Numeric(place.name(), values.take());
    }
  }

  /** Texts; the categories are those of the block. */
  final class Categorical implements TypedColumn {
    private final ColumnBuilder.Place place;
    private final CategoryCodes codes;

    Categorical(ColumnBuilder.Place place) {
      this.place = place;
      this.codes = new CategoryCodes(place.reading().missing());
    }

    @Override
    public void add(RowCells cells, int line) {
      codes.add(cells.text(place.position()));
    }

    @Override
    public void removeLast() {
      codes.removeLast();
    }

    @Override
    public Column take() {
      return codes.take(place.name());
    }
  }

  /** Dates or times. */
  final class Temporal implements TypedColumn {
    private final ColumnBuilder.Place place;
    private final TemporalFormat format;
    private final NumberChunks days = new NumberChunks(0);

    Temporal(ColumnBuilder.Place place, TemporalFormat format) {
      this.place = place;
      this.format = format;
    }

    @Override
    public void add(RowCells cells, int line) {
      String cell = cells.text(place.position());
      OptionalDouble day = format.days(cell);
      boolean missing =
          day.isEmpty()
              && (place.reading().missing().contains(cell)
                  || switch (Cell.of(cell)) {
                    case MISSING, PLACEHOLDER, NAN -> true;
                    case NUMBER, INFINITY, TEXT -> false;
                  });
      if (day.isEmpty() && !missing) {
        throw BadCell.time(cells.source(), line, place.name(), cell, format.pattern());
      }
      days.add(day.orElse(Double.NaN));
    }

    @Override
    public void removeLast() {
      days.removeLast();
    }

    @Override
    public Column take() {
      return new Column.Temporal(place.name(), days.take(), format);
    }
  }
}
