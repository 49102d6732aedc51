package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = gain ∘ (x − mean) / √(variance + ε) + bias, with a row's own mean and variance. */
public final class NormalizePass implements LayerPass {
  /** Numbers kept of a row: its mean and the inverse of its deviation. */
  static final int STATISTICS = 2;

  private final Kernels kernels;
  private final Tensor gain;
  private final Tensor bias;
  private final Tensor statistics;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Gradients> gradients;

  /** Where a backward pass writes; a pass that only goes forward has no such memory. */
  private record Gradients(Tensor own, Tensor gain, Tensor bias) {}

  NormalizePass(
      PassContext context,
      Layer.Normalize layer,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = context.kernels();
    this.gain = layer.gain().of(context.parameters());
    this.bias = layer.bias().of(context.parameters());
    this.statistics = context.master(input.rows(), STATISTICS);
    this.input = input;
    this.output = output;
    this.gradients =
        gradient.map(
            own ->
                new Gradients(
                    own, layer.gain().of(context.gradient()), layer.bias().of(context.gradient())));
  }

  /** Normalises each row. */
  @Override
  public void forward() {
    kernels.normalize(input, gain, bias, output, statistics);
  }

  /** The gradient through each row's mean and variance, in place. */
  @Override
  public void backward() {
    Gradients g = gradients.orElseThrow();
    kernels.normalizeGradient(input, gain, statistics, g.own, false, g.own, g.gain, g.bias);
  }
}
