package dev.hourglass.engine.kernel.onednn;

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
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorBottlenecks;
import dev.hourglass.engine.kernel.vector.VectorCompilation;
import dev.hourglass.engine.kernel.vector.VectorElementwise;
import dev.hourglass.engine.kernel.vector.VectorGroupNormalization;
import dev.hourglass.engine.kernel.vector.VectorGroups;
import dev.hourglass.engine.kernel.vector.VectorLosses;
import dev.hourglass.engine.kernel.vector.VectorNoise;
import dev.hourglass.engine.kernel.vector.VectorNormalization;
import dev.hourglass.engine.kernel.vector.VectorOptimizers;
import dev.hourglass.engine.kernel.vector.VectorPooling;
import dev.hourglass.engine.kernel.vector.VectorReductions;
import dev.hourglass.engine.kernel.vector.VectorSmallest;
import dev.hourglass.engine.kernel.vector.VectorSparse;
import dev.hourglass.engine.kernel.vector.VectorTopK;
import dev.hourglass.engine.kernel.vector.VectorUpsampling;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The fast kernels: oneDNN's matrix products, and everything else in the Vector API.
 *
 * <p>This class only delegates; the numbers are crunched in the {@code Vector*} classes beside it,
 * one per section of {@link Kernels}, in the same order. They read and write float32 and bfloat16,
 * mixed freely, and compute in float32; sums over rows are carried in double precision.
 */
public final class NativeKernels implements Kernels {
  private final OneDnn oneDnn;

  /** Kernels whose products run in {@code oneDnn}. */
  public NativeKernels(OneDnn oneDnn) {
    this.oneDnn = oneDnn;
    VectorCompilation.direct();
  }

  @Override
  public String name() {
    return "oneDNN " + oneDnn.version() + " (" + oneDnn.isa() + ")";
  }

  @Override
  public boolean supports(Format format) {
    return format != Format.FLOAT64;
  }

  @Override
  public boolean multipliesBfloat16InHardware() {
    return oneDnn.multipliesBfloat16();
  }

  @Override
  public Product prepare(ProductPlan plan) {
    return oneDnn.prepare(plan);
  }

  @Override
  public Product prepareConvolution(ConvolutionPlan plan) {
    return oneDnn.prepareConvolution(plan);
  }

  // ---- sparse rows ----

  @Override
  public void sparseProduct(SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    VectorSparse.sparseProduct(x, weight, bias, f, out);
  }

  @Override
  public void sparseWeightGradient(
      SparseRows x, Tensor outGradient, boolean accumulate, Tensor weightGradient) {
    VectorSparse.sparseWeightGradient(x, outGradient, accumulate, weightGradient);
  }

  // ---- element-wise ----

  @Override
  public void convert(Tensor from, Tensor to) {
    VectorElementwise.convert(from, to);
  }

  @Override
  public void copyColumns(Tensor from, int fromColumn, Tensor to, int toColumn, int count) {
    VectorElementwise.copyColumns(from, fromColumn, to, toColumn, count);
  }

  @Override
  public void addScaled(double scale, Tensor x, Tensor into) {
    VectorElementwise.addScaled(scale, x, into);
  }

  @Override
  public void add(Tensor x, Tensor y, Tensor out) {
    VectorElementwise.add(x, y, out);
  }

  @Override
  public void addRow(Tensor row, Tensor x, Tensor out) {
    VectorElementwise.addRow(row, x, out);
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    VectorElementwise.multiply(x, y, out);
  }

  @Override
  public void activate(Activation f, Tensor in, Tensor out) {
    VectorActivations.activate(f, in, out);
  }

  @Override
  public void activationGradient(Activation f, Tensor value, Tensor gradient) {
    VectorActivations.activationGradient(f, value, gradient);
  }

  @Override
  public void slopes(Activation f, Tensor value, Tensor first, Tensor second) {
    VectorActivations.slopes(f, value, first, second);
  }

  // ---- reductions ----

  @Override
  public void columnSums(Tensor x, boolean accumulate, Tensor out) {
    VectorReductions.columnSums(x, accumulate, out);
  }

  @Override
  public double sumOfSquares(Tensor x, int from, int to) {
    return VectorReductions.sumOfSquares(x, from, to);
  }

  @Override
  public void smallest(int k, Tensor in, Tensor perRow) {
    VectorSmallest.smallest(k, in, perRow);
  }

  // ---- groups ----

  @Override
  public void multiplyGroups(Tensor x, Tensor scale, int group, Tensor out) {
    VectorGroups.multiplyGroups(x, scale, group, out);
  }

  @Override
  public void spreadGroups(Tensor shared, Tensor scale, int group, Tensor out) {
    VectorGroups.spreadGroups(shared, scale, group, out);
  }

