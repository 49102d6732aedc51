package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The encoder is one dense layer: ‖∂z/∂x‖² = Σⱼ dⱼ² ‖wⱼ‖² with d the code's slopes and wⱼ the
 * columns of W (Rifai et al. 2011, equation 5).
 */
final class SingleLayerContractive implements DenseContractive {
  private final Kernels kernels;
  private final double weight;
  private final EncoderSlopes layer;
  private final Tensor selected;
  private final Tensor slope;
  private final Tensor columnNorms;
  private final Tensor scaledSlope;
  private final Tensor normGradient;
  private final Tensor weightStep;
  private double scale;

  SingleLayerContractive(
      double weight, Blueprint blueprint, PassContext context, EncoderSlopes layer) {
    this.kernels = context.kernels();
    this.weight = weight;
    this.layer = layer;
    this.selected = ContractivePass.codeOutputs(blueprint, context);
    int rows = layer.slope().rows();
    this.slope = context.master(rows, layer.outputs());
    this.columnNorms = context.master(1, layer.outputs());
    this.scaledSlope = context.master(rows, layer.outputs());
    this.normGradient = context.master(1, layer.outputs());
    this.weightStep = context.master(layer.inputs(), layer.outputs());
  }

  @Override
  public void draw(long key, int firstRow) {}

  @Override
  public double prepareBackward(double scale) {
    this.scale = scale;
    layer.refresh();
    kernels.multiplyGroups(layer.slope(), selected, slope.rows(), slope);
    kernels.dotGroups(layer.weight(), layer.weight(), layer.inputs(), columnNorms);
    kernels.multiplyGroups(slope, columnNorms, slope.rows(), scaledSlope);
    layer.slopeGradient().clear();
    kernels.addScaled(2 * weight * scale, scaledSlope, layer.slopeGradient());
    layer.injectGradient();
    kernels.dotGroups(slope, slope, slope.rows(), normGradient);
    double sum = 0;
    for (int j = 0; j < layer.outputs(); j++) {
      sum += columnNorms.get(j) * normGradient.get(j);
    }
    return weight * sum;
  }

  @Override
  public void finishBackward() {
    kernels.multiplyGroups(layer.weight(), normGradient, layer.inputs(), weightStep);
    kernels.addScaled(2 * weight * scale, weightStep, layer.weightGradient());
  }

  @Override
  public double[] rowPenalties() {
    return ContractivePass.rowDots(slope, scaledSlope, 1, weight);
  }
}
