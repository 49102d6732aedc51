package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A shard's half of all penalties on the batch, in the order in which a blueprint names them. */
public final class ShardStatistics {
  private final RowStatistics[] statistics;

  /** Those of rows that stay where they are. */
  public ShardStatistics(List<Penalty> penalties, PassContext context, PenaltyPass.Rows rows) {
    List<RowStatistics> found = new ArrayList<>();
    for (Penalty penalty : penalties) {
      if (PenaltyPass.of(penalty) instanceof PenaltyPass.OnBatch p) {
        found.add(p.statistics(context, rows));
      }
    }
    this.statistics = found.toArray(RowStatistics[]::new);
  }

  /** Computes those of the rows as they are now. */
  public void read(long seed, int epoch, int step) {
    for (RowStatistics each : statistics) {
      each.read(seed, epoch, step);
    }
  }

  /** Adds those last read, summed over the first rows. */
  public void addTo(double[] sums, int rows) {
    int at = 0;
    for (RowStatistics each : statistics) {
      each.addTo(sums, at, rows);
      at += each.count();
    }
  }

  /**
   * Adds to the gradient of what is read at a place.
   *
   * @param slopes the objective's by each sum
   */
  public void backward(RowStatistics.Place place, double[] slopes, Tensor gradient) {
    int at = 0;
    for (RowStatistics each : statistics) {
      if (each.place() == place) {
        each.backward(slopes, at, gradient);
      }
      at += each.count();
    }
  }
}
