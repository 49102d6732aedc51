package dev.hourglass.engine.optimise;

/**
 * How a range of parameters moves.
 *
 * @param optimizer turns gradients into steps
 * @param weightDecay λ of the penalty λ/2 ‖θ‖², whose gradient λθ is added to the scaled gradient
 */
public record UpdateRule(Optimizer optimizer, double weightDecay) {
  /** Refuses a decay below 0. */
  public UpdateRule {
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight decay must be 0 or more, but was " + weightDecay);
    }
  }
}
