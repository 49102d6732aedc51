package dev.hourglass.spark;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * A partition's rows with what a model says of them behind them, a block at a time: so many that
 * the kernels are busy, and no more than one thread of the model's own, which is the task's. Rows
 * come and go as Spark keeps them.
 */
final class RowScoring extends AbstractFunction1<Iterator<Object>, Iterator<Object>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** As many as go through a network at once. */
  static final int BLOCK = 512;

  private final Broadcast<SharedModel> model;
  private final InputColumns input;
  private final Results results;
  private final boolean reasoned;

  /**
   * A function of partitions.
   *
   * @param model that was broadcast
   * @param input where a row holds what the model reads
   * @param results what it says
   * @param reasoned whether a last column says why a row has no results
   */
  RowScoring(Broadcast<SharedModel> model, InputColumns input, Results results, boolean reasoned) {
    this.model = model;
    this.input = input;
    this.results = results;
    this.reasoned = reasoned;
  }

  @Override
  public Iterator<Object> apply(Iterator<Object> rows) {
    return new Scored(rows);
  }

  private final class Scored extends AbstractIterator<Object> {
    private final Iterator<Object> rows;
    private final SharedModel shared = model.value();
    private final int features = results.features(shared);
    private final boolean isTable = results.isTable(shared);
    private final List<Function1<Object, Object>> toInternal =
        Arrays.stream(results.columns())
            .map(StructField::dataType)
            .map(CatalystTypeConverters::createToCatalystConverter)
            .toList();
    private final Queue<Object> ready = new ArrayDeque<>(BLOCK);

    Scored(Iterator<Object> rows) {
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
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void score() {
      List<InternalRow> some = new ArrayList<>(BLOCK);
      while (some.size() < BLOCK && rows.hasNext()) {
        some.add((InternalRow) rows.next());
      }
      InternalRow[] block = some.toArray(InternalRow[]::new);
      Object[][] said = new Object[block.length][toInternal.size() + (reasoned ? 1 : 0)];
      RowBlock read = new RowBlock(block, input, features, isTable);
      int[] sound = read.sound();
      if (sound.length > 0) {
        fill(read.raw(isTable), sound, said);
      }
      for (int i = 0; i < block.length; i++) {
        Object[] cells = said[i];
        read.fault(i).ifPresent(reason -> explain(cells, reason));
        ready.add(new JoinedRow(block[i], new GenericInternalRow(cells)));
      }
    }

    /** Halves what the model refuses until it is the one row. */
    private void fill(RawData all, int[] chosen, Object[][] said) {
      try {
        Object[][] found =
            results.of(shared, chosen.length == all.size() ? all : all.subset(chosen));
        for (int i = 0; i < chosen.length; i++) {
          put(said[chosen[i]], found[i]);
        }
      } catch (DataException e) {
        if (chosen.length == 1) {
          explain(
              said[chosen[0]],
              e.getMessage().replaceFirst("^rows(, line \\d+|: row \\d+)?[,:] ", ""));
          return;
        }
        int half = chosen.length / 2;
        fill(all, Arrays.copyOf(chosen, half), said);
        fill(all, Arrays.copyOfRange(chosen, half, chosen.length), said);
      }
    }

    private void put(Object[] cells, Object[] values) {
      for (int i = 0; i < values.length; i++) {
        cells[i] = toInternal.get(i).apply(values[i]);
      }
    }

    private void explain(Object[] cells, String reason) {
      if (reasoned) {
        cells[cells.length - 1] = UTF8String.fromString(reason);
      }
    }
  }
}
