package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Start;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Batches;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.engine.tensor.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * One partition's part of a round, on an executor: the held-out rows' error of the parameters that
 * came, then training from them on its slice of the epoch's order.
 *
 * @param model that was broadcast: its blueprint, and the parameters to go on from
 * @param share what is to be done with them
 */
record LocalRound(Broadcast<SharedModel> model, Share share)
    implements Function2<Integer, Iterator<Blocks>, Iterator<Partial>> {
  private static final long PRIME = 1_000_003;

  /**
   * What a round does.
   *
   * @param training as plain maps, since trainings do not travel
   * @param seed of the whole training
   * @param round from 0
   * @param epoch from 1
   * @param slice of the epoch's order, from 0
   * @param slices of an epoch; 0 where nothing is trained and the held-out rows are all
   * @param validation share of the rows that is held out
   */
  record Share(
      Map<String, Object> training,
      long seed,
      int round,
      int epoch,
      int slice,
      int slices,
      double validation)
      implements Serializable {
    Training training(int partition, int workers) {
      // Noise differs from round to round and from partition to partition.
      return Training.fromMap(training)
          .withSeed((seed * PRIME + round) * PRIME + partition)
          .withWorkers(workers);
    }

    /** Of the order of a partition's rows. */
    long orderSeed(int partition) {
      return seed * PRIME + partition;
    }
  }

  @Override
  public Iterator<Partial> call(Integer partition, Iterator<Blocks> blocks) {
    Autoencoder start = model.value().model().autoencoder();
    if (!blocks.hasNext()) {
      return List.of(nothing(partition, start)).iterator();
    }
    long orderSeed = share.orderSeed(partition);
    Dataset all = blocks.next().samples(model.value().model().preparation());
    boolean holdsOut = share.validation > 0 && all.size() > 1;
    int[] rows = RowOrder.all(all.size());
    int[] heldRows = new int[0];
    if (holdsOut) {
      Split split = Split.of(all.size(), share.validation, orderSeed);
      rows = split.training();
      heldRows = split.validation();
    }
    double heldError =
        heldRows.length == 0
            ? 0
            : Arrays.stream(start.reconstructionErrors(all.subset(heldRows))).sum();
    int[] slice = slice(rows, orderSeed);
    if (slice.length == 0) {
      Partial none = nothing(partition, start);
      return List.of(
              new Partial(partition, 0, none.parameters(), 0, heldRows.length, heldError, ""))
          .iterator();
    }
    Training training = share.training(partition, Math.max(1, TaskContext.get().cpus()));
    try {
      TrainingResult result =
          new Trainer(training, start.kernels())
              .withStart(new Start.Model(start))
              .train(start.blueprint(), all.subset(slice));
      return List.of(
              new Partial(
                  partition,
                  slice.length,
                  times(result.autoencoder().parameters(), slice.length),
                  result.history().getLast().loss() * slice.length,
                  heldRows.length,
                  heldError,
                  ""))
          .iterator();
    } catch (DivergedException e) {
      return List.of(
              new Partial(
                  partition, 0, nothing(partition, start).parameters(), 0, 0, 0, e.getMessage()))
          .iterator();
    }
  }

  private static Partial nothing(int partition, Autoencoder start) {
    return new Partial(partition, 0, new double[(int) start.parameters().size()], 0, 0, 0, "");
  }

  private static double[] times(Tensor parameters, int rows) {
    double[] weighed = new double[(int) parameters.size()];
    for (int i = 0; i < weighed.length; i++) {
      weighed[i] = parameters.get(i) * rows;
    }
    return weighed;
  }

  /** This round's rows of the epoch's order; none where only the held-out rows are asked for. */
  private int[] slice(int[] rows, long orderSeed) {
    if (share.slices == 0) {
      return new int[0];
    }
    Batches batches = new Batches(rows.length, rows.length, orderSeed);
    batches.shuffle(share.epoch);
    int from = (int) ((long) rows.length * share.slice / share.slices);
    int to = (int) ((long) rows.length * (share.slice + 1) / share.slices);
    return Arrays.stream(batches.order(), from, to).map(i -> rows[i]).toArray();
  }
}
