package dev.hourglass.engine;

import java.util.Optional;

/** y = gain ∘ (x − mean) / √(variance + ε) + bias, with a row's own mean and variance. */
public final class NormalizePass implements LayerPass {
  private final Kernels kernels;
  private final Tensor gain;
  private final Tensor bias;
  private final Tensor gainGradient;
  private final Tensor biasGradient;
  private final Tensor statistics;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Tensor> gradient;

  NormalizePass(
      PassContext context,
      Layer.Normalize layer,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = context.kernels();
    this.gain = layer.gain().of(context.parameters());
    this.bias = layer.bias().of(context.parameters());
    this.gainGradient = layer.gain().of(context.gradient());
    this.biasGradient = layer.bias().of(context.gradient());
    this.statistics = context.master(input.rows(), 2);
    this.input = input;
    this.output = output;
    this.gradient = gradient;
  }

  /** Normalises each row. */
  @Override
  public void forward() {
    kernels.normalize(input, gain, bias, output, statistics);
  }

  /** The gradient through each row's mean and variance, in place. */
  @Override
  public void backward() {
    Tensor own = gradient.orElseThrow();
    kernels.normalizeGradient(input, gain, statistics, own, false, own, gainGradient, biasGradient);
  }
}
