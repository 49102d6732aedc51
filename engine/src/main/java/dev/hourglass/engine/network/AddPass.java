package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * y = x + what an earlier layer put out. The gradient goes on to x in place; the earlier layer's
 * share is kept until the backward pass comes there, as the layers between write over this one.
 */
public final class AddPass implements LayerPass {

  private final Kernels kernels;
  private final Tensor input;
  private final Tensor earlier;
  private final Tensor output;
  private final Optional<Backward> backward;

  private record Backward(Tensor gradient, Tensor kept) {}

  AddPass(
      PassContext context, Tensor input, Tensor earlier, Tensor output, Optional<Tensor> gradient) {
    this.kernels = context.kernels();
    this.input = input;
    this.earlier = earlier;
    this.output = output;
    this.backward =
        gradient.map(own -> new Backward(own, context.compute(own.rows(), own.columns())));
  }

  /** y = x + what the earlier layer put out. */
  @Override
  public void forward() {
    kernels.add(input, earlier, output);
  }

  /** Keeps ∂y, which is ∂x already. */
  @Override
  public void backward() {
    Backward b = backward.orElseThrow();
    kernels.convert(b.gradient, b.kept);
  }

  /** What is to be added to the gradient by the earlier layer's output. */
  Optional<Tensor> kept() {
    return backward.map(Backward::kept);
  }
}
