package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = f(x). */
public final class ActivatePass implements LayerPass {
  private final Kernels kernels;
  private final Activation function;
  private final boolean fused;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Tensor> gradient;
  private Optional<Tensor> injected = Optional.empty();

  ActivatePass(
      Kernels kernels,
      Activation function,
      boolean fused,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = kernels;
    this.function = function;
    this.fused = fused;
    this.input = input;
    this.output = output;
    this.gradient = gradient;
  }

  /** y = f(x), unless the product before has done it. */
  @Override
  public void forward() {
    if (!fused) {
      kernels.activate(function, input, output);
    }
  }

  /** ∂x = ∂y ∘ f′(x), plus what a penalty injects. */
  @Override
  public void backward() {
    Tensor own = gradient.orElseThrow();
    kernels.activationGradient(function, value(), own);
    if (injected.isPresent()) {
      kernels.addScaled(1, injected.get(), own);
    }
  }

  /** The function. */
  public Activation function() {
    return function;
  }

  /** What the derivatives are told from: the output, or the input where the output does not do. */
  public Tensor value() {
    return function.derivativeFromOutput() ? output : input;
  }

  /**
   * From now on every backward pass adds {@code extra} to the gradient with respect to the input.
   */
  public void inject(Tensor extra) {
    injected = Optional.of(extra);
  }
}