  @Override
  public void dotGroups(Tensor x, Tensor y, int group, Tensor out) {
    VectorGroups.dotGroups(x, y, group, out);
  }

  @Override
  public void dotSharedGroups(Tensor x, Tensor shared, int group, Tensor out) {
    VectorGroups.dotSharedGroups(x, shared, group, out);
  }

  @Override
  public void gatherGroups(Tensor x, Tensor scale, int group, Tensor out) {
    VectorGroups.gatherGroups(x, scale, group, out);
  }

  // ---- layer normalisation ----

  @Override
  public void normalize(Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    VectorNormalization.normalize(in, gain, bias, out, statistics);
  }

  @Override
  public void normalizeGradient(
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    VectorNormalization.normalizeGradient(in, gain, statistics, outGradient, gradients);
  }

  // ---- group normalisation ----

  @Override
  public void normalizeGroups(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    VectorGroupNormalization.normalizeGroups(groups, in, gain, bias, out, statistics);
  }

  @Override
  public void normalizeGroupsGradient(
      ChannelGroups groups,
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    VectorGroupNormalization.normalizeGroupsGradient(
        groups, in, gain, statistics, outGradient, gradients);
  }

  // ---- planes ----

  @Override
  public void pool(PoolingShape shape, Tensor in, Tensor out) {
    VectorPooling.pool(shape, in, out);
  }

  @Override
  public void poolGradient(PoolingShape shape, Tensor in, Tensor outGradient, Tensor inGradient) {
    VectorPooling.poolGradient(shape, in, outGradient, inGradient);
  }

  @Override
  public void upsample(UpsamplingShape shape, Tensor in, Tensor out) {
    VectorUpsampling.upsample(shape, in, out);
  }

  @Override
  public void upsampleGradient(UpsamplingShape shape, Tensor outGradient, Tensor inGradient) {
    VectorUpsampling.upsampleGradient(shape, outGradient, inGradient);
  }

  // ---- randomness ----

  @Override
  public void dropout(long key, int firstRow, double rate, Tensor in, Tensor out) {
    VectorNoise.dropout(key, firstRow, rate, in, out);
  }

  @Override
  public void normal(long key, int firstRow, Tensor out) {
    VectorNoise.normal(key, firstRow, out);
  }

  @Override
  public void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out) {
    VectorNoise.gaussianNoise(key, firstRow, sigma, in, out);
  }

  @Override
  public void gaussianNoiseByRow(
      long key, int firstRow, StrengthRange sigmas, Tensor in, Tensor out) {
    VectorNoise.gaussianNoiseByRow(key, firstRow, sigmas, in, out);
  }

  @Override
  public void saltAndPepper(long key, int firstRow, double probability, Tensor in, Tensor out) {
    VectorNoise.saltAndPepper(key, firstRow, probability, in, out);
  }

  @Override
  public void mask(long key, int firstRow, double probability, Tensor in, Tensor out) {
    VectorNoise.mask(key, firstRow, probability, in, out);
  }

  // ---- bottlenecks and penalties ----

  @Override
  public void topK(int k, Tensor in, Tensor out) {
    VectorTopK.topK(k, in, out);
  }

  @Override
  public void keepWhereActive(Tensor kept, Tensor gradient) {
    VectorBottlenecks.keepWhereActive(kept, gradient);
  }

  @Override
  public void reparameterize(Tensor heads, Tensor epsilon, Tensor code) {
    VectorBottlenecks.reparameterize(heads, epsilon, code);
  }

  @Override
  public double reparameterizeGradient(
      Tensor heads,
      Tensor epsilon,
      Tensor codeGradient,
      double weight,
      Tensor headsGradient,
      Tensor divergence) {
    return VectorBottlenecks.reparameterizeGradient(
        heads, epsilon, codeGradient, weight, headsGradient, divergence);
  }

  @Override
  public double absoluteSum(Tensor code, double weight, Tensor gradient) {
    return VectorBottlenecks.absoluteSum(code, weight, gradient);
  }

  // ---- losses ----

  @Override
  public double loss(
      Loss loss, Tensor output, Tensor target, double scale, Tensor gradient, Tensor perRow) {
    return VectorLosses.loss(loss, output, target, scale, gradient, perRow);
  }

  @Override
  public double squaredError(Activation link, Tensor output, Tensor target, Tensor perRow) {
    return VectorLosses.squaredError(link, output, target, perRow);
  }

  // ---- optimisation ----

  @Override
  public void sumInto(Tensor first, List<Tensor> others, int from, int to) {
    VectorOptimizers.sumInto(first, others, from, to);
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
    VectorOptimizers.step(rule, rate, iteration, gradientScale, state, from, to);
  }
}
