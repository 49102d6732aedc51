package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireColumns;
import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.store;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;

import dev.hourglass.engine.tensor.Tensor;

/** Arithmetic on numbers that do not know of each other. */
final class PortableElementwise {
  private PortableElementwise() {}

  static void convert(Tensor from, Tensor to) {
    requireSameSize(from, to);
    double[] a = PortableScratch.ofThread().run(0, BLOCK);
    for (long at = 0; at < to.size(); at += BLOCK) {
      int count = block(at, to.size());
      load(from, at, count, a);
      store(a, count, to, at);
    }
  }

  /** to[r, toColumn + c] = from[r, fromColumn + c]. */
  static void copyColumns(Tensor from, int fromColumn, Tensor to, int toColumn, int count) {
    requireColumns(from, fromColumn, to, toColumn, count);
    double[] a = PortableScratch.ofThread().run(0, count);
    for (int r = 0; r < to.rows(); r++) {
      load(from, (long) r * from.columns() + fromColumn, count, a);
      store(a, count, to, (long) r * to.columns() + toColumn);
    }
  }

  /** into += scale · x. */
  static void addScaled(double scale, Tensor x, Tensor into) {
    requireSameSize(x, into);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, BLOCK);
    double[] b = scratch.run(1, BLOCK);
    for (long at = 0; at < into.size(); at += BLOCK) {
      int count = block(at, into.size());
      load(x, at, count, a);
      load(into, at, count, b);
      for (int i = 0; i < count; i++) {
        b[i] += scale * a[i];
      }
      store(b, count, into, at);
    }
  }

  /** out = x + y. */
  static void add(Tensor x, Tensor y, Tensor out) {
    requireSameSize(x, out);
    requireSameSize(y, out);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, BLOCK);
    double[] b = scratch.run(1, BLOCK);
    for (long at = 0; at < out.size(); at += BLOCK) {
      int count = block(at, out.size());
      load(x, at, count, a);
      load(y, at, count, b);
      for (int i = 0; i < count; i++) {
        a[i] += b[i];
      }
      store(a, count, out, at);
    }
  }

  /** out[r, c] = x[r, c] + row[c]. */
  static void addRow(Tensor row, Tensor x, Tensor out) {
    int columns = out.columns();
    requireSize(row, columns);
    requireSameSize(x, out);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, columns);
    double[] b = scratch.run(1, columns);
    loadRow(row, 0, a);
    for (int r = 0; r < out.rows(); r++) {
      loadRow(x, r, b);
      for (int c = 0; c < columns; c++) {
        b[c] += a[c];
      }
      storeRow(b, out, r);
    }
  }

  /** out = x ∘ y. */
  static void multiply(Tensor x, Tensor y, Tensor out) {
    requireSameSize(x, out);
    requireSameSize(y, out);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, BLOCK);
    double[] b = scratch.run(1, BLOCK);
    for (long at = 0; at < out.size(); at += BLOCK) {
      int count = block(at, out.size());
      load(x, at, count, a);
      load(y, at, count, b);
      for (int i = 0; i < count; i++) {
        a[i] *= b[i];
      }
      store(a, count, out, at);
    }
  }
}
