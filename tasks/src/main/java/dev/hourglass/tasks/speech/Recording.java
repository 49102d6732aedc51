package dev.hourglass.tasks.speech;

/**
 * Sound as numbers.
 *
 * @param channels {@code [channels][samples]}, full scale is −1 to 1; not to be written to
 * @param rate samples a second
 * @param form how it lies in a file, so that it can be given back as it came
 */
public record Recording(float[][] channels, int rate, Form form) {
  /**
   * How samples lie in a file.
   *
   * @param bits of a sample: 8, 16, 24 or 32
   * @param isFloat whether they are floating-point numbers
   */
  public record Form(int bits, boolean isFloat) {
    /** What most recordings have. */
    public static final Form PCM_16 = new Form(16, false);
  }

  /** Refuses recordings without channels and channels of different lengths. */
  public Recording {
    if (channels.length == 0 || rate < 1) {
      throw new IllegalArgumentException(
          "a recording has channels and a rate, but was of %d and %d"
              .formatted(channels.length, rate));
    }
    for (float[] channel : channels) {
      if (channel.length != channels[0].length) {
        throw new IllegalArgumentException(
            "channels are equally long, but were %d and %d samples"
                .formatted(channels[0].length, channel.length));
      }
    }
  }

  /** One channel, as 16-bit numbers. */
  public static Recording mono(float[] samples, int rate) {
    return new Recording(new float[][] {samples}, rate, Form.PCM_16);
  }

  /** Samples of a channel. */
  public int length() {
    return channels[0].length;
  }

  /** How long it is. */
  public double seconds() {
    return length() / (double) rate;
  }

  /** The mean of the channels. */
  public float[] mixed() {
    if (channels.length == 1) {
      return channels[0];
    }
    float[] mean = new float[length()];
    for (float[] channel : channels) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += channel[i] / channels.length;
      }
    }
    return mean;
  }

  /** The same form and rate with other samples. */
  public Recording withChannels(float[][] other) {
    return new Recording(other, rate, form);
  }

  /** The largest absolute value. */
  public float peak() {
    float peak = 0;
    for (float[] channel : channels) {
      for (float sample : channel) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    return peak;
  }
}
