package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/**
 * ‖T W₁ᵀ‖²_F of tangents T, {@code [rows, units]}, at the first layer's pre-activations, and its
 * gradient: the step from there to the input, in whichever of two ways multiplies less.
 */
sealed interface TangentNorm {

  /**
   * Chooses a way.
   *
   * @param tangents T, read by every call
   * @param gradient with respect to T, written by {@link #prepareBackward}
   */
  static TangentNorm of(
      PassContext context, EncoderSlopes layer, Tensor tangents, Tensor gradient) {
    double inputs = layer.weight().rows();
    double units = layer.weight().columns();
    double rows = tangents.rows();
    return 3 * rows * inputs * units < 2 * units * units * (inputs + rows)
        ? new OfJacobian(context, layer, tangents, gradient)
        : new OfGram(context, layer, tangents, gradient);
  }

  /** Writes the gradient of {@code factor / 2 · ‖T W₁ᵀ‖²}; returns {@code factor · ‖T W₁ᵀ‖²}. */
  double prepareBackward(double factor);

  /** Adds to W₁'s gradient. */
  void finishBackward();

  /** What {@link #prepareBackward} returned, of every group of rows and times {@code scale}. */
  double[] ofGroups(int group, double scale);

  /** J = T W₁ᵀ itself: for few tangents. */
  final class OfJacobian implements TangentNorm {
    private final Kernels kernels;
    private final Tensor jacobian;
    private final Tensor scaled;
    private final Product computeJacobian;
    private final Product computeGradient;
    private final Product addWeightGradient;

    private OfJacobian(PassContext context, EncoderSlopes layer, Tensor tangents, Tensor gradient) {
      this.kernels = context.kernels();
      Tensor weight = layer.weight();
      this.jacobian = context.master(tangents.rows(), weight.rows());
      this.scaled = context.master(tangents.rows(), weight.rows());
      this.computeJacobian =
          kernels.prepare(ProductPlan.transposedRight(tangents, weight, jacobian));
      this.computeGradient = kernels.prepare(ProductPlan.of(scaled, weight, gradient));
      this.addWeightGradient =
          kernels.prepare(
              ProductPlan.transposedLeft(scaled, tangents, layer.weightGradient())
                  .accumulating(true));
    }

    @Override
    public double prepareBackward(double factor) {
      computeJacobian.run();
      scaled.clear();
      kernels.addScaled(factor, jacobian, scaled);
      computeGradient.run();
      return factor * kernels.sumOfSquares(jacobian, 0, Math.toIntExact(jacobian.size()));
    }

    @Override
    public void finishBackward() {
      addWeightGradient.run();
    }

    @Override
    public double[] ofGroups(int group, double scale) {
      return ContractivePass.rowDots(jacobian, scaled, group, scale);
    }
  }

  /** T G Tᵀ with the Gram matrix G = W₁ᵀ W₁: for many tangents, free of the input's width. */
  final class OfGram implements TangentNorm {
    private final Kernels kernels;
    private final Tensor tangents;
    private final Tensor gradient;
    private final Tensor scaled;
    private final Tensor columnSums;
    private final Product computeGram;
    private final Product applyGram;
    private final Product computeOuter;
    private final Product addWeightGradient;

    private OfGram(PassContext context, EncoderSlopes layer, Tensor tangents, Tensor gradient) {
      this.kernels = context.kernels();
      this.tangents = tangents;
      this.gradient = gradient;
      Tensor weight = layer.weight();
      int units = weight.columns();
      this.scaled = context.master(tangents.rows(), units);
      this.columnSums = context.master(1, units);
      Tensor gram = context.master(units, units);
      Tensor outer = context.master(units, units);
      this.computeGram = kernels.prepare(ProductPlan.transposedLeft(weight, weight, gram));
      this.applyGram = kernels.prepare(ProductPlan.of(scaled, gram, gradient));
      this.computeOuter = kernels.prepare(ProductPlan.transposedLeft(scaled, tangents, outer));
      this.addWeightGradient =
          kernels.prepare(ProductPlan.of(weight, outer, layer.weightGradient()).accumulating(true));
    }

    @Override
    public double prepareBackward(double factor) {
      computeGram.run();
      scaled.clear();
      kernels.addScaled(factor, tangents, scaled);
      applyGram.run();
      return ContractivePass.dot(kernels, gradient, tangents, columnSums);
    }

    @Override
    public void finishBackward() {
      computeOuter.run();
      addWeightGradient.run();
    }

    /** Computes the gradient anew, for its owner goes on to use its place. */
    @Override
    public double[] ofGroups(int group, double scale) {
      applyGram.run();
      return ContractivePass.rowDots(tangents, gradient, group, scale);
    }
  }
}
