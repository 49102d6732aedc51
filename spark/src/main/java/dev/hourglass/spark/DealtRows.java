package dev.hourglass.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Deals rows out to partitions in turn. Each comes to lie where its place in the data says, and not
 * where Spark's own {@code repartition} happens to put it, whose order within a partition is that
 * in which parts arrive from other executors: a partition that is made again elsewhere is the same.
 */
final class DealtRows {
  /** Partitions of which each has every row in turn; of more, each has runs. */
  private static final int FEW = 32;

  private static final int RUN = 64;

  private DealtRows() {}

  /**
   * A part of a chunk.
   *
   * @param partition that it comes from
   * @param number of its chunk there
   */
  private record Piece(int partition, int number, GatheredRows.Chunk chunk)
      implements Serializable {}

  /** The same rows in so many partitions. */
  static JavaRDD<GatheredRows.Chunk> over(JavaRDD<GatheredRows.Chunk> rows, int partitions) {
    return rows.mapPartitionsWithIndex(
            (partition, chunks) -> new Pieces(partition, chunks, partitions), false)
        .mapToPair(piece -> piece)
        .partitionBy(new HashPartitioner(partitions))
        .mapPartitions(DealtRows::ordered);
  }

  /** Where a row goes that lies at a place of a partition. */
  static int target(int partition, long place, int partitions) {
    int run = partitions <= FEW ? 1 : RUN;
    return (int) ((place / run + partition) % partitions);
  }

  private static Iterator<GatheredRows.Chunk> ordered(Iterator<Tuple2<Integer, Piece>> pieces) {
    List<Piece> all = new ArrayList<>();
    pieces.forEachRemaining(piece -> all.add(piece._2()));
    all.sort(Comparator.comparingInt(Piece::partition).thenComparingInt(Piece::number));
    return all.stream().map(Piece::chunk).iterator();
  }

  /** What a partition's chunks are cut into, each piece with the partition that it goes to. */
  private static final class Pieces implements Iterator<Tuple2<Integer, Piece>> {
    private final int partition;
    private final Iterator<GatheredRows.Chunk> chunks;
    private final int partitions;
    private final List<Tuple2<Integer, Piece>> ready = new ArrayList<>();
    private int number;
    private long dealt;

    Pieces(int partition, Iterator<GatheredRows.Chunk> chunks, int partitions) {
      this.partition = partition;
      this.chunks = chunks;
      this.partitions = partitions;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && chunks.hasNext()) {
        cut(chunks.next());
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, Piece> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.removeLast();
    }

    private void cut(GatheredRows.Chunk chunk) {
      if (chunk.leftOut() > 0) {
        var left = new GatheredRows.Chunk(List.of(), chunk.leftOut(), chunk.reason());
        ready.add(sent(target(0), left));
        number++;
      }
      int size = chunk.size();
      for (int to = 0; to < partitions && size > 0; to++) {
        int where = to;
        int[] chosen = IntStream.range(0, size).filter(row -> target(row) == where).toArray();
        if (chosen.length > 0) {
          RawRows some = chunk.rows().getFirst().at(chosen);
          ready.add(sent(to, new GatheredRows.Chunk(List.of(some), 0, "")));
        }
      }
      dealt += size;
      number++;
    }

    private int target(int row) {
      return DealtRows.target(partition, dealt + row, partitions);
    }

    private Tuple2<Integer, Piece> sent(int to, GatheredRows.Chunk chunk) {
      return new Tuple2<>(to, new Piece(partition, number, chunk));
    }
  }
}
