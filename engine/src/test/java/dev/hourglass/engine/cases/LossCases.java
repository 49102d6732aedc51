package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Each loss with each link it fuses. */
final class LossCases {
  private LossCases() {}

  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (Activation link : new Activation[] {Activation.IDENTITY, Activation.SIGMOID}) {
      cases.add(loss("squared error", new Loss.SquaredError(link)));
      cases.add(loss("absolute error", new Loss.Absolute(link)));
      cases.add(loss("Huber", new Loss.Huber(0.4, link)));
      cases.add(loss("correntropy", new Loss.Correntropy(0.7, link)));
      cases.add(loss("Gaussian variance", new Loss.GaussianVariance(link)));
    }
    cases.add(loss("clipped squared error", new Loss.ClippedSquaredError()));
    cases.add(loss("cross-entropy", new Loss.CrossEntropy()));
    cases.add(loss("multinomial", new Loss.Multinomial()));
    cases.add(error(Activation.IDENTITY, 1));
    cases.add(error(Activation.SIGMOID, 1));
    cases.add(error(Activation.CLIP, 1));
    cases.add(error(Activation.IDENTITY, 2));
    return cases;
  }

  private static KernelCase loss(String label, Loss loss) {
    boolean linked =
        !(loss instanceof Loss.CrossEntropy
            || loss instanceof Loss.ClippedSquaredError
            || loss instanceof Loss.Multinomial);
    Values targets = loss instanceof Loss.Multinomial ? Values.COUNT : Values.GREY;
    return KernelCase.of(
            label + (linked ? " of " + loss.link().label() : ""),
            (kernels, o) -> {
              Tensor output = output(loss, Values.EXTREME, o);
              Tensor target = o.compute("target", targets);
              Tensor gradient = o.outputOf("gradient", output);
              Tensor perRow = o.master("per row", 1, o.rows(), Values.GARBAGE);
              double scale = 1.0 / o.rows();
              return Bound.returning(
                  () -> kernels.loss(loss, output, target, scale, gradient, perRow));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor output = output(loss, Values.NORMAL, o);
              Tensor target = o.compute("target", targets);
              Tensor gradient = o.compute("gradient", o.rows(), output.columns(), Values.GARBAGE);
              Tensor perRow = o.master("per row", 1, o.rows(), Values.GARBAGE);
              double scale = 1.0 / o.rows();
              return new Slope(
                  () -> scale * kernels.loss(loss, output, target, 0, gradient, perRow),
                  () -> kernels.loss(loss, output, target, scale, gradient, perRow),
                  List.of(new Slope.Part("output", output, gradient)));
            });
  }

  /**
   * Where a variance is learned, means first and log-variances on both sides of the clamp after.
   */
  private static Tensor output(Loss loss, Values values, Operands o) {
    int columns = o.columns() * loss.outputsPerFeature();
    Tensor output = o.compute("output", o.rows(), columns, values);
    if (loss.outputsPerFeature() == 2) {
      for (int r = 0; r < o.rows(); r++) {
        for (int c = o.columns(); c < columns; c++) {
          // Six times a standard normal: a tenth lies beyond ±10.
          long at = (long) r * columns + c;
          o.set(output, at, 6 * output.get(at));
        }
      }
    }
    return output;
  }

  private static KernelCase error(Activation link, int outputsPerFeature) {
    return KernelCase.of(
        "squared error per row of "
            + link.label()
            + (outputsPerFeature == 2 ? ", variances beside" : ""),
        (kernels, o) -> {
          Tensor output =
              o.compute("output", o.rows(), outputsPerFeature * o.columns(), Values.NORMAL);
          Tensor target = o.compute("target", Values.GREY);
          Tensor perRow = o.master("per row", 1, o.rows(), Values.GARBAGE);
          return Bound.returning(() -> kernels.squaredError(link, output, target, perRow));
        });
  }
}
