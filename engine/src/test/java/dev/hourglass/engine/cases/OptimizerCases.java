package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps on a part of the flat vectors; what lies outside must stay as it is. Rates are large, so
 * that an error in the step shows against the parameters.
 */
final class OptimizerCases {
  private static final double RATE = 0.1;

  private OptimizerCases() {}

  static List<KernelCase> all() {
    return List.of(
        sumInto(),
        step("SGD step", new Optimizer.Sgd(), 1, 1),
        step("momentum step", new Optimizer.Momentum(0.9), 1, 2),
        step("Nesterov step", new Optimizer.Nesterov(0.9), 1, 1),
        step("RMSProp step", new Optimizer.RmsProp(0.9, 1e-8), 1, 3),
        step("Adam step, the first", new Optimizer.Adam(), 1, 1),
        step("Adam step, the thousandth", new Optimizer.Adam(), 1000, 2),
        step("AdamW step", new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.3), 7, 1));
  }

  private static int from(Tensor vector) {
    return (int) vector.size() / 5;
  }

  private static int to(Tensor vector) {
    return (int) (vector.size() - vector.size() / 7);
  }

  private static Tensor vector(Operands o, String name, Values values) {
    return o.master(name, 1, o.rows() * o.columns(), values);
  }

  private static KernelCase sumInto() {
    return KernelCase.of(
        "sum into",
        (kernels, o) -> {
          Tensor first = vector(o, "first", Values.NORMAL);
          List<Tensor> others =
              List.of(
                  vector(o, "second", Values.NORMAL),
                  vector(o, "third", Values.NORMAL),
                  vector(o, "fourth", Values.NORMAL));
          return Bound.of(() -> kernels.sumInto(first, others, from(first), to(first)));
        });
  }

  private static KernelCase step(String name, Optimizer optimizer, long iteration, int workers) {
    return KernelCase.of(
        name,
        (kernels, o) -> {
          Tensor parameters = vector(o, "parameters", Values.NORMAL);
          List<Tensor> gradients =
              IntStream.rangeClosed(1, workers)
                  .mapToObj(i -> vector(o, "gradient " + i, Values.EXTREME))
                  .toList();
          Tensor none = Tensor.allocate(Arena.ofAuto(), Shape.vector(0), parameters.format());
          OptimizerState state =
              new OptimizerState(
                  parameters,
                  gradients,
                  optimizer.usesFirstMoment() ? vector(o, "first", Values.NORMAL) : none,
                  optimizer.usesSecondMoment() ? vector(o, "second", Values.SQUARE) : none,
                  o.copyOf("copy", parameters));
          UpdateRule rule = new UpdateRule(optimizer, 0.01);
          return Bound.of(
              () ->
                  kernels.step(
                      rule, RATE, iteration, 0.5, state, from(parameters), to(parameters)));
        });
  }
}
