package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y += x P, beside layers that have put out y. */
final class LinearPathPass {
  private final Product forward;
  private final Optional<Product> weightGradient;
  private final Optional<Product> inputGradient;

  LinearPathPass(
      PassContext context,
      ParameterLayout.Slot path,
      Tensor input,
      Tensor output,
      DensePass.Gradients gradients) {
    Kernels kernels = context.kernels();
    Tensor weight = path.of(context.weights());
    this.forward = kernels.prepare(ProductPlan.of(input, weight, output).accumulating(true));
    this.weightGradient =
        gradients
            .output()
            .map(
                slope ->
                    kernels.prepare(
                        ProductPlan.transposedLeft(input, slope, path.of(context.gradient()))
                            .accumulating(gradients.accumulate())));
    this.inputGradient =
        gradients
            .output()
            .flatMap(
                slope ->
                    gradients
                        .input()
                        .map(
                            into ->
                                kernels.prepare(
                                    ProductPlan.transposedRight(slope, weight, into)
                                        .accumulating(true))));
  }

  /** y += x P. */
  void forward() {
    forward.run();
  }

  /** ∂P = xᵀ ∂y and ∂x += ∂y Pᵀ, after the layers have written ∂x. */
  void backward() {
    weightGradient.orElseThrow().run();
    if (inputGradient.isPresent()) {
      inputGradient.get().run();
    }
  }
}
