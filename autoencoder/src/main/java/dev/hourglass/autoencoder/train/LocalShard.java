package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.infer.RowBudget;
import dev.hourglass.autoencoder.train.StopWatch.Phase;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A shard in this process's memory.
 *
 * <p>Usually all its rows go through one {@link ShardPass}. Where samples are so wide that their
 * buffers would exceed {@link RowBudget#TRAINING_BYTES}, they go through in chunks whose gradients
 * are added up; random draws do not depend on the cut.
 */
final class LocalShard implements Shard {
  private final TrainingContext shared;
  private final Pairs all;
  private final StopWatch watch;
  private final Kernels kernels;
  private final Tensor gradient;
  private final PassContext context;
  private final List<Tensor> chunkGradient;
  private final ShardBuffers buffers;
  private final int chunkRows;
  private final boolean isWhole;
  private final UnitActivity activity;

  /** One for each height that came about: the usual, the last batch's, what chunks leave over. */
  private ShardPass[] passes = {};

  private Pairs samples;
  private int[] order;
  private int from;
  private int rows;
  private int epoch;
  private int step;
  private int firstRow;
  private double reconstructionError;
  private double squaredError;
  private double penalty;

  /**
   * A shard with buffers for as many rows as the budget allows.
   *
   * @param mostRows of any batch that it will be given
   */
  LocalShard(TrainingContext shared, Pairs samples, int mostRows, StopWatch watch) {
    this(
        shared,
        samples,
        mostRows,
        RowBudget.trainingRows(shared.blueprint(), shared.networks(), shared.room().precision()),
        watch);
  }

  /**
   * A shard with buffers for a number of rows.
   *
   * @param mostRows of any batch that it will be given
   * @param budgetRows that may go through at once, at least 1
   */
  LocalShard(TrainingContext shared, Pairs samples, int mostRows, int budgetRows, StopWatch watch) {
    this.shared = shared;
    this.all = samples;
    this.samples = samples;
    this.watch = watch;
    this.kernels = shared.room().kernels();
    int parameters = shared.networks().layout().size();
    this.gradient = shared.room().master(1, parameters);
    this.chunkRows = Math.min(mostRows, budgetRows);
    this.isWhole = chunkRows == mostRows;
    this.context = shared.passContext(isWhole ? gradient : shared.room().master(1, parameters));
    this.chunkGradient = List.of(context.gradient());
    this.buffers = ShardBuffers.allocate(shared, context, samples, chunkRows);
    this.activity = UnitActivity.of(shared.blueprint(), shared.networks());
  }

  @Override
  public void startEpoch(int epoch) {
    samples = all.drawnIn(epoch);
  }

  @Override
  public void gather(int[] order, int from, int rows) {
    this.order = order;
    this.from = from;
    this.rows = rows;
    reconstructionError = 0;
    squaredError = 0;
    penalty = 0;
    activity.clear();
    if (rows > 0 && isWhole) {
      pass(rows).gather(samples, order, from);
    }
    watch.lap(Phase.GATHER);
  }

  @Override
  public void forward(int epoch, int step, int firstRow, int batchSize) {
    this.epoch = epoch;
    this.step = step;
    this.firstRow = firstRow;
    if (rows > 0 && isWhole) {
      forward(pass(rows), 0, batchSize);
    }
  }

  private void forward(ShardPass pass, int offset, int batchSize) {
    pass.encode(shared.training().seed(), epoch, step, firstRow + offset);
    pass.decode();
    watch.lap(Phase.FORWARD);
    pass.compare(batchSize);
    watch.lap(Phase.LOSS);
  }

  @Override
  public void sumStatistics(double[] sums) {
    Arrays.fill(sums, 0);
    for (int offset = 0; offset < rows; offset += chunkRows) {
      ShardPass pass = pass(Math.min(chunkRows, rows - offset));
      if (!isWhole) {
        pass.gather(samples, order, from + offset);
        pass.encode(shared.training().seed(), epoch, step, firstRow + offset);
      }
      pass.addStatistics(sums);
    }
  }

  @Override
  public void backward(int batchSize, double[] slopes) {
    if (rows == 0) {
      gradient.clear();
      return;
    }
    if (isWhole) {
      backward(pass(rows), batchSize, slopes);
      return;
    }
    for (int offset = 0; offset < rows; offset += chunkRows) {
      ShardPass pass = pass(Math.min(chunkRows, rows - offset));
      pass.gather(samples, order, from + offset);
      watch.lap(Phase.GATHER);
      forward(pass, offset, batchSize);
      backward(pass, batchSize, slopes);
      if (offset == 0) {
        gradient.copyFrom(context.gradient());
      } else {
        kernels.sumInto(gradient, chunkGradient, 0, (int) gradient.size());
      }
      watch.lap(Phase.BACKWARD);
    }
  }

  private void backward(ShardPass pass, int batchSize, double[] slopes) {
    pass.backward(batchSize, slopes);
    reconstructionError += pass.reconstructionError();
    squaredError += pass.squaredError();
    penalty += pass.penalty();
    pass.addActivity(activity);
  }

  private ShardPass pass(int rows) {
    for (ShardPass pass : passes) {
      if (pass.rows() == rows) {
        return pass;
      }
    }
    ShardPass fresh = new ShardPass(shared, context, buffers, rows);
    passes = Arrays.copyOf(passes, passes.length + 1);
    passes[passes.length - 1] = fresh;
    return fresh;
  }

  @Override
  public Tensor gradient() {
    return gradient;
  }

  @Override
  public double reconstructionError() {
    return reconstructionError;
  }

  @Override
  public double squaredError() {
    return squaredError;
  }

  @Override
  public double penalty() {
    return penalty;
  }

  @Override
  public void noteActivity(UnitActivity epoch) {
    epoch.add(activity);
  }
}
