package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * One hidden layer and a linear code: ∂z/∂x = W₂ᵀ D W₁ᵀ, so ‖∂z/∂x‖² = dᵀ (G ∘ H) d with G = W₁ᵀ
 * W₁, H = W₂ W₂ᵀ and d the hidden layer's slopes. Per sample that is one small product, whatever
 * the width of the input and of the code.
 */
final class FactoredContractive implements DenseContractive {
  private final Kernels kernels;
  private final double weight;
  private final EncoderSlopes hidden;
  private final EncoderSlopes code;
  private final Tensor selected;
  private final Tensor codeWeight;
  private final Tensor inputGram;
  private final Tensor codeGram;
  private final Tensor gram;
  private final Tensor applied;
  private final Tensor scaledSlope;
  private final Tensor unitSums;
  private final Tensor slopeOuter;
  private final Tensor gramGradient;
  private final Product computeInputGram;
  private final Product computeCodeGram;
  private final Product applyGram;
  private final Product computeSlopeOuter;
  private final Product addHiddenGradient;
  private final Product addCodeGradient;

  FactoredContractive(
      double weight, Blueprint blueprint, PassContext context, List<EncoderSlopes> layers) {
    this.kernels = context.kernels();
    this.weight = weight;
    this.hidden = layers.get(0);
    this.code = layers.get(1);
    this.selected = ContractivePass.codeOutputs(blueprint, context);
    int units = hidden.outputs();
    int rows = hidden.slope().rows();
    this.codeWeight = context.master(units, code.outputs());
    this.inputGram = context.master(units, units);
    this.codeGram = context.master(units, units);
    this.gram = context.master(units, units);
    this.applied = context.master(rows, units);
    this.scaledSlope = context.master(rows, units);
    this.unitSums = context.master(1, units);
    this.slopeOuter = context.master(units, units);
    this.gramGradient = context.master(units, units);
    this.computeInputGram =
        kernels.prepare(ProductPlan.transposedLeft(hidden.weight(), hidden.weight(), inputGram));
    this.computeCodeGram =
        kernels.prepare(ProductPlan.transposedRight(codeWeight, codeWeight, codeGram));
    this.applyGram = kernels.prepare(ProductPlan.of(hidden.slope(), gram, applied));
    this.computeSlopeOuter =
        kernels.prepare(ProductPlan.transposedLeft(scaledSlope, hidden.slope(), slopeOuter));
    this.addHiddenGradient =
        kernels.prepare(
            ProductPlan.of(hidden.weight(), gramGradient, hidden.weightGradient())
                .accumulating(true));
    this.addCodeGradient =
        kernels.prepare(
            ProductPlan.of(gramGradient, codeWeight, code.weightGradient()).accumulating(true));
  }

  @Override
  public void draw(long key, int firstRow) {}

  @Override
  public double prepareBackward(double scale) {
    hidden.refresh();
    kernels.multiplyGroups(code.weight(), selected, codeWeight.rows(), codeWeight);
    computeInputGram.run();
    computeCodeGram.run();
    kernels.multiply(inputGram, codeGram, gram);
    applyGram.run();
    hidden.slopeGradient().clear();
    kernels.addScaled(2 * weight * scale, applied, hidden.slopeGradient());
    hidden.injectGradient();

    scaledSlope.clear();
    kernels.addScaled(2 * weight * scale, hidden.slope(), scaledSlope);
    return ContractivePass.dot(kernels, scaledSlope, applied, unitSums) / (2 * scale);
  }

  /** ∂W₁ += 2λ W₁ (S ∘ H), ∂W₂ += 2λ (S ∘ G) W₂, with S = Σ d dᵀ. */
  @Override
  public void finishBackward() {
    computeSlopeOuter.run();
    kernels.multiply(slopeOuter, codeGram, gramGradient);
    addHiddenGradient.run();
    kernels.multiply(slopeOuter, inputGram, gramGradient);
    addCodeGradient.run();
  }

  @Override
  public double[] rowPenalties() {
    return ContractivePass.rowDots(hidden.slope(), applied, 1, weight);
  }
}
