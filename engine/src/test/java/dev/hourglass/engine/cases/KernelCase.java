package dev.hourglass.engine.cases;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * One operation of {@link Kernels}, ready to be run at any size, in any arrangement, by any
 * implementation.
 *
 * @param name what is run, in the words of its Javadoc
 * @param operation binds the operation, for its value and its speed
 * @param gradient binds it together with the operations that compute its gradient; empty where it
 *     has none
 */
public record KernelCase(String name, Binding<Bound> operation, Optional<Binding<Slope>> gradient) {
  /** Asks for its operands and binds kernels to them. */
  @FunctionalInterface
  public interface Binding<T> {
    /** What to run. */
    T bind(Kernels kernels, Operands operands);
  }

  /**
   * An operation with its operands.
   *
   * @param run runs it once and gives what it returns, 0 where that is nothing
   * @param flops multiplications and additions in a run; 0 where memory traffic is what counts
   */
  public record Bound(DoubleSupplier run, double flops) {
    /** An operation bound by memory that returns nothing. */
    static Bound of(Runnable run) {
      return returning(
          () -> {
            run.run();
            return 0;
          });
    }

    /** An operation bound by memory. */
    static Bound returning(DoubleSupplier run) {
      return new Bound(run, 0);
    }
  }

  /**
   * A scalar function of some tensors and a way to compute its gradient.
   *
   * @param objective the function's value now; may overwrite what {@code backward} computes
   * @param backward leaves in the gradients what ought to be the function's derivatives
   * @param parts what it is a function of
   */
  public record Slope(DoubleSupplier objective, Runnable backward, List<Part> parts) {
    /** The tensor {@code input}, and where the derivative by each of its numbers is left. */
    public record Part(String name, Tensor input, Tensor gradient) {}
  }

  /** A case without a gradient. */
  static KernelCase of(String name, Binding<Bound> operation) {
    return new KernelCase(name, operation, Optional.empty());
  }

  /** The same case with a gradient. */
  KernelCase withGradient(Binding<Slope> gradient) {
    return new KernelCase(name, operation, Optional.of(gradient));
  }

  /** Σ x ∘ y: a scalar objective whose derivative by x is y. */
  static double dot(Tensor x, Tensor y) {
    double sum = 0;
    for (long i = 0; i < x.size(); i++) {
      sum += x.get(i) * y.get(i);
    }
    return sum;
  }

  @Override
  public String toString() {
    return name;
  }
}
