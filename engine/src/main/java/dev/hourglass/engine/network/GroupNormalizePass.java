package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = gain ∘ (x − mean) / √(variance + ε) + bias, with mean and variance of a row's groups. */
public final class GroupNormalizePass implements LayerPass {

  private final Kernels kernels;
  private final ChannelGroups groups;
  private final Tensor gain;
  private final Tensor bias;
  private final Tensor statistics;
  private final Tensor input;
  private final Tensor output;

  /** Where a backward pass writes; a pass that only goes forward has no such memory. */
  private final Optional<NormalizationGradients> gradients;

  GroupNormalizePass(
      PassContext context,
      Layer.GroupNormalize layer,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = context.kernels();
    this.groups = layer.groups();
    this.gain = layer.gain().of(context.parameters());
    this.bias = layer.bias().of(context.parameters());
    this.statistics = context.master(input.rows(), statistics(layer));
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

  /** Numbers kept of a row: a mean and the inverse of a deviation for each group. */
  static int statistics(Layer.GroupNormalize layer) {
    return NormalizePass.STATISTICS * layer.groups().count();
  }

  /** Normalises each group of each row. */
  @Override
  public void forward() {
    kernels.normalizeGroups(groups, input, gain, bias, output, statistics);
  }

  /** The gradient through each group's mean and variance, in place. */
  @Override
  public void backward() {
    NormalizationGradients to = gradients.orElseThrow();
    kernels.normalizeGroupsGradient(groups, input, gain, statistics, to.input(), to);
  }
}
