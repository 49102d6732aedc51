package dev.hourglass.tasks.speech;

/** Another rate of the same sound, for measures that are defined at one rate. */
final class Resampling {
  /** Zero crossings of the filter on each side. */
  private static final int CROSSINGS = 24;

  private Resampling() {}

  /** Band-limited interpolation by a sinc under a Hann window (Smith and Gossett 1984). */
  static float[] to(int wanted, float[] samples, int rate) {
    if (rate == wanted) {
      return samples;
    }
    double step = rate / (double) wanted;
    double cut = Math.min(1, wanted / (double) rate);
    double reach = CROSSINGS / cut;
    float[] made = new float[(int) Math.ceil(samples.length / step)];
    for (int i = 0; i < made.length; i++) {
      double centre = i * step;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(samples.length - 1, (int) Math.floor(centre + reach));
      double sum = 0;
      for (int n = first; n <= last; n++) {
        double x = n - centre;
        double taper = 0.5 + 0.5 * Math.cos(Math.PI * x / reach);
        double angle = Math.PI * cut * x;
        double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
        sum += samples[n] * cut * sinc * taper;
      }
      made[i] = (float) sum;
    }
    return made;
  }
}
