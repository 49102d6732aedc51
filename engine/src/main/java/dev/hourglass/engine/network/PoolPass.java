package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = what windows keep of x. */
public final class PoolPass implements LayerPass {

  private final Kernels kernels;
  private final PoolingShape shape;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Tensor> outputGradient;
  private final Optional<Tensor> inputGradient;

  PoolPass(
      PassContext context,
      PoolingShape shape,
      Tensor input,
      Tensor output,
      DensePass.Gradients gradients) {
    this.kernels = context.kernels();
    this.shape = shape;
    this.input = input;
    this.output = output;
    this.outputGradient = gradients.output();
    this.inputGradient = gradients.input();
  }

  /** y = the largest or the mean of each window. */
  @Override
  public void forward() {
    kernels.pool(shape, input, output);
  }

  /** ∂x, where it is wanted. */
  @Override
  public void backward() {
    Tensor from = outputGradient.orElseThrow();
    if (inputGradient.isPresent()) {
      kernels.poolGradient(shape, input, from, inputGradient.get());
    }
  }
}
