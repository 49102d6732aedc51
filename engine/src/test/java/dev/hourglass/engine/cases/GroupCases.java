package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Operations between a tall tensor, {@code group} rows for each sample, and a short one. */
final class GroupCases {
  private static final int LARGEST_GROUP = 7;

  private GroupCases() {}

  static List<KernelCase> all() {
    return List.of(multiply(), spread(), dot(), dotShared(), gather());
  }

  private static int group(Operands o) {
    return o.size().count(LARGEST_GROUP);
  }

  private static Tensor tall(Operands o, String name, Values values) {
    return o.compute(name, o.rows() * group(o), o.columns(), values);
  }

  private static Tensor shared(Operands o, String name, Values values) {
    return o.compute(name, group(o), o.columns(), values);
  }

  private static KernelCase multiply() {
    return KernelCase.of(
            "multiply groups",
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = o.outputOf("out", x);
              return Bound.of(() -> kernels.multiplyGroups(x, scale, group(o), out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = tall(o, "out", Values.GARBAGE);
              Tensor w = tall(o, "w", Values.NORMAL);
              Tensor toX = tall(o, "x gradient", Values.GARBAGE);
              Tensor toScale = o.compute("scale gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.multiplyGroups(x, scale, group(o), out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.multiplyGroups(w, scale, group(o), toX);
                    kernels.dotGroups(w, x, group(o), toScale);
                  },
                  List.of(new Slope.Part("x", x, toX), new Slope.Part("scale", scale, toScale)));
            });
  }

  private static KernelCase spread() {
    return KernelCase.of(
            "spread groups",
            (kernels, o) -> {
              Tensor shared = shared(o, "shared", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = tall(o, "out", Values.GARBAGE);
              return Bound.of(() -> kernels.spreadGroups(shared, scale, group(o), out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor shared = shared(o, "shared", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = tall(o, "out", Values.GARBAGE);
              Tensor w = tall(o, "w", Values.NORMAL);
              Tensor toShared = shared(o, "shared gradient", Values.GARBAGE);
              Tensor toScale = o.compute("scale gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.spreadGroups(shared, scale, group(o), out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.gatherGroups(w, scale, group(o), toShared);
                    kernels.dotSharedGroups(w, shared, group(o), toScale);
                  },
                  List.of(
                      new Slope.Part("shared", shared, toShared),
                      new Slope.Part("scale", scale, toScale)));
            });
  }

  private static KernelCase dot() {
    return KernelCase.of(
            "dot groups",
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor y = tall(o, "y", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              return Bound.of(() -> kernels.dotGroups(x, y, group(o), out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor y = tall(o, "y", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor toX = tall(o, "x gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.dotGroups(x, y, group(o), out);
                    return KernelCase.dot(w, out);
                  },
                  () -> kernels.multiplyGroups(y, w, group(o), toX),
                  List.of(new Slope.Part("x", x, toX)));
            });
  }

  private static KernelCase dotShared() {
    return KernelCase.of(
            "dot shared groups",
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor shared = shared(o, "shared", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              return Bound.of(() -> kernels.dotSharedGroups(x, shared, group(o), out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor shared = shared(o, "shared", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor toX = tall(o, "x gradient", Values.GARBAGE);
              Tensor toShared = shared(o, "shared gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.dotSharedGroups(x, shared, group(o), out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.spreadGroups(shared, w, group(o), toX);
                    kernels.gatherGroups(x, w, group(o), toShared);
                  },
                  List.of(new Slope.Part("x", x, toX), new Slope.Part("shared", shared, toShared)));
            });
  }

  private static KernelCase gather() {
    return KernelCase.of(
            "gather groups",
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = shared(o, "out", Values.GARBAGE);
              return Bound.of(() -> kernels.gatherGroups(x, scale, group(o), out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = tall(o, "x", Values.NORMAL);
              Tensor scale = o.compute("scale", Values.NORMAL);
              Tensor out = shared(o, "out", Values.GARBAGE);
              Tensor w = shared(o, "w", Values.NORMAL);
              Tensor toX = tall(o, "x gradient", Values.GARBAGE);
              Tensor toScale = o.compute("scale gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.gatherGroups(x, scale, group(o), out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.spreadGroups(w, scale, group(o), toX);
                    kernels.dotSharedGroups(x, w, group(o), toScale);
                  },
                  List.of(new Slope.Part("x", x, toX), new Slope.Part("scale", scale, toScale)));
            });
  }
}
