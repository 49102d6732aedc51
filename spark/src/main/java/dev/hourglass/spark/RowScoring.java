package dev.hourglass.spark;

import dev.hourglass.data.dataset.DataException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A partition's rows with what a model says of them behind them, a block at a time: so many that
 * the kernels are busy, and no more than one thread of the model's own, which is the task's.
 *
 * @param model that was broadcast
 * @param input where a row holds what the model reads
 * @param results what it says
 * @param reasoned whether a last column says why a row has no results
 */
record RowScoring(
    Broadcast<SharedModel> model, InputColumns input, Results results, boolean reasoned)
    implements MapPartitionsFunction<Row, Row> {
  /** As many as go through a network at once. */
  static final int BLOCK = 512;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Scored(rows);
  }

  private final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final SharedModel shared = model.value();
    private final int features = results.features(shared);
    private final boolean isTable = results.isTable(shared);
    private final int added = results.columns().length;
    private final Queue<Row> ready = new ArrayDeque<>(BLOCK);

    Scored(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && rows.hasNext()) {
        score();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void score() {
      List<Row> block = new ArrayList<>(BLOCK);
      while (block.size() < BLOCK && rows.hasNext()) {
        block.add(rows.next());
      }
      Object[][] values = new Object[block.size()][];
      String[] reasons = new String[block.size()];
      int[] sound = new int[block.size()];
      int count = 0;
      for (int i = 0; i < block.size(); i++) {
        Optional<String> fault = RowBlock.fault(block.get(i), input, features, isTable);
        if (fault.isPresent()) {
          reasons[i] = fault.get();
        } else {
          sound[count++] = i;
        }
      }
      fill(block, Arrays.copyOf(sound, count), values, reasons);
      for (int i = 0; i < values.length; i++) {
        ready.add(joined(block.get(i), values[i], reasons[i]));
      }
    }

    /** Halves what the model refuses until it is the one row. */
    private void fill(List<Row> block, int[] chosen, Object[][] values, String[] reasons) {
      if (chosen.length == 0) {
        return;
      }
      List<Row> rows = Arrays.stream(chosen).mapToObj(block::get).toList();
      try {
        Object[][] found = results.of(shared, RowBlock.raw(rows, input, isTable));
        for (int i = 0; i < chosen.length; i++) {
          values[chosen[i]] = found[i];
        }
      } catch (DataException e) {
        if (chosen.length == 1) {
          reasons[chosen[0]] = e.getMessage().replaceFirst("^rows(, line 1|: row 0)?[,:] ", "");
          return;
        }
        int half = chosen.length / 2;
        fill(block, Arrays.copyOf(chosen, half), values, reasons);
        fill(block, Arrays.copyOfRange(chosen, half, chosen.length), values, reasons);
      }
    }

    private Row joined(Row row, Object[] values, String reason) {
      int own = row.size();
      Object[] cells = new Object[own + added + (reasoned ? 1 : 0)];
      for (int c = 0; c < own; c++) {
        cells[c] = row.get(c);
      }
      if (values != null) {
        System.arraycopy(values, 0, cells, own, added);
      }
      if (reasoned) {
        cells[own + added] = reason;
      }
      return RowFactory.create(cells);
    }
  }
}
