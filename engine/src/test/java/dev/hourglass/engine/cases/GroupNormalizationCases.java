package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Group normalisation and its gradient. */
final class GroupNormalizationCases {

  private GroupNormalizationCases() {}

  static List<KernelCase> all() {
    return List.of(forward(), backward(false), backward(true));
  }

  private static ChannelGroups groups(Operands o) {
    boolean timed = o.size().equals(KernelCases.TIMED);
    int count = timed ? 8 : 1 + o.columns() % 4;
    int each = timed ? 4 : o.size().count(9);
    return new ChannelGroups(Planes.map(o, count * each), count);
  }

  /** What a normalisation works on. */
  private record Case(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor statistics) {

    static Case of(Operands o) {
      ChannelGroups groups = GroupNormalizationCases.groups(o);
      int channels = groups.map().channels();
      return new Case(
          groups,
          Planes.compute(o, "in", groups.map(), Values.NORMAL),
          o.master("gain", 1, channels, Values.NORMAL),
          o.master("bias", 1, channels, Values.NORMAL),
          o.master("statistics", Planes.rows(o), 2 * groups.count(), Values.GARBAGE));
    }
  }

  private static KernelCase forward() {
    return KernelCase.of(
        "normalize groups",
        (kernels, o) -> {
          Case c = Case.of(o);
          Tensor out = o.outputOf("out", c.in);
          return Bound.of(
              () -> kernels.normalizeGroups(c.groups, c.in, c.gain, c.bias, out, c.statistics));
        });
  }

  private static KernelCase backward(boolean accumulate) {
    return KernelCase.of(
            "normalize groups gradient" + (accumulate ? ", accumulating" : ""),
            (kernels, o) -> {
              Values before = accumulate ? Values.NORMAL : Values.GARBAGE;
              Case c = Case.of(o);
              int channels = c.groups.map().channels();
              Tensor out = Planes.compute(o, "out", c.groups.map(), Values.GARBAGE);
              Tensor outGradient = Planes.compute(o, "out gradient", c.groups.map(), Values.NORMAL);
              Tensor inGradient = o.outputOf("in gradient", outGradient);
              NormalizationGradients to =
                  new NormalizationGradients(
                      inGradient,
                      o.master("gain gradient", 1, channels, before),
                      o.master("bias gradient", 1, channels, before),
                      accumulate);
              // All implementations start from the same statistics, rounded as they are kept: where
              // numbers are nearly equal, the last digit of their mean is a large share.
              new PortableKernels()
                  .normalizeGroups(c.groups, c.in, c.gain, c.bias, out, c.statistics);
              for (long i = 0; i < c.statistics.size(); i++) {
                o.set(c.statistics, i, c.statistics.get(i));
              }
              return Bound.of(
                  () ->
                      kernels.normalizeGroupsGradient(
                          c.groups, c.in, c.gain, c.statistics, outGradient, to));
            })
        .withGradient(
            (kernels, o) -> {
              Case c = Case.of(o);
              int channels = c.groups.map().channels();
              Tensor out = Planes.compute(o, "out", c.groups.map(), Values.GARBAGE);
              Tensor w = Planes.compute(o, "w", c.groups.map(), Values.NORMAL);
              Tensor inGradient = Planes.compute(o, "in gradient", c.groups.map(), Values.GARBAGE);
              Tensor toGain = o.master("gain gradient", 1, channels, Values.GARBAGE);
              Tensor toBias = o.master("bias gradient", 1, channels, Values.GARBAGE);
              NormalizationGradients to =
                  new NormalizationGradients(inGradient, toGain, toBias, accumulate);
              return new Slope(
                  () -> {
                    kernels.normalizeGroups(c.groups, c.in, c.gain, c.bias, out, c.statistics);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    toGain.clear();
                    toBias.clear();
                    kernels.normalizeGroups(c.groups, c.in, c.gain, c.bias, out, c.statistics);
                    kernels.normalizeGroupsGradient(c.groups, c.in, c.gain, c.statistics, w, to);
                  },
                  List.of(
                      new Slope.Part("in", c.in, inGradient),
                      new Slope.Part("gain", c.gain, toGain),
                      new Slope.Part("bias", c.bias, toBias)));
            });
  }
}
