package dev.hourglass.autoencoder.train;

/** Notes where one worker's time goes, phase by phase. */
public final class StopWatch {
  /** What a worker is busy with. */
  public enum Phase {
    /** Fetching samples. */
    GATHER,
    /** Corruption, encoder, bottleneck, decoder. */
    FORWARD,
    /** The likelihood and its gradient. */
    LOSS,
    /** Gradients, penalties included. */
    BACKWARD,
    /** Summing the workers' gradients and stepping. */
    OPTIMIZER,
    /** For the other workers. */
    WAITING
  }

  private final long[] nanos = new long[Phase.values().length];
  private long since;

  /** Begins a lap. */
  public void start() {
    since = System.nanoTime();
  }

  /** Ends a lap that was spent on {@code phase}, and begins the next. */
  public void lap(Phase phase) {
    long now = System.nanoTime();
    nanos[phase.ordinal()] += now - since;
    since = now;
  }

  private double seconds(Phase phase) {
    return nanos[phase.ordinal()] / 1e9;
  }

  StepTimes times(long steps) {
    return new StepTimes(
        seconds(Phase.GATHER),
        seconds(Phase.FORWARD),
        seconds(Phase.LOSS),
        seconds(Phase.BACKWARD),
        seconds(Phase.OPTIMIZER),
        seconds(Phase.WAITING),
        steps);
  }
}
