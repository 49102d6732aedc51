package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Start;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Batches;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.tensor.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * One partition's part of a round, on an executor: where an epoch begins, the held-out rows' error
 * of the parameters that came, then training from them on its slice of the epoch's order.
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

    int batch() {
      return Training.fromMap(training).batchSize();
    }

    /** Held-out rows are looked at between epochs. */
    boolean looks() {
      return slice == 0;
    }

    /** Of the order of a partition's rows. */
    long orderSeed(int partition) {
      return seed * PRIME + partition;
    }
  }

  @Override
  public Iterator<Partial> call(Integer partition, Iterator<Blocks> blocks) {
    ModelFile.Model sent = model.value().model();
    Autoencoder start = sent.autoencoder();
    if (!blocks.hasNext()) {
      return List.of(nothing(partition, Partial.Held.NONE, "")).iterator();
    }
    long orderSeed = share.orderSeed(partition);
    Dataset all = blocks.next().samples(sent.preparation());
    boolean holdsOut = share.validation > 0 && all.size() > 1;
    int[] rows = RowOrder.all(all.size());
    int[] heldRows = new int[0];
    if (holdsOut) {
      Split split = Split.of(all.size(), share.validation, orderSeed);
      rows = split.training();
      heldRows = split.validation();
    }
    Partial.Held held = held(start, all, heldRows);
    int[] slice = slice(rows, orderSeed);
    if (slice.length == 0) {
      return List.of(nothing(partition, held, "")).iterator();
    }
    DescentState descent = sent.section(DescentState.SECTION).orElseThrow();
    AtomicReference<Moments> moments = new AtomicReference<>(descent.moments());
    Training training = share.training(partition, Math.max(1, TaskContext.get().cpus()));
    try {
      TrainingResult result =
          new Trainer(training, start.kernels())
              .withStart(new Start.Continued(start, descent.moments(), descent.mean()))
              .withListener(new Keeping(moments))
              .train(start.blueprint(), all.subset(slice));
      return List.of(
              new Partial(
                  partition,
                  slice.length,
                  Partial.Place.of(result.autoencoder().parameters(), moments.get()),
                  result.history().getLast().loss() * slice.length,
                  held,
                  ""))
          .iterator();
    } catch (DivergedException e) {
      return List.of(nothing(partition, held, e.getMessage())).iterator();
    }
  }

  /** Keeps what the optimiser has gathered at the end. */
  private record Keeping(AtomicReference<Moments> kept) implements TrainingListener {
    @Override
    public void ended(Moments moments) {
      kept.set(new Moments(copy(moments.first()), copy(moments.second()), moments.steps()));
    }

    private static Tensor copy(Tensor tensor) {
      Tensor copy = Tensor.allocate(1, Math.toIntExact(tensor.size()));
      copy.copyFrom(tensor);
      return copy;
    }
  }

  private static Partial nothing(int partition, Partial.Held held, String failure) {
    return new Partial(partition, 0, Partial.Place.NONE, 0, held, failure);
  }

  private Partial.Held held(Autoencoder start, Dataset all, int[] rows) {
    return rows.length == 0 || !share.looks()
        ? Partial.Held.NONE
        : new Partial.Held(
            rows.length, Arrays.stream(start.reconstructionErrors(all.subset(rows))).sum());
  }

  /** This round's rows of the epoch's order; none where only the held-out rows are asked for. */
  private int[] slice(int[] rows, long orderSeed) {
    if (share.slices == 0) {
      return new int[0];
    }
    Batches batches = new Batches(rows.length, rows.length, orderSeed);
    batches.shuffle(share.epoch);
    return Arrays.stream(
            batches.order(), start(rows.length, share.slice), start(rows.length, share.slice + 1))
        .map(i -> rows[i])
        .toArray();
  }

  /** Slices end between batches, so that none but the epoch's last is short. */
  private int start(int rows, int slice) {
    long batches = Math.ceilDiv(rows, share.batch());
    return (int) Math.min(rows, batches * slice / share.slices * share.batch());
  }
}
