package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution, its transpose or the gradient of its weight, to prepare. A convolution's gradient
 * by its input is its transpose, and the reverse; so these suffice for both kinds of layer.
 *
 * <p>Formats are those of {@link ProductPlan}: float32, or bfloat16 with an output in either; the
 * weight's gradient is float32. The output must not overlap an operand.
 */
public sealed interface ConvolutionPlan {
  /** The convolution. */
  ConvolutionShape shape();

  /** What is written. */
  Tensor out();

  /** All that is read. */
  Stream<Tensor> operands();

  /**
   * out = f(in ∗ W + bias), or its transpose: every number of {@code in} adds its multiple of its
   * filter where the convolution would have read.
   *
   * @param transposed whether the transpose is meant; then {@code in} is as wide as the shape's
   *     output, and {@code out} as its input
   * @param in {@code [rows, from.size()]}
   * @param weight W, {@link ConvolutionShape#weight}
   * @param bias a number for each channel of {@code out}, in float32 (float64 beside float64)
   * @param tail f; derivative-from-output activations only
   * @param out {@code [rows, to.size()]}
   */
  record Applied(
      ConvolutionShape shape,
      boolean transposed,
      Tensor in,
      Tensor weight,
      Optional<Tensor> bias,
      Activation tail,
      Tensor out)
      implements ConvolutionPlan {
    /** Refuses operands that do not fit, a tail that cannot be fused, and shared memory. */
    public Applied {
      FeatureMap from = transposed ? shape.out() : shape.in();
      FeatureMap to = transposed ? shape.in() : shape.out();
      requireFit(shape, in, from.size(), weight, out, to.size());
      OperandSizes.requireTail(bias, tail, to.channels());
      OperandSizes.requireApart(Stream.concat(Stream.of(in, weight), bias.stream()), out);
    }

    /** Without bias and activation. */
    public Applied(
        ConvolutionShape shape, boolean transposed, Tensor in, Tensor weight, Tensor out) {
      this(shape, transposed, in, weight, Optional.empty(), Activation.IDENTITY, out);
    }

    /** The plane of {@code in}. */
    public FeatureMap from() {
      return transposed ? shape.out() : shape.in();
    }

    /** The plane of {@code out}. */
    public FeatureMap to() {
      return transposed ? shape.in() : shape.out();
    }

    @Override
    public Stream<Tensor> operands() {
      return Stream.concat(Stream.of(in, weight), bias.stream());
    }
  }

  /**
   * ∂W of out = in ∗ W.
   *
   * @param in {@code [rows, shape.in().size()]}
   * @param outGradient ∂out, {@code [rows, shape.out().size()]}
   * @param accumulate adds to what {@code out} holds
   * @param out ∂W, {@link ConvolutionShape#weight}, in float32 (float64 beside float64)
   */
  record WeightGradient(
      ConvolutionShape shape, Tensor in, Tensor outGradient, boolean accumulate, Tensor out)
      implements ConvolutionPlan {
    /** Refuses operands that do not fit, bfloat16 for the gradient, and shared memory. */
    public WeightGradient {
      requireFit(shape, in, shape.in().size(), out, outGradient, shape.out().size());
      OperandSizes.requireApart(Stream.of(in, outGradient), out);
      if (out.format() == Format.BFLOAT16) {
        throw new IllegalArgumentException("a weight's gradient is not kept in bfloat16");
      }
    }

    @Override
    public Stream<Tensor> operands() {
      return Stream.of(in, outGradient);
    }
  }

  private static void requireFit(
      ConvolutionShape shape, Tensor in, int inSize, Tensor weight, Tensor out, int outSize) {
    Shape wanted = shape.weight();
    if (in.columns() != inSize
        || out.columns() != outSize
        || in.rows() != out.rows()
        || !weight.shape().equals(wanted)) {
      throw new IllegalArgumentException(
          "a convolution of %s wants rows of %d and %d with a weight of %s, but was given %s, %s, %s"
              .formatted(shape, inSize, outSize, wanted, in, out, weight));
    }
  }
}
