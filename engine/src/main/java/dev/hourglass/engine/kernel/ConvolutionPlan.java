package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution, its transpose or the gradient of its weight, to prepare. A convolution's gradient
 * by its input is its transpose, and the reverse; so three suffice for both kinds of layer.
 *
 * <p>Formats are those of {@link ProductPlan}: float32, or bfloat16 with an output in either; the
 * weight's gradient is float32.
 */
public sealed interface ConvolutionPlan {
  /** The convolution. */
  ConvolutionShape shape();

  /** What is written. */
  Tensor out();

  /** All that is read or written. */
  Stream<Tensor> tensors();

  /**
   * out = f(in ∗ W + bias).
   *
   * @param in {@code [rows, shape.in()]}
   * @param weight W, {@link ConvolutionShape#weight}
   * @param bias {@code [1, filters]}, in float32 (float64 beside float64)
   * @param tail f; derivative-from-output activations only
   * @param out {@code [rows, shape.out()]}
   */
  record Forward(
      ConvolutionShape shape,
      Tensor in,
      Tensor weight,
      Optional<Tensor> bias,
      Activation tail,
      Tensor out)
      implements ConvolutionPlan {
    public Forward {
      check(in, shape.in().size(), weight, shape, out, shape.out().size());
      checkTail(bias, tail, shape.filters());
    }

    @Override
    public Stream<Tensor> tensors() {
      return Stream.concat(Stream.of(in, weight, out), bias.stream());
    }
  }

  /**
   * out = f(in ∗ᵀ W + bias): every number of {@code in} adds its multiple of its filter where the
   * convolution would have read.
   *
   * @param in {@code [rows, shape.out()]}
   * @param weight W, {@link ConvolutionShape#weight}
   * @param bias {@code [1, shape.in().channels()]}
   * @param tail f; derivative-from-output activations only
   * @param out {@code [rows, shape.in()]}
   */
  record Transposed(
      ConvolutionShape shape,
      Tensor in,
      Tensor weight,
      Optional<Tensor> bias,
      Activation tail,
      Tensor out)
      implements ConvolutionPlan {
    public Transposed {
      check(in, shape.out().size(), weight, shape, out, shape.in().size());
      checkTail(bias, tail, shape.in().channels());
    }

    /** Without bias and activation: a convolution's gradient by its input. */
    public Transposed(ConvolutionShape shape, Tensor in, Tensor weight, Tensor out) {
      this(shape, in, weight, Optional.empty(), Activation.IDENTITY, out);
    }

    @Override
    public Stream<Tensor> tensors() {
      return Stream.concat(Stream.of(in, weight, out), bias.stream());
    }
  }

  /**
   * ∂W of out = in ∗ W.
   *
   * @param in {@code [rows, shape.in()]}
   * @param outGradient ∂out, {@code [rows, shape.out()]}
   * @param accumulate adds to what {@code out} holds
   * @param out ∂W, {@link ConvolutionShape#weight}, in float32 (float64 beside float64)
   */
  record WeightGradient(
      ConvolutionShape shape, Tensor in, Tensor outGradient, boolean accumulate, Tensor out)
      implements ConvolutionPlan {
    public WeightGradient {
      check(in, shape.in().size(), out, shape, outGradient, shape.out().size());
      if (out.format() == Format.BFLOAT16) {
        throw new IllegalArgumentException("a weight's gradient is not kept in bfloat16");
      }
    }

    @Override
    public Stream<Tensor> tensors() {
      return Stream.of(in, outGradient, out);
    }
  }

  private static void check(
      Tensor in, int inSize, Tensor weight, ConvolutionShape shape, Tensor out, int outSize) {
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

  private static void checkTail(Optional<Tensor> bias, Activation tail, int channels) {
    bias.ifPresent(
        b -> {
          if (b.size() != channels) {
            throw new IllegalArgumentException(
                "a bias of %d does not fit %d channels".formatted(b.size(), channels));
          }
        });
    if (!tail.derivativeFromOutput()) {
      throw new IllegalArgumentException(
          tail.label() + " cannot be fused: it needs its input kept");
    }
  }
}
