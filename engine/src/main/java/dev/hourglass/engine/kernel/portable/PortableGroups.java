package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;

import dev.hourglass.engine.tensor.Tensor;

/**
 * Row-wise products between a tall tensor and a short one: row (b·group + g) of the tall belongs to
 * row b of the short. The exact contractive penalty is made of these.
 */
final class PortableGroups {
  private PortableGroups() {}

  /** out[b·group + g, :] = x[b·group + g, :] ∘ scale[b, :]. */
  static void multiplyGroups(Tensor x, Tensor scale, int group, Tensor out) {
    requireGroups(x, scale, group);
    requireGroups(out, scale, group);
    int columns = scale.columns();
    double[] a = PortableScratch.ofThread().run(0, columns);
    double[] s = PortableScratch.ofThread().run(1, columns);
    for (int b = 0; b < scale.rows(); b++) {
      loadRow(scale, b, s);
      for (int g = 0; g < group; g++) {
        loadRow(x, b * group + g, a);
        multiply(s, a, columns);
        storeRow(a, out, b * group + g);
      }
    }
  }

  /** out[b·group + g, :] = shared[g, :] ∘ scale[b, :]. */
  static void spreadGroups(Tensor shared, Tensor scale, int group, Tensor out) {
    requireGroups(out, scale, group);
    requireGroups(shared, scale.topRows(1), group);
    int columns = scale.columns();
    double[] a = PortableScratch.ofThread().run(0, columns);
    double[] s = PortableScratch.ofThread().run(1, columns);
    for (int b = 0; b < scale.rows(); b++) {
      loadRow(scale, b, s);
      for (int g = 0; g < group; g++) {
        loadRow(shared, g, a);
        multiply(s, a, columns);
        storeRow(a, out, b * group + g);
      }
    }
  }

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ y[b·group + g, :]. */
  static void dotGroups(Tensor x, Tensor y, int group, Tensor out) {
    requireGroups(x, out, group);
    requireGroups(y, out, group);
    int columns = out.columns();
    double[] a = PortableScratch.ofThread().run(0, columns);
    double[] s = PortableScratch.ofThread().run(1, columns);
    for (int b = 0; b < out.rows(); b++) {
      double[] sums = PortableScratch.ofThread().zeros(2, columns);
      for (int g = 0; g < group; g++) {
        loadRow(x, b * group + g, a);
        loadRow(y, b * group + g, s);
        addProduct(a, s, sums, columns);
      }
      storeRow(sums, out, b);
    }
  }

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ shared[g, :]. */
  static void dotSharedGroups(Tensor x, Tensor shared, int group, Tensor out) {
    requireGroups(x, out, group);
    requireGroups(shared, out.topRows(1), group);
    int columns = out.columns();
    double[] a = PortableScratch.ofThread().run(0, columns);
    double[] s = PortableScratch.ofThread().run(1, columns);
    for (int b = 0; b < out.rows(); b++) {
      double[] sums = PortableScratch.ofThread().zeros(2, columns);
      for (int g = 0; g < group; g++) {
        loadRow(x, b * group + g, a);
        loadRow(shared, g, s);
        addProduct(a, s, sums, columns);
      }
      storeRow(sums, out, b);
    }
  }

  /** out[g, :] = Σ_b x[b·group + g, :] ∘ scale[b, :]. */
  static void gatherGroups(Tensor x, Tensor scale, int group, Tensor out) {
    requireGroups(x, scale, group);
    requireGroups(out, scale.topRows(1), group);
    int columns = scale.columns();
    double[] a = PortableScratch.ofThread().run(0, columns);
    double[] s = PortableScratch.ofThread().run(1, columns);
    for (int g = 0; g < group; g++) {
      double[] sums = PortableScratch.ofThread().zeros(2, columns);
      for (int b = 0; b < scale.rows(); b++) {
        loadRow(x, b * group + g, a);
        loadRow(scale, b, s);
        addProduct(a, s, sums, columns);
      }
      storeRow(sums, out, g);
    }
  }

  private static void multiply(double[] scale, double[] into, int columns) {
    for (int c = 0; c < columns; c++) {
      into[c] *= scale[c];
    }
  }

  private static void addProduct(double[] a, double[] b, double[] sums, int columns) {
    for (int c = 0; c < columns; c++) {
      sums[c] += a[c] * b[c];
    }
  }

  private static void requireGroups(Tensor tall, Tensor shortOne, int group) {
    if (tall.rows() != (long) shortOne.rows() * group || tall.columns() != shortOne.columns()) {
      throw new IllegalArgumentException(
          "%s is not %d rows for each row of %s".formatted(tall, group, shortOne));
    }
  }
}
