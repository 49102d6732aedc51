package dev.hourglass.engine.tensor;

/** Which formats a network computes in. */
public enum Precision {
  /** Everything in single precision. */
  FLOAT32(Format.FLOAT32, Format.FLOAT32),
  /**
   * Mixed: activations, their gradients and a per-step copy of the weights in bfloat16; parameters,
   * moments, sums, losses and reductions in float32. Products accumulate in float32.
   */
  BFLOAT16(Format.FLOAT32, Format.BFLOAT16),
  /** Everything in double precision, by the portable kernels: slow, for checking gradients. */
  FLOAT64(Format.FLOAT64, Format.FLOAT64);

  private final Format master;
  private final Format compute;

  Precision(Format master, Format compute) {
    this.master = master;
    this.compute = compute;
  }

  /** The format of parameters, their gradients, moments, sums and losses. */
  public Format master() {
    return master;
  }

  /** The format of activations, their gradients and the weights that products read. */
  public Format compute() {
    return compute;
  }

  /** The precision that computes everything in this one's master format. */
  public Precision ofMaster() {
    return this == BFLOAT16 ? FLOAT32 : this;
  }
}
