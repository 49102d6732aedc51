package dev.hourglass.bench.nearest;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Looks at every code: what is nearest indeed, and what finding it so costs. */
final class EveryCode implements Contestant {
  private float[] units = {};
  private int size;

  /** Code number and its likeness. */
  private record Found(int number, float likeness) {}

  @Override
  public String name() {
    return "looking at every code";
  }

  @Override
  public void build(Tensor codes) {
    size = codes.columns();
    units = new float[codes.rows() * size];
    for (int r = 0; r < codes.rows(); r++) {
      System.arraycopy(unit(codes.row(r)), 0, units, r * size, size);
    }
  }

  private static float[] unit(float[] code) {
    double sum = 0;
    for (float value : code) {
      sum += (double) value * value;
    }
    float[] unit = code.clone();
    for (int i = 0; i < unit.length && sum > 0; i++) {
      unit[i] = (float) (unit[i] / Math.sqrt(sum));
    }
    return unit;
  }

  @Override
  public int[] nearest(float[] code, int count, int candidates) {
    float[] asked = unit(code);
    PriorityQueue<Found> best = new PriorityQueue<>(Comparator.comparing(Found::likeness));
    for (int number = 0; number < units.length / size; number++) {
      float likeness = product(asked, number * size);
      if (best.size() < count) {
        best.add(new Found(number, likeness));
      } else if (likeness > best.element().likeness) {
        best.remove();
        best.add(new Found(number, likeness));
      }
    }
    Found[] found = best.toArray(Found[]::new);
    Arrays.sort(found, Comparator.comparing(Found::likeness).reversed());
    return Arrays.stream(found).mapToInt(Found::number).toArray();
  }

  /** In eight sums, so that the compiler makes vectors of it. */
  private float product(float[] asked, int at) {
    float[] sums = new float[8];
    int whole = size - size % 8;
    for (int i = 0; i < whole; i += 8) {
      for (int lane = 0; lane < 8; lane++) {
        sums[lane] += asked[i + lane] * units[at + i + lane];
      }
    }
    float sum = 0;
    for (float each : sums) {
      sum += each;
    }
    for (int i = whole; i < size; i++) {
      sum += asked[i] * units[at + i];
    }
    return sum;
  }

  @Override
  public void close() {
    units = new float[0];
  }
}
