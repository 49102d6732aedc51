package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products {@code [rows, inner] · [inner, columns]}. Both operands have one format, and bfloat16
 * ones may have an output in either: that is what hardware multiplies.
 */
final class ProductCases {
  private ProductCases() {}

  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (boolean accumulate : new boolean[] {false, true}) {
      cases.add(product(Layout.PLAIN, accumulate));
      cases.add(product(Layout.LEFT_TRANSPOSED, accumulate));
      cases.add(product(Layout.RIGHT_TRANSPOSED, accumulate));
    }
    cases.add(weightGradient(false));
    cases.add(weightGradient(true));
    Arrays.stream(Activation.values())
        .filter(Activation::derivativeFromOutput)
        .map(ProductCases::withTail)
        .forEach(cases::add);
    return cases;
  }

  private enum Layout {
    PLAIN("product"),
    LEFT_TRANSPOSED("product, left transposed"),
    RIGHT_TRANSPOSED("product, right transposed");

    private final String label;

    Layout(String label) {
      this.label = label;
    }

    Tensor left(Operands o) {
      int inner = o.size().inner();
      return this == LEFT_TRANSPOSED
          ? o.compute("left", inner, o.rows(), Values.NORMAL)
          : o.compute("left", o.rows(), inner, Values.NORMAL);
    }

    /** Scaled by 1 / √inner, as weights are: sums of any length are of size 1, and tails bend. */
    Tensor right(Operands o, Tensor left) {
      int inner = o.size().inner();
      Tensor right =
          this == RIGHT_TRANSPOSED
              ? o.like(left, "right", o.columns(), inner, Values.NORMAL)
              : o.like(left, "right", inner, o.columns(), Values.NORMAL);
      for (long i = 0; i < right.size(); i++) {
        o.set(right, i, right.get(i) / Math.sqrt(inner));
      }
      return right;
    }

    ProductPlan plan(Tensor left, Tensor right, Tensor out) {
      return switch (this) {
        case PLAIN -> ProductPlan.of(left, right, out);
        case LEFT_TRANSPOSED -> ProductPlan.transposedLeft(left, right, out);
        case RIGHT_TRANSPOSED -> ProductPlan.transposedRight(left, right, out);
      };
    }

    /** With w = ∂out: ∂left = w · op(right)ᵀ, transposed where left is. */
    ProductPlan leftGradient(Tensor right, Tensor w, Tensor gradient) {
      return switch (this) {
        case PLAIN -> ProductPlan.transposedRight(w, right, gradient);
        case LEFT_TRANSPOSED -> ProductPlan.transposedRight(right, w, gradient);
        case RIGHT_TRANSPOSED -> ProductPlan.of(w, right, gradient);
      };
    }

    /** With w = ∂out: ∂right = op(left)ᵀ · w, transposed where right is. */
    ProductPlan rightGradient(Tensor left, Tensor w, Tensor gradient) {
      return switch (this) {
        case PLAIN -> ProductPlan.transposedLeft(left, w, gradient);
        case LEFT_TRANSPOSED -> ProductPlan.of(left, w, gradient);
        case RIGHT_TRANSPOSED -> ProductPlan.transposedLeft(w, left, gradient);
      };
    }
  }

  private static KernelCase product(Layout layout, boolean accumulate) {
    KernelCase plain =
        KernelCase.of(
            layout.label + (accumulate ? ", accumulating" : ""),
            (kernels, o) -> {
              Tensor left = layout.left(o);
              Tensor right = layout.right(o, left);
              Tensor out = out(o, left, accumulate ? Values.NORMAL : Values.GARBAGE);
              ProductPlan plan = layout.plan(left, right, out);
              return bound(kernels, plan.accumulating(accumulate), o);
            });
    return accumulate
        ? plain
        : plain.withGradient(
            (kernels, o) -> {
              Tensor left = layout.left(o);
              Tensor right = layout.right(o, left);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor leftGradient =
                  o.compute("left gradient", left.rows(), left.columns(), Values.GARBAGE);
              Tensor rightGradient =
                  o.compute("right gradient", right.rows(), right.columns(), Values.GARBAGE);
              Product forward = kernels.prepare(layout.plan(left, right, out));
              Product toLeft = kernels.prepare(layout.leftGradient(right, w, leftGradient));
              Product toRight = kernels.prepare(layout.rightGradient(left, w, rightGradient));
              return new Slope(
                  () -> {
                    forward.run();
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    toLeft.run();
                    toRight.run();
                  },
                  List.of(
                      new Slope.Part("left", left, leftGradient),
                      new Slope.Part("right", right, rightGradient)));
            });
  }

  /** The one product whose output is in the master format: ∂W = xᵀ · ∂y. */
  private static KernelCase weightGradient(boolean accumulate) {
    return KernelCase.of(
        "weight gradient" + (accumulate ? ", accumulating" : ""),
        (kernels, o) -> {
          Tensor left = Layout.LEFT_TRANSPOSED.left(o);
          Tensor right = Layout.LEFT_TRANSPOSED.right(o, left);
          Tensor out =
              o.master("out", o.rows(), o.columns(), accumulate ? Values.NORMAL : Values.GARBAGE);
          ProductPlan plan = ProductPlan.transposedLeft(left, right, out);
          return bound(kernels, plan.accumulating(accumulate), o);
        });
  }

  private static KernelCase withTail(Activation tail) {
    Layout layout = Layout.PLAIN;
    return KernelCase.of(
            "product, bias and " + tail.label(),
            (kernels, o) -> {
              Tensor left = layout.left(o);
              Tensor right = layout.right(o, left);
              Tensor bias = o.master("bias", 1, o.columns(), Values.EXTREME);
              Tensor out = out(o, left, Values.GARBAGE);
              ProductPlan plan = layout.plan(left, right, out);
              return bound(kernels, plan.withTail(bias, tail), o);
            })
        .withGradient(
            (kernels, o) -> {
              Tensor left = layout.left(o);
              Tensor right = layout.right(o, left);
              Tensor bias = o.master("bias", 1, o.columns(), Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("gradient", Values.GARBAGE);
              Tensor biasGradient = o.master("bias gradient", 1, o.columns(), Values.GARBAGE);
              Product forward = kernels.prepare(layout.plan(left, right, out).withTail(bias, tail));
              return new Slope(
                  () -> {
                    forward.run();
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    forward.run();
                    kernels.convert(w, gradient);
                    kernels.activationGradient(tail, out, gradient);
                    kernels.columnSums(gradient, false, biasGradient);
                  },
                  List.of(new Slope.Part("bias", bias, biasGradient)));
            });
  }

  private static Tensor out(Operands o, Tensor left, Values values) {
    return o.notNarrower(left, "out", o.rows(), o.columns(), values);
  }

  private static Bound bound(Kernels kernels, ProductPlan plan, Operands o) {
    Product product = kernels.prepare(plan);
    return new Bound(
        () -> {
          product.run();
          return 0;
        },
        2.0 * o.rows() * o.columns() * o.size().inner());
  }
}
