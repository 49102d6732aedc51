package dev.hourglass.data.table;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.NumberText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Collects a column of texts. */
final class TextBuilder implements ColumnBuilder {
  /** From this share of different texts on, they name the rows. */
  private static final double IDENTIFIER_SHARE = 0.9;

  /** In a table of fewer rows, categories may well be all different. */
  private static final int FEW_ROWS = 20;

  /** So many categories with little in common are names, from this share of different ones on. */
  private static final int MANY = 100;

  private static final double MANY_SHARE = 0.5;

  /** No more different texts are looked at. */
  private static final int MOST_TEXTS = 100_000;

  /** From this share on, numbers among texts are worth a remark. */
  private static final double SOME = 0.1;

  /** So many different numbers beside so few different texts are no categories. */
  private static final int MANY_NUMBERS = 10;

  private static final int FEW_TEXTS = 5;

  /** The lines of so many texts are remembered, for messages. */
  private static final int FEW_LINES = 100;

  private final Place place;
  private final CategoryCodes codes;
  private final SequencedMap<String, Sighting> lines = new LinkedHashMap<>();
  private boolean isFull;
  private int numbers;
  private int present;

  TextBuilder(Place place) {
    this.place = place;
    this.codes = new CategoryCodes(place.reading().missing());
  }

  @Override
  public void add(RowCells cells, int line) {
    isFull |= codes.distinct() >= MOST_TEXTS;
    if (isFull) {
      codes.addMissing();
    } else {
      String cell = cells.text(place.position());
      codes.add(cell);
      if (lines.size() < FEW_LINES && !lines.containsKey(cell)) {
        lines.put(cell, Sighting.of(cells, line, place.position()));
      }
    }
  }

  @Override
  public Outcome outcome() {
    if (place.isCategorical()) {
      return new Outcome.Kept(codes.take(place.name()));
    }
    Map<String, Integer> counts = codes.counts();
    NumberText number = new NumberText(place.reading().decimal());
    int texts = 0;
    int distinctNumbers = 0;
    String commonest = "";
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      switch (number.read(entry.getKey())) {
        case NUMBER, INFINITY -> {
          numbers += entry.getValue();
          distinctNumbers++;
        }
        case TEXT -> {
          texts += entry.getValue();
          commonest =
              entry.getValue() > counts.getOrDefault(commonest, 0) ? entry.getKey() : commonest;
        }
        case MISSING, PLACEHOLDER, NAN -> {}
      }
    }
    if (numbers > 0 && numbers >= texts) {
      return new Outcome.Mistaken(new ColumnGuess.Numbers());
    }
    if (distinctNumbers > MANY_NUMBERS && counts.size() - distinctNumbers <= FEW_TEXTS) {
      throw numbersAmongFew(commonest, texts);
    }
    ColumnGuess guess =
        ColumnGuess.of(
            counts.keySet().stream().limit(MOST_TEXTS).toList(),
            Optional.of(place.reading().decimal()),
            place.reading().dates());
    if (guess instanceof ColumnGuess.Times) {
      return new Outcome.Mistaken(guess);
    }
    NumberText other = new NumberText(place.reading().decimal().other());
    int otherMarks =
        (int) counts.keySet().stream().filter(t -> other.read(t) == Cell.NUMBER).count();
    if (otherMarks > distinctNumbers && otherMarks * 2 > counts.size()) {
      throw NumberBuilder.otherMark(place, firstOther(counts, other));
    }
    present = codes.present();
    int distinct = codes.distinct();
    boolean nearlyAll = present >= FEW_ROWS && distinct >= IDENTIFIER_SHARE * present;
    boolean many = distinct > MANY && distinct > MANY_SHARE * present;
    if (isFull || nearlyAll || many) {
      String some = ShortList.of(List.copyOf(counts.keySet().stream().sorted().limit(2).toList()));
      return new Outcome.LeftOut(
          String.format(
              Locale.ROOT,
              "an identifier: %s%,d different texts in %,d rows, such as %s",
              isFull ? "over " : "",
              distinct,
              present,
              some));
    }
    return new Outcome.Kept(codes.take(place.name()));
  }

  private Sighting firstOther(Map<String, Integer> counts, NumberText other) {
    return lines.entrySet().stream()
        .filter(e -> counts.containsKey(e.getKey()) && other.read(e.getKey()) == Cell.NUMBER)
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(Sighting.NONE);
  }

  private DataException numbersAmongFew(String commonest, int texts) {
    return new DataException(
        ("%1$s: column '%2$s' holds %3$d numbers and %4$d texts such as '%5$s'; give option"
                + " 'missing' = \"%5$s\" if that means that a number is missing, option"
                + " 'categorical' = \"%2$s\" to treat the column as categories or option 'ignore' ="
                + " \"%2$s\" to leave it out")
            .formatted(place.source(), place.name(), numbers, texts, commonest));
  }

  @Override
  public Optional<String> remark() {
    return numbers >= SOME * present && numbers > 0 && !place.isCategorical()
        ? Optional.of(
            "%s: column '%s' was read as categories; %d of its %d cells are numbers"
                .formatted(place.source(), place.name(), numbers, present))
        : Optional.empty();
  }
}
