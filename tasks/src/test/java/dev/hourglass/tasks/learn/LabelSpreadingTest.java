package dev.hourglass.tasks.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labels handed on along neighbours. */
class LabelSpreadingTest {
  private static final int SIZE = 400;

  /** Two half moons in each other: even rows on the upper one. */
  private static Tensor moons() {
    Random random = new Random(3);
    Tensor codes = Tensor.allocate(SIZE, 2);
    for (int i = 0; i < SIZE; i++) {
      double angle = Math.PI * random.nextDouble();
      boolean upper = i % 2 == 0;
      codes.set(
          i, 0, (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.04 * random.nextGaussian());
      codes.set(
          i, 1, (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.04 * random.nextGaussian());
    }
    return codes;
  }

  @Test
  void one_label_a_moon_reaches_all_of_it() {
    double[][] shares =
        LabelSpreading.over(moons(), TestKernels.BEST)
            .spread(new int[] {0, 1}, new int[] {0, 1}, 2);
    int right = 0;
    for (int i = 0; i < SIZE; i++) {
      right += (shares[i][1] > shares[i][0] ? 1 : 0) == i % 2 ? 1 : 0;
    }
    assertThat(right).isGreaterThan(392);
  }

  /** A hundred steps are Σ (α S)ᵏ (1 − α) Y over k below 100, with S as a whole matrix. */
  @Test
  void shares_are_those_of_the_steps_written_out() {
    int size = 30;
    Tensor codes = Tensor.allocate(size, 2);
    Random random = new Random(5);
    for (int i = 0; i < 2 * size; i++) {
      codes.set(i, random.nextGaussian());
    }
    double[][] steps = steps(codes, size);
    double[][] term = new double[size][2];
    term[4][0] = 1;
    term[9][1] = 1;
    double[][] sum = new double[size][2];
    for (int k = 0; k < 100; k++) {
      double[][] next = new double[size][2];
      for (int i = 0; i < size; i++) {
        for (int c = 0; c < 2; c++) {
          sum[i][c] += term[i][c];
          for (int j = 0; j < size; j++) {
            next[i][c] += 0.99 * steps[i][j] * term[j][c];
          }
        }
      }
      term = next;
    }
    double first = Arrays.stream(sum).mapToDouble(row -> row[0]).sum();
    double second = Arrays.stream(sum).mapToDouble(row -> row[1]).sum();
    double[][] shares =
        LabelSpreading.over(codes, TestKernels.BEST).spread(new int[] {4, 9}, new int[] {0, 1}, 2);
    for (int i = 0; i < size; i++) {
      double a = sum[i][0] / first;
      double b = sum[i][1] / second;
      assertThat(shares[i][0]).isCloseTo(a / (a + b), within(1e-9));
    }
  }

  private static double[][] steps(Tensor codes, int size) {
    double[][] weights = new double[size][size];
    for (int i = 0; i < size; i++) {
      int row = i;
      double[] distances = new double[size];
      for (int j = 0; j < size; j++) {
        distances[j] =
            Math.pow(codes.get(i, 0) - codes.get(j, 0), 2)
                + Math.pow(codes.get(i, 1) - codes.get(j, 1), 2);
      }
      int[] nearest =
          IntStream.range(0, size)
              .boxed()
              .filter(j -> j != row)
              .sorted(Comparator.comparingDouble(j -> distances[j]))
              .limit(10)
              .mapToInt(j -> j)
              .toArray();
      for (int j : nearest) {
        double weight = Math.exp(-4 * distances[j] / distances[nearest[9]]);
        weights[i][j] += weight;
        weights[j][i] += weight;
      }
    }
    double[] degrees =
        Arrays.stream(weights).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        weights[i][j] /= Math.sqrt(degrees[i] * degrees[j]);
      }
    }
    return weights;
  }
}
