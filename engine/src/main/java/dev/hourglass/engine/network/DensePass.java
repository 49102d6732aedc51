package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = f(x W + b), with an element-wise f fused into the product where a fusible one follows. */
public final class DensePass implements LayerPass {
  private final Kernels kernels;
  private final Layer.Dense layer;
  private final Product forward;
  private final Optional<Backward> backward;

  private record Backward(
      Tensor outputGradient,
      Tensor biasGradient,
      Product weightGradient,
      Optional<Product> inputGradient) {}

  DensePass(
      PassContext context,
      Layer.Dense layer,
      Activation fused,
      Tensor input,
      Tensor output,
      Optional<Tensor> outputGradient,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient) {
    this.kernels = context.kernels();
    this.layer = layer;
    Tensor weight = layer.weight().of(context.weights());
    Tensor bias = layer.bias().of(context.parameters());
    this.forward =
        kernels.prepare(
            (layer.tied()
                    ? ProductPlan.transposedRight(input, weight, output)
                    : ProductPlan.of(input, weight, output))
                .withTail(bias, fused));
    this.backward =
        outputGradient.map(
            gradient ->
                backward(context, weight, input, gradient, inputGradient, accumulateGradient));
  }

  private Backward backward(
      PassContext context,
      Tensor weight,
      Tensor input,
      Tensor outputGradient,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient) {
    boolean tied = layer.tied();
    Tensor weightGradient = layer.weight().of(context.gradient());
    return new Backward(
        outputGradient,
        layer.bias().of(context.gradient()),
        kernels.prepare(
            (tied
                    ? ProductPlan.transposedLeft(outputGradient, input, weightGradient)
                    : ProductPlan.transposedLeft(input, outputGradient, weightGradient))
                .accumulating(accumulateGradient)),
        inputGradient.map(
            gradient ->
                kernels.prepare(
                    tied
                        ? ProductPlan.of(outputGradient, weight, gradient)
                        : ProductPlan.transposedRight(outputGradient, weight, gradient))));
  }

  /** y = f(x W + b). */
  @Override
  public void forward() {
    forward.run();
  }

  /** ∂b = Σ_rows ∂y, ∂W = xᵀ ∂y, ∂x = ∂y Wᵀ; f's own part was done by its {@link ActivatePass}. */
  @Override
  public void backward() {
    Backward b = backward.orElseThrow();
    kernels.columnSums(b.outputGradient, false, b.biasGradient);
    b.weightGradient.run();
    if (b.inputGradient.isPresent()) {
      b.inputGradient.get().run();
    }
  }

  /** What was bound. */
  public Layer.Dense layer() {
    return layer;
  }
}
