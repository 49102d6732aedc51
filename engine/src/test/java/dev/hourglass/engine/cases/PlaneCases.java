package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Pooling, upsampling and their gradients. */
final class PlaneCases {

  private PlaneCases() {}

  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (Pooling kind : Pooling.values()) {
      pooling(cases, kind, "2×2 by 2", in -> windows(kind, in, 2, 2));
      pooling(cases, kind, "3×3 by 2", in -> windows(kind, in, 3, 2));
      pooling(cases, kind, "the plane", in -> PoolingShape.global(kind, in));
    }
    for (Upsampling kind : Upsampling.values()) {
      upsampling(cases, "%s by 2".formatted(name(kind)), in -> new UpsamplingShape(kind, in, 2, 2));
      upsampling(
          cases, "%s by 1×3".formatted(name(kind)), in -> new UpsamplingShape(kind, in, 1, 3));
    }
    return cases;
  }

  private static PoolingShape windows(Pooling kind, FeatureMap in, int size, int stride) {
    return new PoolingShape(
        kind,
        in,
        Window.same(size, stride, 1, in.height()),
        Window.same(size, stride, 1, in.width()));
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void pooling(
      List<KernelCase> cases,
      Pooling kind,
      String window,
      Function<FeatureMap, PoolingShape> shapes) {
    String name = "pool, %s of %s".formatted(name(kind), window);
    cases.add(
        KernelCase.of(
            name,
            (kernels, o) -> {
              PoolingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
              Tensor in = Planes.compute(o, "in", shape.in(), Values.EXTREME);
              Tensor out = Planes.compute(o, "out", shape.out(), Values.GARBAGE);
              return Bound.of(() -> kernels.pool(shape, in, out));
            }));
    cases.add(
        KernelCase.of(
                name + ", gradient",
                (kernels, o) -> {
                  PoolingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
                  Tensor in = Planes.compute(o, "in", shape.in(), Values.EXTREME);
                  Tensor slope = Planes.compute(o, "out gradient", shape.out(), Values.NORMAL);
                  Tensor into = Planes.compute(o, "in gradient", shape.in(), Values.GARBAGE);
                  return Bound.of(() -> kernels.poolGradient(shape, in, slope, into));
                })
            .withGradient(
                (kernels, o) -> {
                  PoolingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
                  Tensor in = Planes.compute(o, "in", shape.in(), Values.NORMAL);
                  Tensor out = Planes.compute(o, "out", shape.out(), Values.GARBAGE);
                  Tensor w = Planes.compute(o, "w", shape.out(), Values.NORMAL);
                  Tensor into = Planes.compute(o, "in gradient", shape.in(), Values.GARBAGE);
                  return new Slope(
                      () -> {
                        kernels.pool(shape, in, out);
                        return KernelCase.dot(w, out);
                      },
                      () -> kernels.poolGradient(shape, in, w, into),
                      List.of(new Slope.Part("in", in, into)));
                }));
  }

  private static void upsampling(
      List<KernelCase> cases, String what, Function<FeatureMap, UpsamplingShape> shapes) {
    String name = "upsample, " + what;
    cases.add(
        KernelCase.of(
            name,
            (kernels, o) -> {
              UpsamplingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
              Tensor in = Planes.compute(o, "in", shape.in(), Values.NORMAL);
              Tensor out = Planes.compute(o, "out", shape.out(), Values.GARBAGE);
              return Bound.of(() -> kernels.upsample(shape, in, out));
            }));
    cases.add(
        KernelCase.of(
                name + ", gradient",
                (kernels, o) -> {
                  UpsamplingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
                  Tensor slope = Planes.compute(o, "out gradient", shape.out(), Values.NORMAL);
                  Tensor into = Planes.compute(o, "in gradient", shape.in(), Values.GARBAGE);
                  return Bound.of(() -> kernels.upsampleGradient(shape, slope, into));
                })
            .withGradient(
                (kernels, o) -> {
                  UpsamplingShape shape = shapes.apply(Planes.map(o, Planes.channels(o)));
                  Tensor in = Planes.compute(o, "in", shape.in(), Values.NORMAL);
                  Tensor out = Planes.compute(o, "out", shape.out(), Values.GARBAGE);
                  Tensor w = Planes.compute(o, "w", shape.out(), Values.NORMAL);
                  Tensor into = Planes.compute(o, "in gradient", shape.in(), Values.GARBAGE);
                  return new Slope(
                      () -> {
                        kernels.upsample(shape, in, out);
                        return KernelCase.dot(w, out);
                      },
                      () -> kernels.upsampleGradient(shape, w, into),
                      List.of(new Slope.Part("in", in, into)));
                }));
  }
}
