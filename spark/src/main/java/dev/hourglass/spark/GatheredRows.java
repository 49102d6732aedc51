package dev.hourglass.spark;

import dev.hourglass.data.dataset.DataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * A DataFrame's rows as they are trained on, kept on the executors: read once, bad ones left out.
 *
 * @param rows in chunks, in their order
 * @param counts rows of each partition that can be used
 * @param leftOut rows that cannot
 * @param reason why the first of them cannot; empty where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record GatheredRows(JavaRDD<Chunk> rows, long[] counts, long leftOut, String reason) {
  private static final int CHUNK_ROWS = 2048;

  /**
   * Some rows.
   *
   * @param rows empty where all of them are bad
   */
  record Chunk(List<RawRows> rows, int leftOut, String reason) implements Serializable {
    int size() {
      return rows.isEmpty() ? 0 : rows.getFirst().size();
    }
  }

  private record Tally(int partition, long rows, long leftOut, String reason)
      implements Serializable {}

  /**
   * Reads a DataFrame.
   *
   * @param partitions to make of it; 0 for those it has, in which rows keep their order
   * @throws DataException if there is no row that can be used
   * @throws IllegalArgumentException under a serializer that rows cannot be sent by
   */
  static GatheredRows of(Dataset<?> frame, InputColumns input, int partitions) {
    String serializer = frame.sparkSession().sparkContext().conf().get("spark.serializer", "");
    if (serializer.contains("Kryo")) {
      throw new IllegalArgumentException(
          "spark.serializer is %s, which cannot write records; leave it out for training, or score with what was trained elsewhere"
              .formatted(serializer));
    }
    Column[] columns =
        input.columns().stream()
            .map(place -> functions.col("`" + place.name().replace("`", "``") + "`"))
            .toArray(Column[]::new);
    Dataset<Row> chosen = frame.toDF().select(columns);
    InputColumns places = input.selected();
    int width = input.isVector() ? width(chosen, input.columns().getFirst().name()) : 0;
    JavaRDD<Chunk> found =
        ((org.apache.spark.sql.classic.Dataset<Row>) chosen)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(all -> new Chunks(all, places, width));
    JavaRDD<Chunk> rows =
        (partitions == 0 ? found : DealtRows.over(found, partitions))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Tally> tallies =
        rows.mapPartitionsWithIndex(
                (partition, chunks) -> List.of(tally(partition, chunks)).iterator(), true)
            .collect();
    long leftOut = tallies.stream().mapToLong(Tally::leftOut).sum();
    String reason =
        tallies.stream().map(Tally::reason).filter(r -> !r.isEmpty()).findFirst().orElse("");
    long[] counts = tallies.stream().mapToLong(Tally::rows).toArray();
    if (Arrays.stream(counts).sum() == 0) {
      throw new DataException(
          leftOut == 0
              ? "the DataFrame has no rows"
              : "none of the DataFrame's %,d rows can be used: %s".formatted(leftOut, reason));
    }
    return new GatheredRows(rows, counts, leftOut, reason);
  }

  private static int width(Dataset<Row> frame, String column) {
    List<Row> first = frame.na().drop(new String[] {column}).takeAsList(1);
    if (first.isEmpty()) {
      throw new DataException("column '%s' holds no vector".formatted(column));
    }
    return ((Vector) first.getFirst().get(0)).size();
  }

  private static Tally tally(int partition, Iterator<Chunk> chunks) {
    long rows = 0;
    long leftOut = 0;
    String reason = "";
    while (chunks.hasNext()) {
      Chunk chunk = chunks.next();
      rows += chunk.size();
      leftOut += chunk.leftOut;
      reason = reason.isEmpty() ? chunk.reason : reason;
    }
    return new Tally(partition, rows, leftOut, reason);
  }

  private static final class Chunks implements Iterator<Chunk> {
    private final Iterator<InternalRow> rows;
    private final InputColumns input;
    private final int width;

    Chunks(Iterator<InternalRow> rows, InputColumns input, int width) {
      this.rows = rows;
      this.input = input;
      this.width = width;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Chunk next() {
      List<InternalRow> some = new ArrayList<>(CHUNK_ROWS);
      while (some.size() < CHUNK_ROWS && rows.hasNext()) {
        some.add(rows.next().copy()); // the next one is put into the same memory
      }
      RowBlock block = read(some);
      int[] sound = block.sound();
      String reason =
          IntStream.range(0, some.size())
              .mapToObj(block::fault)
              .flatMap(Optional::stream)
              .findFirst()
              .orElse("");
      if (sound.length < some.size()) {
        block = read(Arrays.stream(sound).mapToObj(some::get).toList());
      }
      return new Chunk(
          sound.length == 0 ? List.of() : List.of(block.kept()),
          some.size() - sound.length,
          reason);
    }

    private RowBlock read(List<InternalRow> some) {
      return new RowBlock(some.toArray(InternalRow[]::new), input, width, !input.isVector());
    }
  }

  long size() {
    return Arrays.stream(counts).sum();
  }

  /** What is left out, in words. */
  List<String> remarks() {
    return leftOut == 0
        ? List.of()
        : List.of("%,d of %,d rows were left out: %s".formatted(leftOut, leftOut + size(), reason));
  }

  private record Share(List<RawRows> rows, Optional<Extremes> extremes) implements Serializable {
    private Object writeReplace() {
      return new Sent(new ArrayList<>(rows), extremes.orElse(null));
    }
  }

  /** Optional is not serialisable. */
  private record Sent(ArrayList<RawRows> rows, Extremes extremes) implements Serializable {
    private Object readResolve() {
      return new Share(rows, Optional.ofNullable(extremes));
    }
  }

  /**
   * All rows, or so many evenly spread over them where there are more.
   *
   * @param most to take
   * @param completed whether made rows stand behind them that have the columns' ends and the texts
   *     which are in none of them
   */
  RawRows sample(int most, boolean completed) {
    long all = size();
    long taken = Math.min(all, most);
    long[] starts = new long[counts.length];
    for (int p = 1; p < starts.length; p++) {
      starts[p] = starts[p - 1] + counts[p - 1];
    }
    boolean sees = completed && taken < all;
    List<Share> shares =
        rows.mapPartitionsWithIndex(
                (partition, chunks) ->
                    List.of(share(chunks, starts[partition], all, taken, sees)).iterator(),
                true)
            .collect();
    RawRows some = RawRows.joined(shares.stream().flatMap(share -> share.rows.stream()).toList());
    return shares.stream()
        .flatMap(share -> share.extremes.stream())
        .reduce(Extremes::with)
        .map(extremes -> extremes.behind(some))
        .orElse(some);
  }

  private static Share share(
      Iterator<Chunk> chunks, long start, long all, long taken, boolean seesAll) {
    List<RawRows> rows = new ArrayList<>();
    Optional<Extremes> extremes = Optional.empty();
    long from = start;
    while (chunks.hasNext()) {
      Chunk chunk = chunks.next();
      if (chunk.size() == 0) {
        continue;
      }
      RawRows here = chunk.rows.getFirst();
      long begin = from;
      int[] chosen =
          IntStream.range(0, chunk.size())
              .filter(row -> isTaken(begin + row, all, taken))
              .toArray();
      if (chosen.length > 0) {
        rows.add(chosen.length == chunk.size() ? here : here.at(chosen));
      }
      if (seesAll) {
        Extremes seen = Extremes.of(here);
        extremes = Optional.of(extremes.map(seen::with).orElse(seen));
      }
      from += chunk.size();
    }
    return new Share(rows, extremes);
  }

  /** Whether ⌊i · all / taken⌋ is this row for some i. */
  private static boolean isTaken(long row, long all, long taken) {
    long i = Math.ceilDiv(row * taken, all);
    return i < taken && i * all / taken == row;
  }
}
