package dev.hourglass.tasks.speech;

import dev.hourglass.engine.tensor.Noise;

/**
 * A room that is drawn: what its walls send back of a voice. Its response is white noise that
 * decays exponentially, which late reverberation is like (Polack 1988).
 */
final class Room {
  /** Seconds in which the sound falls by 60 dB, from a furnished room to a stairwell. */
  private static final double LEAST_DECAY = 0.2;

  private static final double MOST_DECAY = 0.9;

  /** Seconds until the first of the walls is heard, a few metres later. */
  private static final double FIRST = 0.008;

  /** The natural logarithm of 60 dB in amplitude. */
  private static final double SIXTY_DECIBELS = Math.log(1000);

  private Room() {}

  /**
   * The reverberation of a voice without the voice itself, of the same length.
   *
   * @param key the same gives the same room
   */
  static double[] reverberation(float[] voice, int rate, long key) {
    double decay = LEAST_DECAY + (MOST_DECAY - LEAST_DECAY) * Noise.uniform(key, 0);
    int first = (int) (FIRST * rate);
    int taps = Math.max(1, Math.min(voice.length, (int) (decay * rate)) - first);
    int size = Integer.highestOneBit(Math.max(1, voice.length + taps + first)) * 2;
    double[] real = new double[size];
    double[] imaginary = new double[size];
    for (int i = 0; i < voice.length; i++) {
      real[i] = voice[i];
    }
    double[] response = new double[size];
    double[] responseImaginary = new double[size];
    for (int i = 0; i < taps; i++) {
      double fall = Math.exp(-SIXTY_DECIBELS * i / (decay * rate));
      response[first + i] = fall * Noise.normal(key, 1 + i);
    }
    Fourier fourier = new Fourier(size);
    fourier.transform(real, imaginary, false);
    fourier.transform(response, responseImaginary, false);
    for (int i = 0; i < size; i++) {
      double re = real[i] * response[i] - imaginary[i] * responseImaginary[i];
      imaginary[i] = real[i] * responseImaginary[i] + imaginary[i] * response[i];
      real[i] = re / size;
      imaginary[i] /= size;
    }
    fourier.transform(real, imaginary, true);
    double[] heard = new double[voice.length];
    System.arraycopy(real, 0, heard, 0, heard.length);
    return heard;
  }
}
