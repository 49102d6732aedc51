package dev.hourglass.engine.optimise;

import dev.hourglass.engine.tensor.Tensor;

/**
 * What an optimiser has gathered on its way, beside the parameters: with it a descent goes on
 * elsewhere as if it had never stopped.
 *
 * @param first {@code [1, parameters]}: the running mean of gradients; {@code [1, 0]} where it
 *     keeps none
 * @param second {@code [1, parameters]}: the running mean of squared gradients; {@code [1, 0]}
 *     where it keeps none
 * @param steps made so far, by which Adam corrects the bias of both
 */
public record Moments(Tensor first, Tensor second, long steps) {
  /** Refuses a negative number of steps. */
  public Moments {
    if (steps < 0) {
      throw new IllegalArgumentException("steps made are 0 or more, but were " + steps);
    }
  }

  /**
   * Those of an optimiser that has not made a step.
   *
   * @param parameters their number
   */
  public static Moments none(Optimizer optimizer, int parameters) {
    return new Moments(
        Tensor.allocate(1, optimizer.usesFirstMoment() ? parameters : 0),
        Tensor.allocate(1, optimizer.usesSecondMoment() ? parameters : 0),
        0);
  }
}
