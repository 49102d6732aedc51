package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.TemporalFormats;
import java.util.Optional;
import java.util.OptionalDouble;

/** Collects a column of dates or times. */
final class TimeBuilder implements ColumnBuilder {
  private static final double SHARE = 0.5;

  private final Place place;
  private final TemporalFormats.Found found;
  private final NumberChunks days;
  private int times;
  private int others;
  private Sighting other = Sighting.NONE;
  private Sighting first = Sighting.NONE;

  TimeBuilder(Place place, TemporalFormats.Found found) {
    this.place = place;
    this.days = new NumberChunks(place.rows());
    this.found = found;
  }

  @Override
  public void add(RowCells cells, int line) {
    String cell = cells.text(place.position());
    OptionalDouble day = found.format().days(cell);
    days.add(day.orElse(Double.NaN));
    if (day.isPresent()) {
      times++;
      first = first.or(line, cells, place.position());
    } else if (!place.reading().missing().contains(cell)) {
      switch (Cell.of(cell)) {
        case MISSING, PLACEHOLDER, NAN -> {}
        case NUMBER, INFINITY, TEXT -> {
          others++;
          other = other.or(line, cells, place.position());
        }
      }
    }
  }

  @Override
  public Outcome outcome() {
    if (others == 0) {
      return new Outcome.Kept(new Column.Temporal(place.name(), days.take(), found.format()));
    }
    if (times < SHARE * (times + others)) {
      return new Outcome.Mistaken(new ColumnGuess.Texts());
    }
    throw new DataException(
        BadCell.found(other.source(), other.line(), place.name(), other.cell())
            + " in a column of %s written as %s, such as '%s'; "
                .formatted(
                    found.format().hasDate() ? "dates" : "times", found.format(), first.cell())
            + (found.isAmbiguous()
                ? "correct the cell, or give option 'dates' = %s; "
                    .formatted(isDayFirst() ? "month-first" : "day-first")
                : "correct the cell, or ")
            + "option 'missing' names words for missing cells, option 'ignore' = \"%s\" leaves the"
                .formatted(place.name())
            + " column out");
  }

  private boolean isDayFirst() {
    String pattern = found.format().pattern();
    return pattern.indexOf('d') < pattern.indexOf('M');
  }

  @Override
  public Optional<String> remark() {
    if (!found.isAmbiguous()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: column '%s': '%s' was read with the %s first; option 'dates' = %s reads it otherwise"
            .formatted(
                place.source(),
                place.name(),
                first.cell(),
                isDayFirst() ? "day" : "month",
                isDayFirst() ? "month-first" : "day-first"));
  }
}
