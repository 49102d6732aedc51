package dev.hourglass.engine.kernel;

import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * Where numbers are crunched: everything that is done to whole tensors in training and in use. What
 * is done to samples as they are stored, before they are tensors, is {@code data}'s own (its
 * gathering of bytes and rows as float32, two loops).
 *
 * <p>Two implementations stand side by side, the operations of both in the order they have here and
 * by the names they have here, down to the classes that do the work, one or two a section: plain
 * Java in any format, and native code (oneDNN's products, the Vector API for the rest) in float32
 * and bfloat16. {@link KernelLadder} finds one, and nobody else knows which.
 *
 * <p>Conventions. Tensors are {@code [rows, columns]}; element-wise operations cover the whole of
 * their output and want operands of the same size; each operand may be of any format the
 * implementation supports, mixed freely, and arithmetic happens in at least single precision. An
 * output may be the same tensor as an input of the same format. No method allocates. All are safe
 * to call from several threads on disjoint outputs. Values of magnitude below {@link #FLUSH} that
 * are gradients, moments or saturated outputs are stored as zero, because denormal numbers slow
 * every later product down tenfold; float64, which is for checking gradients, is never flushed.
 *
 * <p>Randomness is counter-based: number (r, c) of a draw is {@link Noise} at the key and the
 * counter (firstRow + r) · columns + c, modulo 2³², never mind the order of evaluation.
 */
public interface Kernels {
  /** Gradients, moments and saturated outputs smaller than this are flushed to zero. */
  float FLUSH = 1e-20f;

  /** What a person would call it: {@code oneDNN 3.11 (avx512_core_bf16)} or {@code portable}. */
  String name();

  /** Whether tensors of this format can be operands. */
  boolean supports(Format format);

  /** Whether products in bfloat16 are faster here than in float32. */
  boolean multipliesBfloat16InHardware();

  /**
   * Prepares a product: everything is looked up and allocated now, {@link Product#run} only runs.
   */
  Product prepare(ProductPlan plan);

  /** The same of a convolution, its transpose or the gradient of its weight. */
  Product prepareConvolution(ConvolutionPlan plan);

  // ---- sparse rows: the product of a first layer, at the cost of the entries that are there ----

  /**
   * out = f(x W + b), a row's entries summed by ascending column.
   *
   * @param x {@code [rows, inputs]}
   * @param weight W, {@code [inputs, outputs]}
   * @param bias b, {@code [1, outputs]}
   * @param f derivative-from-output activations only
   * @param out {@code [rows, outputs]}, none of the operands
   */
  void sparseProduct(SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out);

  /**
   * ∂W = xᵀ ∂out, added to what is there when {@code accumulate}: for each entry of row r,
   * ∂W[column, :] += value · ∂out[r, :].
   *
   * <p>Without {@code accumulate} all of ∂W is cleared first. That costs a write of {@code inputs ·
   * outputs} numbers whatever the number of entries, a sixth of what the optimiser then moves.
   *
   * @param x {@code [rows, inputs]}
   * @param outGradient ∂out, {@code [rows, outputs]}
   * @param weightGradient ∂W, {@code [inputs, outputs]}, in float32 (or float64, where that is
   *     supported)
   */
  void sparseWeightGradient(
      SparseRows x, Tensor outGradient, boolean accumulate, Tensor weightGradient);

  // ---- element-wise ----

  /** to = from, rounded to the format of {@code to}. */
  void convert(Tensor from, Tensor to);

  /**
   * to[r, toColumn + c] = from[r, fromColumn + c] for every r and the c below {@code count},
   * rounded to the format of {@code to}; its other columns stay. Both are of as many rows, and not
   * the same.
   */
  void copyColumns(Tensor from, int fromColumn, Tensor to, int toColumn, int count);

  /** into += scale · x. */
  void addScaled(double scale, Tensor x, Tensor into);

  /** out = x + y. */
  void add(Tensor x, Tensor y, Tensor out);

  /** out[r, c] = x[r, c] + row[c] for every r; {@code row} is {@code [1, columns]}. */
  void addRow(Tensor row, Tensor x, Tensor out);

  /** out = x ∘ y. */
  void multiply(Tensor x, Tensor y, Tensor out);

  /** out = f(in). */
  void activate(Activation f, Tensor in, Tensor out);

  /**
   * gradient = gradient ∘ f′, flushed.
   *
   * @param value f's output where {@link Activation#derivativeFromOutput()}, else its input
   */
  void activationGradient(Activation f, Tensor value, Tensor gradient);

  /** first = f′, second = f″, told from {@code value} as in {@link #activationGradient}. */
  void slopes(Activation f, Tensor value, Tensor first, Tensor second);

  // ---- reductions ----

  /**
   * out[c] = Σ_r x[r, c], added to what is there when {@code accumulate}; out is {@code [1,
   * columns]}.
   */
  void columnSums(Tensor x, boolean accumulate, Tensor out);

  /**
   * Σ x[i]² over elements {@code from} (inclusive) to {@code to} (exclusive). Of a few thousand
   * numbers at a time in single precision at least, their sums in double precision.
   */
  double sumOfSquares(Tensor x, int from, int to);

  /**
   * The k-th smallest number of every row; NaN counts as larger than all others.
   *
   * @param k from 1, at most the columns
   * @param perRow {@code [1, rows]}
   */
  void smallest(int k, Tensor in, Tensor perRow);

  // ---- groups: row (b·group + g) of a tall tensor belongs to row b of a short one ----

  /** out[b·group + g, :] = x[b·group + g, :] ∘ scale[b, :]. */
  void multiplyGroups(Tensor x, Tensor scale, int group, Tensor out);

  /** out[b·group + g, :] = shared[g, :] ∘ scale[b, :]. */
  void spreadGroups(Tensor shared, Tensor scale, int group, Tensor out);

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ y[b·group + g, :]. */
  void dotGroups(Tensor x, Tensor y, int group, Tensor out);

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ shared[g, :]. */
  void dotSharedGroups(Tensor x, Tensor shared, int group, Tensor out);

  /** out[g, :] = Σ_b x[b·group + g, :] ∘ scale[b, :]. */
  void gatherGroups(Tensor x, Tensor scale, int group, Tensor out);

  // ---- layer normalisation (Ba, Kiros and Hinton 2016) ----

  /** The ε added to a row's variance by {@link #normalize}. */
  double NORMALIZATION_EPSILON = 1e-5;

  /**
   * out[r, :] = gain ∘ (in[r, :] − mean_r) · inverse_r + bias, with inverse_r = 1 / √(var_r + ε).
   *
   * @param statistics {@code [rows, 2]}: mean and inverse of each row, kept for the gradient
   */
  void normalize(Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics);

  /**
   * The gradient of {@link #normalize}.
   *
   * @param statistics as {@link #normalize} left them
   */
  void normalizeGradient(
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients);

  // ---- group normalisation (Wu and He 2018) ----

  /**
   * {@link #normalize} with means and variances over the numbers of a row that are in a group of
   * channels, at all places; gain and bias are a channel's.
   *
   * @param in {@code [rows, groups.map().size()]}
   * @param gain {@code [1, channels]}
   * @param bias {@code [1, channels]}
   * @param statistics {@code [rows, 2 · groups]}: mean and inverse of each group in turn, kept for
   *     the gradient
   */
  void normalizeGroups(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics);

  /**
   * The gradient of {@link #normalizeGroups}.
   *
   * @param statistics as {@link #normalizeGroups} left them
   */
  void normalizeGroupsGradient(
      ChannelGroups groups,
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients);

  // ---- planes: rows of samples that have places, channels last ----

  /** out = what the shape's windows make of {@code in}. */
  void pool(PoolingShape shape, Tensor in, Tensor out);

  /**
   * The gradient of {@link #pool}: an average gives every number its share, a maximum all to the
   * first of the largest.
   *
   * @param in as {@link #pool} read it
   * @param inGradient ∂in, overwritten
   */
  void poolGradient(PoolingShape shape, Tensor in, Tensor outGradient, Tensor inGradient);

  /** out = {@code in} on the wider plane of the shape. */
  void upsample(UpsamplingShape shape, Tensor in, Tensor out);

  /** The gradient of {@link #upsample}, its transpose; {@code inGradient} is overwritten. */
  void upsampleGradient(UpsamplingShape shape, Tensor outGradient, Tensor inGradient);

  // ---- randomness ----

  /** out = in ∘ m / (1 − rate), m being 0 where u &lt; rate, else 1; also its own gradient. */
  void dropout(long key, int firstRow, double rate, Tensor in, Tensor out);

  /** out = standard normal draws. */
  void normal(long key, int firstRow, Tensor out);

  /** out = in + sigma · standard normal draws. */
  void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out);

  /** The same draws, times a sigma of each row's own. */
  void gaussianNoiseByRow(long key, int firstRow, StrengthRange sigmas, Tensor in, Tensor out);

  /** out = 0 where u &lt; probability / 2, else 1 where u &lt; probability, else in. */
  void saltAndPepper(long key, int firstRow, double probability, Tensor in, Tensor out);

  /** out = 0 where u &lt; probability, else in. */
  void mask(long key, int firstRow, double probability, Tensor in, Tensor out);

  // ---- bottlenecks and penalties ----

  /**
   * out[r, :] = in[r, :] with all but its k largest values zero; of equal values the first wins.
   */
  void topK(int k, Tensor in, Tensor out);

  /** gradient = gradient where kept ≠ 0, else 0. */
  void keepWhereActive(Tensor kept, Tensor gradient);

  /**
   * z = μ + e^(s/2) ∘ ε (Kingma and Welling 2014, section 2.4).
   *
   * @param heads {@code [rows, 2·code]}: first all μ, then all s = log σ²; s is clamped to [−10,
   *     10]
   * @param epsilon {@code [rows, code]}
   * @param code {@code [rows, code]}
   */
  void reparameterize(Tensor heads, Tensor epsilon, Tensor code);

  /**
   * The gradient of {@link #reparameterize} plus that of weight · KL(q(z|x) ‖ N(0, 1)), whose sum
   * over rows and units, unweighted, is returned: ½ Σ (μ² + e^s − 1 − s).
   *
   * @param codeGradient {@code [rows, code]}
   * @param headsGradient {@code [rows, 2·code]}, overwritten
   * @param divergence {@code [1, rows]}: each row's KL
   */
  double reparameterizeGradient(
      Tensor heads,
      Tensor epsilon,
      Tensor codeGradient,
      double weight,
      Tensor headsGradient,
      Tensor divergence);

  /** gradient += weight · sign(code); returns Σ |code|. */
  double absoluteSum(Tensor code, double weight, Tensor gradient);

  // ---- losses ----

  /**
   * The loss of every row and, scaled, its gradient with respect to {@code output}.
   *
   * @param output {@code [rows, outputs]}, before the loss's link
   * @param target {@code [rows, features]}
   * @param scale what the gradient is multiplied by (1 / batch size, usually)
   * @param gradient {@code [rows, outputs]}, overwritten, flushed
   * @param perRow {@code [1, rows]}: each row's loss, unscaled
   * @return the sum over rows, unscaled
   */
  double loss(
      Loss loss, Tensor output, Tensor target, double scale, Tensor gradient, Tensor perRow);

  /**
   * Σ (mean − target)² of every row, where mean = link(output) (its first half where {@code output}
   * has twice the columns).
   *
   * @param perRow {@code [1, rows]}
   * @return the sum over rows
   */
  double squaredError(Activation link, Tensor output, Tensor target, Tensor perRow);

  // ---- optimisation: all on elements from (inclusive) to (exclusive) of flat vectors ----

  /** first += Σ others, flushed. */
  void sumInto(Tensor first, List<Tensor> others, int from, int to);

  /**
   * One step of the optimiser.
   *
   * @param rate η, above 0
   * @param iteration t, 1 at the first step
   * @param gradientScale what the gradient is multiplied by first (below 1 when it is clipped)
   */
  void step(
      UpdateRule rule,
      double rate,
      long iteration,
      double gradientScale,
      OptimizerState state,
      int from,
      int to);
}
