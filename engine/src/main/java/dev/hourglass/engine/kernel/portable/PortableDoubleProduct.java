package dev.hourglass.engine.kernel.portable;

import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import java.util.Arrays;

/**
 * The product of {@link PortableProduct} in double precision, for checking gradients: the same
 * panels, one row of the right operand at a time.
 */
final class PortableDoubleProduct implements Product {
  private final ProductPlan plan;
  private final int m;
  private final int k;
  private final int n;
  private final double[] left;
  private final double[][] right;
  private final double[] bias;
  private final double[] row;

  PortableDoubleProduct(ProductPlan plan) {
    this.plan = plan;
    m = plan.out().rows();
    n = plan.out().columns();
    k = plan.left().columns();
    left = new double[Math.multiplyExact(m, k)];
    right = new double[k][n];
    bias = new double[plan.bias().isPresent() ? n : 0];
    row = new double[Math.max(n, k)];
  }

  @Override
  public void run() {
    PortableScratch.load(plan.left().tensor(), 0, m * k, left);
    loadRight();
    if (plan.bias().isPresent()) {
      PortableScratch.load(plan.bias().get(), 0, n, bias);
    }
    for (int i = 0; i < m; i++) {
      if (plan.accumulate()) {
        PortableScratch.loadRow(plan.out(), i, row);
      } else if (bias.length > 0) {
        System.arraycopy(bias, 0, row, 0, n);
      } else {
        Arrays.fill(row, 0, n, 0);
      }
      for (int p = 0; p < k; p++) {
        addOne(left[plan.left().transposed() ? p * m + i : i * k + p], right[p]);
      }
      PortableProduct.storeRow(row, plan.tail(), plan.out(), i);
    }
  }

  private void addOne(double a, double[] b) {
    for (int j = 0; j < n; j++) {
      row[j] += a * b[j];
    }
  }

  private void loadRight() {
    if (!plan.right().transposed()) {
      for (int p = 0; p < k; p++) {
        PortableScratch.loadRow(plan.right().tensor(), p, right[p]);
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      PortableScratch.loadRow(plan.right().tensor(), j, row);
      for (int p = 0; p < k; p++) {
        right[p][j] = row[p];
      }
    }
  }
}
