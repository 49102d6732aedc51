package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorElementwise;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;

/** Convolutions that oneDNN does not do, or does not do well, by way of those it does. */
final class OneDnnConvolutionDetour {
  private OneDnnConvolutionDetour() {}

  /** Without rows there is nothing to convolve, and a gradient is zero. */
  static void nothing(ConvolutionPlan plan) {
    if (plan instanceof ConvolutionPlan.WeightGradient gradient && !gradient.accumulate()) {
      gradient.out().clear();
    }
  }

  /** A bfloat16 convolution in float32, for processors that do not multiply bfloat16. */
  static Product widened(OneDnn oneDnn, ConvolutionPlan plan) {
    return switch (plan) {
      case ConvolutionPlan.Forward p -> {
        Tensor in = single(p.in());
        Tensor weight = single(p.weight());
        Tensor out = single(p.out());
        Product wide =
            OneDnnConvolution.prepare(
                oneDnn,
                new ConvolutionPlan.Forward(p.shape(), in, weight, p.bias(), p.tail(), out));
        yield () -> {
          VectorElementwise.convert(p.in(), in);
          VectorElementwise.convert(p.weight(), weight);
          wide.run();
          convertBack(out, p.out());
        };
      }
      case ConvolutionPlan.Transposed p -> {
        Tensor in = single(p.in());
        Tensor weight = single(p.weight());
        Tensor out = single(p.out());
        Product wide =
            OneDnnConvolution.prepare(
                oneDnn,
                new ConvolutionPlan.Transposed(p.shape(), in, weight, p.bias(), p.tail(), out));
        yield () -> {
          VectorElementwise.convert(p.in(), in);
          VectorElementwise.convert(p.weight(), weight);
          wide.run();
          convertBack(out, p.out());
        };
      }
      case ConvolutionPlan.WeightGradient p -> {
        Tensor in = single(p.in());
        Tensor outGradient = single(p.outGradient());
        Product wide =
            OneDnnConvolution.prepare(
                oneDnn,
                new ConvolutionPlan.WeightGradient(
                    p.shape(), in, outGradient, p.accumulate(), p.out()));
        yield () -> {
          VectorElementwise.convert(p.in(), in);
          VectorElementwise.convert(p.outGradient(), outGradient);
          wide.run();
        };
      }
    };
  }

  /** Softplus takes a pass of its own, as it does behind products. */
  static Product softplus(OneDnn oneDnn, ConvolutionPlan.Forward p) {
    Tensor sums = single(p.out());
    Product linear =
        OneDnnConvolution.prepare(
            oneDnn,
            new ConvolutionPlan.Forward(
                p.shape(), p.in(), p.weight(), p.bias(), Activation.IDENTITY, sums));
    return () -> {
      linear.run();
      VectorActivations.activate(p.tail(), sums, p.out());
    };
  }

  /** The same behind a transposed convolution. */
  static Product softplus(OneDnn oneDnn, ConvolutionPlan.Transposed p) {
    Tensor sums = single(p.out());
    Product linear =
        OneDnnConvolution.prepare(
            oneDnn,
            new ConvolutionPlan.Transposed(
                p.shape(), p.in(), p.weight(), p.bias(), Activation.IDENTITY, sums));
    return () -> {
      linear.run();
      VectorActivations.activate(p.tail(), sums, p.out());
    };
  }

  private static void convertBack(Tensor out, Tensor wanted) {
    if (out != wanted) {
      VectorElementwise.convert(out, wanted);
    }
  }

  /** The tensor itself or, where it is not in float32, another of its shape that is. */
  private static Tensor single(Tensor tensor) {
    return tensor.format() == Format.FLOAT32
        ? tensor
        : Tensor.allocate(tensor.rows(), tensor.columns());
  }
}
