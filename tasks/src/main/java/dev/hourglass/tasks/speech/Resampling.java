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
    double turnSin = Math.sin(Math.PI * cut);
    double turnCos = Math.cos(Math.PI * cut);
    double taperTurnSin = Math.sin(Math.PI / reach);
    double taperTurnCos = Math.cos(Math.PI / reach);
    float[] made = new float[(int) Math.ceil(samples.length / step)];
    for (int i = 0; i < made.length; i++) {
      double centre = i * step;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(samples.length - 1, (int) Math.floor(centre + reach));
      double angle = Math.PI * cut * (first - centre);
      double sin = Math.sin(angle);
      double cos = Math.cos(angle);
      double taperSin = Math.sin(Math.PI * (first - centre) / reach);
      double taperCos = Math.cos(Math.PI * (first - centre) / reach);
      double sum = 0;
      for (int n = first; n <= last; n++) {
        double x = Math.PI * cut * (n - centre);
        double sinc = Math.abs(x) < 1e-9 ? 1 : sin / x;
        sum += samples[n] * cut * sinc * (0.5 + 0.5 * taperCos);
        // Both angles grow by the same from one sample to the next: they are turned.
        double turned = sin * turnCos + cos * turnSin;
        cos = cos * turnCos - sin * turnSin;
        sin = turned;
        turned = taperSin * taperTurnCos + taperCos * taperTurnSin;
        taperCos = taperCos * taperTurnCos - taperSin * taperTurnSin;
        taperSin = turned;
      }
      made[i] = (float) sum;
    }
    return made;
  }
}
