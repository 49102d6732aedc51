package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.SparseRows;
import java.util.Optional;

/**
 * Sparse samples to codes and outputs: the first layer multiplies by what is there, and nothing of
 * a sample is as wide as it is.
 */
final class SparsePass {
  private final SparseRows entries;
  private final SparseSamples.EntryVisitor append;
  private final CodingPass coding;

  /**
   * With room for so many entries of all rows together.
   *
   * @throws IllegalArgumentException if the encoder cannot read sparse rows
   */
  SparsePass(
      Blueprint blueprint, Networks networks, PassContext context, int rows, int mostEntries) {
    this.entries = SparseRows.allocate(context.arena(), rows, blueprint.features(), mostEntries);
    this.append = entries::add;
    this.coding =
        new CodingPass(
            blueprint, networks, context, new Input.Sparse(entries, rows), Optional.empty());
  }

  /** Whether it is of so many rows and has room for so many entries. */
  boolean suits(int rows, int mostEntries) {
    return coding.rows() == rows && entries.entryCapacity() >= mostEntries;
  }

  /** Encodes the samples from a number on; rows beyond them are read as zeros. */
  CodingPass encoded(SparseSamples samples, int from, int count) {
    entries.clear();
    for (int r = 0; r < coding.rows(); r++) {
      if (r < count) {
        samples.visit(from + r, append);
      }
      entries.endRow();
    }
    coding.encode();
    return coding;
  }
}
