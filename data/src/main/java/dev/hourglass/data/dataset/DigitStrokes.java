package dev.hourglass.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How hands draw digits: strokes in a unit square (x to the right, y down), each a curve through
 * points or straight lines between them. Most digits have several habits, one of which is drawn.
 */
final class DigitStrokes {
  /** How far a hand misses a point, as a standard deviation in the unit square. */
  private static final double UNSTEADINESS = 0.022;

  /** Straight pieces per span between two points of a curve. */
  private static final int PIECES = 6;

  private final SplittableRandom random;
  private final List<double[]> strokes = new ArrayList<>();

  private DigitStrokes(SplittableRandom random) {
    this.random = random;
  }

  /** Draws a digit: polylines {@code x0, y0, x1, y1, …}. */
  static List<double[]> of(int digit, SplittableRandom random) {
    DigitStrokes hand = new DigitStrokes(random);
    switch (digit) {
      case 0 -> hand.zero();
      case 1 -> hand.one();
      case 2 -> hand.two();
      case 3 -> hand.three();
      case 4 -> hand.four();
      case 5 -> hand.five();
      case 6 -> hand.six();
      case 7 -> hand.seven();
      case 8 -> hand.eight();
      case 9 -> hand.nine();
      default -> throw new IllegalArgumentException("no digit: " + digit);
    }
    return hand.strokes;
  }

  private void zero() {
    double width = between(0.2, 0.34);
    double start = between(-0.06, 0.1);
    curve(
        0.5 + start,
        0.02,
        0.5 - 0.75 * width,
        0.12,
        0.5 - width,
        0.48,
        0.5 - 0.7 * width,
        0.88,
        0.5,
        0.99,
        0.5 + 0.72 * width,
        0.87,
        0.5 + width,
        0.5,
        0.5 + 0.74 * width,
        0.13,
        0.5 + start - between(-0.03, 0.06),
        0.02);
  }

  private void one() {
    double habit = random.nextDouble();
    if (habit < 0.6) {
      curve(0.5, 0.01, 0.505, 0.5, 0.5, 0.99);
      return;
    }
    lines(between(0.3, 0.38), between(0.18, 0.28), 0.52, 0.02, 0.51, 0.98);
    if (habit > 0.82) {
      lines(0.3, 0.985, 0.72, 0.975);
    }
  }

  private void two() {
    if (random.nextDouble() < 0.45) {
      curve(
          0.22, 0.24, 0.36, 0.05, 0.6, 0.03, 0.74, 0.2, 0.66, 0.46, 0.45, 0.76, 0.28, 0.93, 0.17,
          0.86, 0.27, 0.76, 0.48, 0.88, 0.64, 0.97, 0.84, 0.9);
      return;
    }
    double corner = between(0.17, 0.24);
    curve(0.22, 0.26, 0.33, 0.06, 0.57, 0.02, 0.74, 0.17, 0.68, 0.42, 0.45, 0.7, corner, 0.97);
    curve(corner, 0.97, 0.5, between(0.93, 0.98), 0.83, between(0.91, 0.99));
  }

  private void three() {
    double waist = between(0.36, 0.5);
    double middle = between(0.43, 0.5);
    if (random.nextDouble() < 0.15) {
      lines(0.22, 0.04, 0.73, 0.04, waist, middle - 0.04);
    } else {
      curve(0.23, 0.14, 0.42, 0.01, 0.65, 0.06, 0.71, 0.22, 0.6, 0.4, waist, middle);
    }
    curve(waist, middle, 0.66, 0.52, 0.77, 0.7, 0.68, 0.91, 0.44, 0.99, 0.2, between(0.84, 0.93));
  }

  private void four() {
    double bar = between(0.52, 0.66);
    if (random.nextDouble() < 0.65) {
      curve(between(0.22, 0.32), 0.03, 0.23, 0.3, 0.19, bar, 0.21, bar, 0.5, bar - 0.015, 0.8, bar);
      lines(between(0.64, 0.74), between(0.02, 0.14), 0.64, 0.99);
      return;
    }
    lines(0.62, 0.02, 0.16, bar, 0.86, bar - 0.01);
    lines(0.62, 0.02, 0.61, 0.99);
  }

