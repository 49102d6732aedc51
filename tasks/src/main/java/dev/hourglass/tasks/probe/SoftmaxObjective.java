package dev.hourglass.tasks.probe;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean cross-entropy of softmax(x · W + b) against the labels, plus λ/2 ‖W‖², and its gradient: Xᵀ
 * (softmax − target) / n + λ W.
 *
 * <p>The parameters are one vector: W {@code [code, classes]} row-major, then b. Each worker has
 * its stretch of rows, cut into blocks whose products are prepared once and run at every
 * evaluation.
 */
final class SoftmaxObjective implements Lbfgs.Objective {
  private static final int BLOCK = 1024;

  private final Tensor rows;
  private final Tensor targets;
  private final Tensor weights;
  private final Tensor bias;
  private final double l2;
  private final Kernels kernels;
  private final Workers team;
  private final List<Shard> shards = new ArrayList<>();

  SoftmaxObjective(Tensor rows, Labels labels, double l2, Kernels kernels) {
    this.kernels = kernels;
    this.rows = rows;
    this.l2 = l2;
    this.targets = Tensor.allocate(rows.rows(), labels.classes());
    for (int r = 0; r < rows.rows(); r++) {
      targets.set(r, labels.values()[r], 1);
    }
    this.weights = Tensor.allocate(rows.columns(), labels.classes());
    this.bias = Tensor.allocate(1, labels.classes());
    int processors = Runtime.getRuntime().availableProcessors();
    this.team = new Workers(Math.clamp(rows.rows() / BLOCK, 1, processors));
    for (int worker = 0; worker < team.count(); worker++) {
      int from = team.from(worker, rows.rows());
      shards.add(new Shard(from, team.from(worker + 1, rows.rows())));
    }
  }

  @Override
  public double at(double[] x, double[] gradient) {
    int weightCount = (int) weights.size();
    for (int i = 0; i < x.length; i++) {
      if (i < weightCount) {
        weights.set(i, x[i]);
      } else {
        bias.set(i - weightCount, x[i]);
      }
    }
    team.run(worker -> shards.get(worker).run());

    double scale = 1.0 / rows.rows();
    double value = 0;
    for (Shard shard : shards) {
      value += shard.loss * scale;
    }
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (Shard shard : shards) {
        sum +=
            i < weightCount ? shard.weightGradient.get(i) : shard.biasGradient.get(i - weightCount);
      }
      gradient[i] = sum * scale;
      if (i < weightCount) {
        gradient[i] += l2 * x[i];
        value += 0.5 * l2 * x[i] * x[i];
      }
    }
    return value;
  }

  /** One worker's rows: their loss and gradient, unscaled. */
  private final class Shard {
    private final Tensor scores = Tensor.allocate(BLOCK, bias.columns());
    private final Tensor errors = Tensor.allocate(BLOCK, bias.columns());
    private final Tensor perRow = Tensor.allocate(1, BLOCK);
    private final Tensor weightGradient = Tensor.allocate(rows.columns(), bias.columns());
    private final Tensor biasGradient = Tensor.allocate(1, bias.columns());
    private final List<Block> blocks = new ArrayList<>();
    private double loss;

    private record Block(int from, int count, Product forward, Product backward) {}

    Shard(int from, int end) {
      for (int start = from; start < end; start += BLOCK) {
        int count = Math.min(BLOCK, end - start);
        Tensor block = rows.slice(start, count);
        ProductPlan forward =
            ProductPlan.of(block, weights, scores.topRows(count))
                .withTail(bias, Activation.IDENTITY);
        ProductPlan backward =
            ProductPlan.transposedLeft(block, errors.topRows(count), weightGradient)
                .accumulating(true);
        blocks.add(new Block(start, count, kernels.prepare(forward), kernels.prepare(backward)));
      }
    }

    void run() {
      loss = 0;
      weightGradient.clear();
      biasGradient.clear();
      for (Block block : blocks) {
        int count = block.count;
        block.forward.run();
        loss +=
            kernels.loss(
                new Loss.Multinomial(),
                scores.topRows(count),
                targets.slice(block.from, count),
                1,
                errors.topRows(count),
                perRow.slice(0, Shape.vector(count)));
        block.backward.run();
        kernels.columnSums(errors.topRows(count), true, biasGradient);
      }
    }
  }
}
