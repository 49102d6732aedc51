package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorElementwise;
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
      case ConvolutionPlan.Applied p -> {
        Tensor in = OneDnnDetour.single(p.in());
        Tensor weight = OneDnnDetour.single(p.weight());
        Tensor out = OneDnnDetour.single(p.out());
        Product wide = OneDnnConvolution.prepare(oneDnn, with(p, in, weight, p.tail(), out));
        yield () -> {
          VectorElementwise.convert(p.in(), in);
          VectorElementwise.convert(p.weight(), weight);
          wide.run();
          if (out != p.out()) {
            VectorElementwise.convert(out, p.out());
          }
        };
      }
      case ConvolutionPlan.WeightGradient p -> {
        Tensor in = OneDnnDetour.single(p.in());
        Tensor outGradient = OneDnnDetour.single(p.outGradient());
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
  static Product softplus(OneDnn oneDnn, ConvolutionPlan.Applied p) {
    Tensor sums = OneDnnDetour.single(p.out());
    Product linear =
        OneDnnConvolution.prepare(oneDnn, with(p, p.in(), p.weight(), Activation.IDENTITY, sums));
    return () -> {
      linear.run();
      VectorActivations.activate(p.tail(), sums, p.out());
    };
  }

  private static ConvolutionPlan with(
      ConvolutionPlan.Applied p, Tensor in, Tensor weight, Activation tail, Tensor out) {
    return new ConvolutionPlan.Applied(p.shape(), p.transposed(), in, weight, p.bias(), tail, out);
  }
}
