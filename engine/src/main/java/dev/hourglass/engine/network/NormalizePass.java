package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
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

  /** Where a backward pass writes; a pass that only goes forward has no such memory. */
  private final Optional<NormalizationGradients> gradients;

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
                new NormalizationGradients(
                    own,
                    layer.gain().of(context.gradient()),
                    layer.bias().of(context.gradient()),
                    false));
  }

  /** Normalises each row. */
  @Override
  public void forward() {
    kernels.normalize(input, gain, bias, output, statistics);
  }

  /** The gradient through each row's mean and variance, in place. */
  @Override
  public void backward() {
    NormalizationGradients to = gradients.orElseThrow();
    kernels.normalizeGradient(input, gain, statistics, to.input(), to);
  }
}
