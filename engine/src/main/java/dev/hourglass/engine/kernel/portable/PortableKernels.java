package dev.hourglass.engine.kernel.portable;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The kernels in plain Java: what runs where there is no native library, and what every faster
 * implementation is held against.
 *
 * <p>Any format, mixed freely. Products of float32 and bfloat16 operands accumulate in single
 * precision, all else is computed in double precision and rounded once, when it is stored. Float64
 * tensors are never flushed, so that central differences through these kernels measure gradients to
 * ten digits.
 */
public final class PortableKernels implements Kernels {
  @Override
  public String name() {
    return "portable";
  }

  @Override
  public boolean supports(Format format) {
    return true;
  }

  @Override
  public boolean multipliesBfloat16InHardware() {
    return false;
  }

  @Override
  public Product prepare(ProductPlan plan) {
    return PortableProduct.needsDouble(plan)
        ? new PortableDoubleProduct(plan)
        : new PortableProduct(plan);
  }

  @Override
  public Product prepareConvolution(ConvolutionPlan plan) {
    return new PortableConvolution(plan);
  }

  // ---- sparse rows ----

  @Override
  public void sparseProduct(SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    PortableSparse.sparseProduct(x, weight, bias, f, out);
  }

  @Override
  public void sparseWeightGradient(
      SparseRows x, Tensor outGradient, boolean accumulate, Tensor weightGradient) {
    PortableSparse.sparseWeightGradient(x, outGradient, accumulate, weightGradient);
  }

  // ---- element-wise ----

  @Override
  public void convert(Tensor from, Tensor to) {
    PortableElementwise.convert(from, to);
  }

  @Override
  public void copyColumns(Tensor from, int fromColumn, Tensor to, int toColumn, int count) {
    PortableElementwise.copyColumns(from, fromColumn, to, toColumn, count);
  }

  @Override
  public void addScaled(double scale, Tensor x, Tensor into) {
    PortableElementwise.addScaled(scale, x, into);
  }

  @Override
  public void add(Tensor x, Tensor y, Tensor out) {
    PortableElementwise.add(x, y, out);
  }

  @Override
  public void addRow(Tensor row, Tensor x, Tensor out) {
    PortableElementwise.addRow(row, x, out);
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    PortableElementwise.multiply(x, y, out);
  }

  @Override
  public void activate(Activation f, Tensor in, Tensor out) {
    PortableActivations.activate(f, in, out);
  }

  @Override
  public void activationGradient(Activation f, Tensor value, Tensor gradient) {
    PortableActivations.activationGradient(f, value, gradient);
  }

  @Override
  public void slopes(Activation f, Tensor value, Tensor first, Tensor second) {
    PortableActivations.slopes(f, value, first, second);
  }

  // ---- reductions ----

  @Override
  public void columnSums(Tensor x, boolean accumulate, Tensor out) {
    PortableReductions.columnSums(x, accumulate, out);
  }

  @Override
  public double sumOfSquares(Tensor x, int from, int to) {
    return PortableReductions.sumOfSquares(x, from, to);
  }

  @Override
  public void smallest(int k, Tensor in, Tensor perRow) {
    PortableReductions.smallest(k, in, perRow);
  }

  // ---- groups ----

  @Override
  public void multiplyGroups(Tensor x, Tensor scale, int group, Tensor out) {
    PortableGroups.multiplyGroups(x, scale, group, out);
  }

  @Override
  public void spreadGroups(Tensor shared, Tensor scale, int group, Tensor out) {
    PortableGroups.spreadGroups(shared, scale, group, out);
  }

  @Override
  public void dotGroups(Tensor x, Tensor y, int group, Tensor out) {
    PortableGroups.dotGroups(x, y, group, out);
  }

  @Override
  public void dotSharedGroups(Tensor x, Tensor shared, int group, Tensor out) {
    PortableGroups.dotSharedGroups(x, shared, group, out);
  }

  @Override
  public void gatherGroups(Tensor x, Tensor scale, int group, Tensor out) {
    PortableGroups.gatherGroups(x, scale, group, out);
  }

  // ---- layer normalisation ----

  @Override
  public void normalize(Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    PortableNormalization.normalize(in, gain, bias, out, statistics);
  }

