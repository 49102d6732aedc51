package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions, transposed ones and the gradients of their weights, over planes of odd and even
 * sides. A row's plane has about as many places as the size has columns; timed are 28×28 planes of
 * 16 channels and 32 filters.
 */
final class ConvolutionCases {
  /** Convolving in double precision is slow; more rows than these show nothing more. */
  private static final int MOST_ROWS = 6;

  private ConvolutionCases() {}

  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (Sliding sliding : Sliding.values()) {
      cases.add(forward(sliding));
      cases.add(transposed(sliding));
      cases.add(weightGradient(sliding, false));
    }
    cases.add(weightGradient(Sliding.STRIDED, true));
    cases.add(weightGradient(Sliding.FEW_FILTERS, true));
    Arrays.stream(Activation.values())
        .filter(Activation::derivativeFromOutput)
        .forEach(
            tail -> {
              cases.add(forwardWithTail(tail));
              cases.add(transposedWithTail(tail));
            });
    return cases;
  }

  private enum Sliding {
    SAME("3×3"),
    STRIDED("3×3 by 2"),
    DILATED("3×3 dilated"),
    LINE("1×2 inside"),
    FEW_FILTERS("3×3, few filters"),
    SIXTEEN("3×3 by 2, 16 channels");

    private final String label;

    Sliding(String label) {
      this.label = label;
    }

    ConvolutionShape shape(Operands o) {
      boolean timed = o.size().equals(KernelCases.TIMED);
      int side = Math.clamp(Math.round(Math.sqrt(o.columns())), 2, 28);
      int channels =
          switch (this) {
            case FEW_FILTERS -> timed ? 32 : 4 + o.size().count(4);
            case SIXTEEN -> 16;
            case SAME, STRIDED, DILATED, LINE -> timed ? 16 : o.size().count(4);
          };
      int filters =
          this == FEW_FILTERS
              ? timed ? 1 : o.size().count(3)
              : timed ? 32 : 1 + (o.columns() + o.size().inner()) % 6;
      // One less than the width, so that both sides are odd and even.
      int height = timed || this == LINE ? side : side - 1;
      FeatureMap in = new FeatureMap(this == LINE ? 1 : height, side, channels);
      return switch (this) {
        case SAME, FEW_FILTERS -> shape(in, filters, 3, 1, 1);
        case STRIDED, SIXTEEN -> shape(in, filters, 3, 2, 1);
        case DILATED -> shape(in, filters, 3, 1, 2);
        case LINE ->
            new ConvolutionShape(in, Window.valid(1, 1, 1), Window.valid(2, 1, 1), filters);
      };
    }

    private static ConvolutionShape shape(
        FeatureMap in, int filters, int size, int stride, int dilation) {
      return new ConvolutionShape(
          in,
          Window.same(size, stride, dilation, in.height()),
          Window.same(size, stride, dilation, in.width()),
          filters);
    }
  }

  private static int rows(Operands o) {
    return o.size().equals(KernelCases.TIMED) ? o.rows() : Math.min(o.rows(), MOST_ROWS);
  }

  /** Scaled as weights are: sums over any number of taps are of size 1. */
  private static Tensor weight(Operands o, Tensor in, ConvolutionShape shape) {
    int rows = shape.weight().rows();
    Tensor weight = o.like(in, "weight", rows, shape.filters(), Values.NORMAL);
    for (long i = 0; i < weight.size(); i++) {
      o.set(weight, i, weight.get(i) / Math.sqrt(rows));
    }
    return weight;
  }

  private static KernelCase forward(Sliding sliding) {
    return KernelCase.of(
            "convolution " + sliding.label,
            (kernels, o) -> {
              ConvolutionShape shape = sliding.shape(o);
              Tensor in = o.compute("in", rows(o), shape.in().size(), Values.NORMAL);
              Tensor weight = weight(o, in, shape);
              Tensor out = o.notNarrower(in, "out", rows(o), shape.out().size(), Values.GARBAGE);
              return bound(kernels, plain(shape, in, weight, out), o);
            })
        .withGradient(
            (kernels, o) -> {
              ConvolutionShape shape = sliding.shape(o);
              Tensor in = o.compute("in", rows(o), shape.in().size(), Values.NORMAL);
              Tensor weight = weight(o, in, shape);
              Tensor out = o.compute("out", rows(o), shape.out().size(), Values.GARBAGE);
              Tensor w = o.compute("w", rows(o), shape.out().size(), Values.NORMAL);
              Tensor inGradient =
                  o.compute("in gradient", rows(o), shape.in().size(), Values.GARBAGE);
              Tensor weightGradient = weightGradient(o, shape, Values.GARBAGE);
              Product forward = kernels.prepareConvolution(plain(shape, in, weight, out));
              Product toIn =
                  kernels.prepareConvolution(
                      new ConvolutionPlan.Applied(shape, true, w, weight, inGradient));
              Product toWeight =
                  kernels.prepareConvolution(
                      new ConvolutionPlan.WeightGradient(shape, in, w, false, weightGradient));
              return slope(
                  forward, w, out, List.of(toIn, toWeight), in, inGradient, weight, weightGradient);
            });
  }

  private static KernelCase transposed(Sliding sliding) {
    return KernelCase.of(
            "transposed convolution " + sliding.label,
            (kernels, o) -> {
              ConvolutionShape shape = sliding.shape(o);
              Tensor in = o.compute("in", rows(o), shape.out().size(), Values.NORMAL);
              Tensor weight = weight(o, in, shape);
              Tensor out = o.notNarrower(in, "out", rows(o), shape.in().size(), Values.GARBAGE);
              return bound(kernels, new ConvolutionPlan.Applied(shape, true, in, weight, out), o);
            })
        .withGradient(
            (kernels, o) -> {
              ConvolutionShape shape = sliding.shape(o);
              Tensor in = o.compute("in", rows(o), shape.out().size(), Values.NORMAL);
              Tensor weight = weight(o, in, shape);
              Tensor out = o.compute("out", rows(o), shape.in().size(), Values.GARBAGE);
              Tensor w = o.compute("w", rows(o), shape.in().size(), Values.NORMAL);
              Tensor inGradient =
                  o.compute("in gradient", rows(o), shape.out().size(), Values.GARBAGE);
              Tensor weightGradient = weightGradient(o, shape, Values.GARBAGE);
              Product forward =
                  kernels.prepareConvolution(
                      new ConvolutionPlan.Applied(shape, true, in, weight, out));
              Product toIn = kernels.prepareConvolution(plain(shape, w, weight, inGradient));
              Product toWeight =
                  kernels.prepareConvolution(
                      new ConvolutionPlan.WeightGradient(shape, w, in, false, weightGradient));
              return slope(
                  forward, w, out, List.of(toIn, toWeight), in, inGradient, weight, weightGradient);
            });
  }

  private static KernelCase weightGradient(Sliding sliding, boolean accumulate) {
    return KernelCase.of(
        "convolution " + sliding.label + ", weight gradient" + (accumulate ? ", accumulating" : ""),
        (kernels, o) -> {
          ConvolutionShape shape = sliding.shape(o);
          Tensor in = o.compute("in", rows(o), shape.in().size(), Values.NORMAL);
          Tensor outGradient =
              o.like(in, "out gradient", rows(o), shape.out().size(), Values.NORMAL);
          Tensor out = weightGradient(o, shape, accumulate ? Values.NORMAL : Values.GARBAGE);
          return bound(
              kernels,
              new ConvolutionPlan.WeightGradient(shape, in, outGradient, accumulate, out),
              o);
        });
  }

  private static KernelCase forwardWithTail(Activation tail) {
    return KernelCase.of(
        "convolution, bias and " + tail.label(),
        (kernels, o) -> {
          ConvolutionShape shape = Sliding.SAME.shape(o);
          Tensor in = o.compute("in", rows(o), shape.in().size(), Values.NORMAL);
          Tensor weight = weight(o, in, shape);
          Tensor bias = o.master("bias", 1, shape.filters(), Values.EXTREME);
          Tensor out = o.notNarrower(in, "out", rows(o), shape.out().size(), Values.GARBAGE);
          return bound(
              kernels,
              new ConvolutionPlan.Applied(shape, false, in, weight, Optional.of(bias), tail, out),
              o);
        });
  }

  private static KernelCase transposedWithTail(Activation tail) {
    return KernelCase.of(
        "transposed convolution, bias and " + tail.label(),
        (kernels, o) -> {
          ConvolutionShape shape = Sliding.STRIDED.shape(o);
          Tensor in = o.compute("in", rows(o), shape.out().size(), Values.NORMAL);
          Tensor weight = weight(o, in, shape);
          Tensor bias = o.master("bias", 1, shape.in().channels(), Values.EXTREME);
          Tensor out = o.notNarrower(in, "out", rows(o), shape.in().size(), Values.GARBAGE);
          return bound(
              kernels,
              new ConvolutionPlan.Applied(shape, true, in, weight, Optional.of(bias), tail, out),
              o);
        });
  }

  private static ConvolutionPlan plain(
      ConvolutionShape shape, Tensor in, Tensor weight, Tensor out) {
    return new ConvolutionPlan.Applied(shape, false, in, weight, out);
  }

  private static Tensor weightGradient(Operands o, ConvolutionShape shape, Values values) {
    return o.master("weight gradient", shape.weight().rows(), shape.filters(), values);
  }

  private static Slope slope(
      Product forward,
      Tensor w,
      Tensor out,
      List<Product> backward,
      Tensor in,
      Tensor inGradient,
      Tensor weight,
      Tensor weightGradient) {
    return new Slope(
        () -> {
          forward.run();
          return KernelCase.dot(w, out);
        },
        () -> backward.forEach(Product::run),
        List.of(
            new Slope.Part("in", in, inGradient),
            new Slope.Part("weight", weight, weightGradient)));
  }

  private static Bound bound(Kernels kernels, ConvolutionPlan plan, Operands o) {
    Product convolution = kernels.prepareConvolution(plan);
    return new Bound(
        () -> {
          convolution.run();
          return 0;
        },
        2.0 * rows(o) * plan.shape().multiplications());
  }
}
