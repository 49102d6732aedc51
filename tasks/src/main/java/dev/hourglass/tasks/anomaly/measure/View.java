package dev.hourglass.tasks.anomaly.measure;

/** What a scorer looks at of a row. */
public enum View {
  /** The prepared features. */
  INPUT,
  /** What the denoiser would change, and where the row lies in its latent space. */
  REPAIR,
  /** Both, side by side. */
  BOTH;

  /** Rows as this view has them. */
  public float[][] of(float[][] inputs, float[][] repairs) {
    return switch (this) {
      case INPUT -> inputs;
      case REPAIR -> repairs;
      case BOTH -> {
        float[][] both = new float[inputs.length][];
        for (int i = 0; i < both.length; i++) {
          both[i] = new float[inputs[i].length + repairs[i].length];
          System.arraycopy(inputs[i], 0, both[i], 0, inputs[i].length);
          System.arraycopy(repairs[i], 0, both[i], inputs[i].length, repairs[i].length);
        }
        yield both;
      }
    };
  }
}
