package dev.hourglass.tasks.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * STOI of Taal, Hendriks, Heusdens and Jensen (2011): silent frames of the clean signal are left
 * out; of 15 third-octave bands from 150 Hz the envelopes over 384 ms, those of the judged signal
 * scaled and clipped at −15 dB, are correlated.
 */
final class Intelligibility {
  /** The rate that the measure is defined at. */
  static final int RATE = 10_000;

  private static final int WINDOW = 256;
  private static final int HOP = 128;
  private static final int SIZE = 512;
  private static final int BANDS = 15;
  private static final double LOWEST_BAND = 150;

  /** Frames of an envelope: 384 ms. */
  private static final int SEGMENT = 30;

  /** Frames so many dB below the loudest are silent. */
  private static final double RANGE = 40;

  /** Least signal-to-distortion ratio, in dB. */
  private static final double LEAST = -15;

  private Intelligibility() {}

  static double of(float[] clean, float[] judged) {
    double[] taper = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      taper[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 1) / (WINDOW + 1));
    }
    List<Integer> loud = loudFrames(clean, taper);
    double[] x = joined(clean, taper, loud);
    double[] y = joined(judged, taper, loud);
    double[][] cleanBands = bands(x, taper);
    double[][] judgedBands = bands(y, taper);
    int frames = cleanBands.length;
    if (frames < SEGMENT) {
      return Double.NaN;
    }
    double clip = 1 + Math.pow(10, -LEAST / 20);
    double sum = 0;
    for (int end = SEGMENT; end <= frames; end++) {
      for (int band = 0; band < BANDS; band++) {
        sum += correlation(cleanBands, judgedBands, end - SEGMENT, band, clip);
      }
    }
    return sum / ((frames - SEGMENT + 1.0) * BANDS);
  }

  private static List<Integer> loudFrames(float[] clean, double[] taper) {
    List<Double> levels = new ArrayList<>();
    double loudest = Double.NEGATIVE_INFINITY;
    for (int from = 0; from + WINDOW < clean.length + 1; from += HOP) {
      double energy = 0;
      for (int i = 0; i < WINDOW; i++) {
        double sample = clean[from + i] * taper[i];
        energy += sample * sample;
      }
      double level = 20 * Math.log10(Math.sqrt(energy) + Math.ulp(1.0));
      levels.add(level);
      loudest = Math.max(loudest, level);
    }
    List<Integer> loud = new ArrayList<>();
    for (int f = 0; f < levels.size(); f++) {
      if (levels.get(f) > loudest - RANGE) {
        loud.add(f * HOP);
      }
    }
    return loud;
  }

  /** The loud frames put together again. */
  private static double[] joined(float[] samples, double[] taper, List<Integer> frames) {
    if (frames.isEmpty()) {
      return new double[0];
    }
    double[] joined = new double[(frames.size() - 1) * HOP + WINDOW];
    for (int f = 0; f < frames.size(); f++) {
      for (int i = 0; i < WINDOW; i++) {
        joined[f * HOP + i] += samples[frames.get(f) + i] * taper[i];
      }
    }
    return joined;
  }

  private static double[][] bands(double[] samples, double[] taper) {
    List<double[]> frames = new ArrayList<>();
    Fourier fourier = new Fourier(SIZE);
    int[][] edges = edges();
    for (int from = 0; from + WINDOW < samples.length + 1; from += HOP) {
      double[] real = new double[SIZE];
      double[] imaginary = new double[SIZE];
      for (int i = 0; i < WINDOW; i++) {
        real[i] = samples[from + i] * taper[i];
      }
      fourier.transform(real, imaginary, false);
      double[] bands = new double[BANDS];
      for (int b = 0; b < BANDS; b++) {
        for (int k = edges[b][0]; k < edges[b][1]; k++) {
          bands[b] += real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        bands[b] = Math.sqrt(bands[b]);
      }
      frames.add(bands);
    }
    return frames.toArray(double[][]::new);
  }

  /** The bins of each band: from the one nearest its lower edge to that nearest its upper edge. */
  private static int[][] edges() {
    int[][] edges = new int[BANDS][2];
    for (int b = 0; b < BANDS; b++) {
      double centre = LOWEST_BAND * Math.pow(2, b / 3.0);
      edges[b][0] = nearestBin(centre * Math.pow(2, -1 / 6.0));
      edges[b][1] = nearestBin(centre * Math.pow(2, 1 / 6.0));
    }
    return edges;
  }

  private static int nearestBin(double frequency) {
    return (int) Math.round(frequency * SIZE / RATE);
  }

  private static double correlation(
      double[][] clean, double[][] judged, int from, int band, double clip) {
    double cleanEnergy = 0;
    double judgedEnergy = 0;
    for (int t = from; t < from + SEGMENT; t++) {
      cleanEnergy += clean[t][band] * clean[t][band];
      judgedEnergy += judged[t][band] * judged[t][band];
    }
    double scale = Math.sqrt(cleanEnergy) / (Math.sqrt(judgedEnergy) + Math.ulp(1.0));
    double[] x = new double[SEGMENT];
    double[] y = new double[SEGMENT];
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < SEGMENT; i++) {
      x[i] = clean[from + i][band];
      y[i] = Math.min(judged[from + i][band] * scale, x[i] * clip);
      meanX += x[i] / SEGMENT;
      meanY += y[i] / SEGMENT;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < SEGMENT; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return xy / ((Math.sqrt(xx) + Math.ulp(1.0)) * (Math.sqrt(yy) + Math.ulp(1.0)));
  }
}
