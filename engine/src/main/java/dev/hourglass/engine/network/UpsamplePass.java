package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = x on a wider plane. */
public final class UpsamplePass implements LayerPass {

  private final Kernels kernels;
  private final UpsamplingShape shape;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Tensor> outputGradient;
  private final Optional<Tensor> inputGradient;

  UpsamplePass(
      PassContext context,
      UpsamplingShape shape,
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

  /** y = x on a wider plane. */
  @Override
  public void forward() {
    kernels.upsample(shape, input, output);
  }

  /** ∂x, where it is wanted. */
  @Override
  public void backward() {
    Tensor from = outputGradient.orElseThrow();
    if (inputGradient.isPresent()) {
      kernels.upsampleGradient(shape, from, inputGradient.get());
    }
  }
}