  private void five() {
    double neck = between(0.25, 0.33);
    double top = between(0.02, 0.07);
    lines(between(0.7, 0.82), top - 0.02, neck + 0.03, top);
    lines(neck + 0.03, top, neck - 0.03, 0.43);
    curve(
        neck - 0.03,
        0.43,
        0.46,
        0.36,
        0.68,
        0.45,
        0.76,
        0.66,
        0.66,
        0.91,
        0.42,
        0.99,
        0.19,
        between(0.86, 0.94));
  }

  private void six() {
    double loop = between(0.5, 0.64);
    curve(
        between(0.56, 0.74),
        between(0.0, 0.06),
        0.42,
        0.18,
        0.28,
        0.45,
        0.24,
        0.72,
        0.34,
        0.94,
        0.54,
        0.99,
        0.71,
        0.86,
        0.7,
        loop + 0.12,
        0.54,
        loop,
        0.36,
        loop + 0.1,
        0.25,
        0.77);
  }

  private void seven() {
    double corner = between(0.72, 0.82);
    if (random.nextDouble() < 0.3) {
      lines(0.21, 0.17, 0.23, 0.05);
    }
    lines(0.22, 0.06, corner, 0.045);
    curve(corner, 0.045, 0.64, 0.3, 0.52, 0.62, between(0.38, 0.52), 0.99);
    if (random.nextDouble() < 0.25) {
      lines(0.36, 0.52, 0.74, 0.5);
    }
  }

  private void eight() {
    double waist = between(0.42, 0.52);
    curve(
        0.69,
        0.13,
        0.5,
        0.01,
        0.31,
        0.11,
        0.33,
        waist - 0.16,
        0.5,
        waist,
        0.68,
        waist + 0.17,
        0.68,
        0.87,
        0.49,
        0.99,
        0.29,
        0.88,
        0.31,
        waist + 0.18,
        0.5,
        waist + 0.01,
        0.66,
        waist - 0.15,
        0.71,
        0.12);
  }

  private void nine() {
    double loop = between(0.4, 0.52);
    curve(
        0.71,
        0.18,
        0.55,
        0.02,
        0.34,
        0.07,
        0.25,
        loop * 0.55,
        0.35,
        loop,
        0.54,
        loop - 0.02,
        0.69,
        0.2);
    if (random.nextDouble() < 0.35) {
      curve(0.71, 0.14, 0.72, 0.5, 0.66, 0.86, 0.46, 0.99, 0.27, 0.9);
    } else {
      curve(0.71, 0.13, 0.7, 0.45, between(0.6, 0.68), 0.99);
    }
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private double[] missed(double... points) {
    double[] result = points.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += UNSTEADINESS * Digits.gaussian(random);
    }
    return result;
  }

  /** Straight lines. */
  private void lines(double... points) {
    strokes.add(missed(points));
  }

  /** A centripetal enough Catmull-Rom curve: through all points, smooth at each. */
  private void curve(double... ideal) {
    double[] points = missed(ideal);
    int count = points.length / 2;
    double[] line = new double[((count - 1) * PIECES + 1) * 2];
    int at = 0;
    for (int i = 0; i + 1 < count; i++) {
      for (int k = 0; k < PIECES; k++) {
        double t = (double) k / PIECES;
        for (int axis = 0; axis < 2; axis++) {
          double before = points[2 * Math.max(0, i - 1) + axis];
          double from = points[2 * i + axis];
          double to = points[2 * (i + 1) + axis];
          double after = points[2 * Math.min(count - 1, i + 2) + axis];
          line[at++] = catmullRom(before, from, to, after, t);
        }
      }
    }
    line[at] = points[points.length - 2];
    line[at + 1] = points[points.length - 1];
    strokes.add(line);
  }

  private static double catmullRom(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
}
