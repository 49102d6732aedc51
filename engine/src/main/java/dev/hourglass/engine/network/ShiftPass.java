package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = x + b. The gradient with respect to x is that with respect to y, and stays where it is. */
public final class ShiftPass implements LayerPass {
  private final Kernels kernels;
  private final Tensor bias;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Backward> backward;

  private record Backward(Tensor outputGradient, Tensor biasGradient) {}

  ShiftPass(
      PassContext context,
      Layer.Shift layer,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = context.kernels();
    this.bias = layer.bias().of(context.parameters());
    this.input = input;
    this.output = output;
    this.backward =
        gradient
            .filter(_ -> layer.trained())
            .map(own -> new Backward(own, layer.bias().of(context.gradient())));
  }

  /** y = x + b. */
  @Override
  public void forward() {
    kernels.addRow(bias, input, output);
  }

  /** ∂b = Σ over rows of ∂y, where b learns. */
  @Override
  public void backward() {
    if (backward.isPresent()) {
      kernels.columnSums(backward.get().outputGradient, false, backward.get().biasGradient);
    }
  }
}
