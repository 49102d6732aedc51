package dev.hourglass.engine.kernel;

/** Why kernels cannot be used here, and what to do about it. */
public final class Refusal extends Exception {
  /** The remedy where there is none. */
  public static final String SILENCE = "set option 'kernels' = portable to silence this";

  private static final long serialVersionUID = 1;

  private final String reason;
  private final String remedy;

  /** Both without a full stop: they become parts of a longer message. */
  public Refusal(String reason, String remedy) {
    super(reason + ". Remedy: " + remedy);
    this.reason = reason;
    this.remedy = remedy;
  }

  /** What does not hold. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