  @Override
  public void normalizeGradient(
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    PortableNormalization.normalizeGradient(in, gain, statistics, outGradient, gradients);
  }

  // ---- group normalisation ----

  @Override
  public void normalizeGroups(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    PortableGroupNormalization.normalizeGroups(groups, in, gain, bias, out, statistics);
  }

  @Override
  public void normalizeGroupsGradient(
      ChannelGroups groups,
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    PortableGroupNormalization.normalizeGroupsGradient(
        groups, in, gain, statistics, outGradient, gradients);
  }

  // ---- planes ----

  @Override
  public void pool(PoolingShape shape, Tensor in, Tensor out) {
    PortablePooling.pool(shape, in, out);
  }

  @Override
  public void poolGradient(PoolingShape shape, Tensor in, Tensor outGradient, Tensor inGradient) {
    PortablePooling.poolGradient(shape, in, outGradient, inGradient);
  }

  @Override
  public void upsample(UpsamplingShape shape, Tensor in, Tensor out) {
    PortableUpsampling.upsample(shape, in, out);
  }

  @Override
  public void upsampleGradient(UpsamplingShape shape, Tensor outGradient, Tensor inGradient) {
    PortableUpsampling.upsampleGradient(shape, outGradient, inGradient);
  }

  // ---- randomness ----

  @Override
  public void dropout(long key, int firstRow, double rate, Tensor in, Tensor out) {
    PortableNoise.dropout(key, firstRow, rate, in, out);
  }

  @Override
  public void normal(long key, int firstRow, Tensor out) {
    PortableNoise.normal(key, firstRow, out);
  }

  @Override
  public void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out) {
    PortableNoise.gaussianNoise(key, firstRow, sigma, in, out);
  }

  @Override
  public void gaussianNoiseByRow(
      long key, int firstRow, StrengthRange sigmas, Tensor in, Tensor out) {
    PortableNoise.gaussianNoiseByRow(key, firstRow, sigmas, in, out);
  }

  @Override
  public void saltAndPepper(long key, int firstRow, double probability, Tensor in, Tensor out) {
    PortableNoise.saltAndPepper(key, firstRow, probability, in, out);
  }

  @Override
  public void mask(long key, int firstRow, double probability, Tensor in, Tensor out) {
    PortableNoise.mask(key, firstRow, probability, in, out);
  }

  // ---- bottlenecks and penalties ----

  @Override
  public void topK(int k, Tensor in, Tensor out) {
    PortableBottlenecks.topK(k, in, out);
  }

  @Override
  public void keepWhereActive(Tensor kept, Tensor gradient) {
    PortableBottlenecks.keepWhereActive(kept, gradient);
  }

  @Override
  public void reparameterize(Tensor heads, Tensor epsilon, Tensor code) {
    PortableBottlenecks.reparameterize(heads, epsilon, code);
  }

  @Override
  public double reparameterizeGradient(
      Tensor heads,
      Tensor epsilon,
      Tensor codeGradient,
      double weight,
      Tensor headsGradient,
      Tensor divergence) {
    return PortableBottlenecks.reparameterizeGradient(
        heads, epsilon, codeGradient, weight, headsGradient, divergence);
  }

  @Override
  public double absoluteSum(Tensor code, double weight, Tensor gradient) {
    return PortableBottlenecks.absoluteSum(code, weight, gradient);
  }

  // ---- losses ----

  @Override
  public double loss(
      Loss loss, Tensor output, Tensor target, double scale, Tensor gradient, Tensor perRow) {
    return PortableLosses.loss(loss, output, target, scale, gradient, perRow);
  }

  @Override
  public double squaredError(Activation link, Tensor output, Tensor target, Tensor perRow) {
    return PortableLosses.squaredError(link, output, target, perRow);
  }

  // ---- optimisation ----

  @Override
  public void sumInto(Tensor first, List<Tensor> others, int from, int to) {
    PortableOptimizers.sumInto(first, others, from, to);
  }

  @Override
  public void step(
      UpdateRule rule,
      double rate,
      long iteration,
      double gradientScale,
      OptimizerState state,
      int from,
      int to) {
    PortableOptimizers.step(rule, rate, iteration, gradientScale, state, from, to);
  }
}
