package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encoders of any depth: rows of the Jacobian are sent back through the encoder like data.
 *
 * <p>For each sample a group of vectors starts at the code: the unit vectors (exact), or random
 * vectors of ±1 (Hutchinson 1990: E v vᵀ = I makes E ‖vᵀ ∂z/∂x‖² = ‖∂z/∂x‖²). With V the tangents
 * before and T = V ∘ d behind an activation's slopes, V_l = T_{l+1} W_{l+1}ᵀ, and the penalty is λ
 * ‖T₁ W₁ᵀ‖². Its gradient goes the same way in the other direction.
 */
final class TangentContractive implements DenseContractive {
  private final Kernels kernels;
  private final double weight;
  private final int group;
  private final boolean exact;
  private final Tensor selected;
  private final Tensor unitVectors;
  private final RandomSigns signs;
  private final List<Stage> stages = new ArrayList<>();
  private final TangentNorm norm;
  private long key;
  private int firstRow;
  private double scale;

  /** The tangents at one dense layer, and the products that link it with the one behind. */
  private record Stage(
      EncoderSlopes slopes,
      Tensor before,
      Tensor tangents,
      Tensor gradient,
      Optional<Product> fromBehind,
      Optional<Product> toBehind,
      Optional<Product> weightGradientBehind) {}

  TangentContractive(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      PassContext context,
      List<EncoderSlopes> layers) {
    this.kernels = context.kernels();
    this.weight = penalty.weight();
    this.exact = penalty.probes() == 0;
    this.group = exact ? blueprint.codeSize() : penalty.probes();
    this.selected = ContractivePass.codeOutputs(blueprint, context);
    int outputs = selected.columns();
    int rows = layers.getFirst().slope().rows() * group;
    this.unitVectors = context.master(group, outputs);
    if (exact) {
      for (int i = 0; i < group; i++) {
        unitVectors.set(i, i, 1);
      }
    }
    this.signs = new RandomSigns(context, exact ? 0 : rows, outputs);
    for (int i = layers.size() - 1; i >= 0; i--) {
      EncoderSlopes slopes = layers.get(i);
      Tensor before = context.master(rows, slopes.outputs());
      Tensor tangents = context.master(rows, slopes.outputs());
      Tensor gradient = context.master(rows, slopes.outputs());
      if (i == layers.size() - 1) {
        stages.addFirst(
            new Stage(
                slopes,
                before,
                tangents,
                gradient,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
      } else {
        Stage behind = stages.getFirst();
        Tensor weightBehind = behind.slopes.weight();
        stages.addFirst(
            new Stage(
                slopes,
                before,
                tangents,
                gradient,
                Optional.of(
                    kernels.prepare(
                        ProductPlan.transposedRight(behind.tangents, weightBehind, before))),
                Optional.of(
                    kernels.prepare(ProductPlan.of(gradient, weightBehind, behind.gradient))),
                Optional.of(
                    kernels.prepare(
                        ProductPlan.transposedLeft(
                                gradient, behind.tangents, behind.slopes.weightGradient())
                            .accumulating(true)))));
      }
    }
    Stage first = stages.getFirst();
    this.norm = TangentNorm.of(context, first.slopes, first.tangents, first.gradient);
  }

  @Override
  public void draw(long key, int firstRow) {
    this.key = key;
    this.firstRow = firstRow;
  }

  @Override
  public double prepareBackward(double scale) {
    this.scale = scale;
    start();
    for (int i = stages.size() - 2; i >= 0; i--) {
      Stage stage = stages.get(i);
      stage.slopes.refresh();
      stage.fromBehind.orElseThrow().run();
      kernels.multiplyGroups(stage.before, stage.slopes.slope(), group, stage.tangents);
    }
    double sum = norm.prepareBackward(coefficient());
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      boolean last = i == stages.size() - 1;
      if (last && exact) {
        kernels.dotSharedGroups(stage.gradient, unitVectors, group, stage.slopes.slopeGradient());
      } else {
        kernels.dotGroups(stage.gradient, stage.before, group, stage.slopes.slopeGradient());
      }
      stage.slopes.injectGradient();
      kernels.multiplyGroups(stage.gradient, stage.slopes.slope(), group, stage.gradient);
      if (!last) {
        stage.toBehind.orElseThrow().run();
      }
    }
    return sum / (2 * scale);
  }

  private void start() {
    Stage last = stages.getLast();
    last.slopes.refresh();
    if (exact) {
      kernels.spreadGroups(unitVectors, last.slopes.slope(), group, last.tangents);
      return;
    }
    signs.draw(key, firstRow * group, last.before);
    kernels.multiplyGroups(last.before, selected, last.before.rows(), last.before);
    kernels.multiplyGroups(last.before, last.slopes.slope(), group, last.tangents);
  }

  private double coefficient() {
    return 2 * weight * scale / (exact ? 1 : group);
  }

  @Override
  public void finishBackward() {
    norm.finishBackward();
    for (int i = 0; i < stages.size() - 1; i++) {
      stages.get(i).weightGradientBehind.orElseThrow().run();
    }
  }

  @Override
  public double[] rowPenalties() {
    return norm.ofGroups(group, 1 / (2 * scale));
  }
}
