package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.SparseRows;
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

  /**
   * Where gradients travel.
   *
   * @param output of y; empty in a pass that only goes forward
   * @param input of x, overwritten; empty where nobody wants it
   * @param accumulate whether the weights' gradient is added to what is there
   */
  record Gradients(Optional<Tensor> output, Optional<Tensor> input, boolean accumulate) {}

  DensePass(
      PassContext context,
      Layer.Dense layer,
      Activation fused,
      Input input,
      Tensor output,
      Gradients gradients) {
    this.kernels = context.kernels();
    this.layer = layer;
    Tensor weight = layer.weight().of(context.weights());
    Tensor bias = layer.bias().of(context.parameters());
    this.forward =
        switch (input) {
          case Input.Dense dense ->
              kernels.prepare(
                  (layer.tied()
                          ? ProductPlan.transposedRight(dense.samples(), weight, output)
                          : ProductPlan.of(dense.samples(), weight, output))
                      .withTail(bias, fused));
          case Input.Sparse sparse -> {
            requireReadable(sparse, gradients);
            SparseRows samples = sparse.samples();
            yield () -> kernels.sparseProduct(samples, weight, bias, fused, output);
          }
        };
    this.backward =
        gradients.output.map(
            outputGradient ->
                new Backward(
                    outputGradient,
                    layer.bias().of(context.gradient()),
                    weightGradient(context, input, outputGradient, gradients.accumulate),
                    gradients.input.map(
                        gradient -> inputGradient(weight, outputGradient, gradient))));
  }

  private void requireReadable(Input.Sparse sparse, Gradients gradients) {
    if (layer.tied()) {
      throw new IllegalArgumentException(
          "a layer whose weights are another's, transposed, does not read sparse rows: its weights"
              + " lie across them");
    }
    if (layer.inputs() != sparse.samples().columns()) {
      throw new IllegalArgumentException(
          "a layer of %d inputs does not read %s".formatted(layer.inputs(), sparse.samples()));
    }
    if (gradients.input.isPresent()) {
      throw new IllegalArgumentException("sparse rows have no gradient");
    }
  }

  private Product weightGradient(
      PassContext context, Input input, Tensor outputGradient, boolean accumulate) {
    Tensor weightGradient = layer.weight().of(context.gradient());
    return switch (input) {
      case Input.Dense dense ->
          kernels.prepare(
              (layer.tied()
                      ? ProductPlan.transposedLeft(outputGradient, dense.samples(), weightGradient)
                      : ProductPlan.transposedLeft(dense.samples(), outputGradient, weightGradient))
                  .accumulating(accumulate));
      case Input.Sparse sparse -> {
        SparseRows samples = sparse.samples();
        yield () ->
            kernels.sparseWeightGradient(samples, outputGradient, accumulate, weightGradient);
      }
    };
  }

  private Product inputGradient(Tensor weight, Tensor outputGradient, Tensor gradient) {
    return kernels.prepare(
        layer.tied()
            ? ProductPlan.of(outputGradient, weight, gradient)
            : ProductPlan.transposedRight(outputGradient, weight, gradient));
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
