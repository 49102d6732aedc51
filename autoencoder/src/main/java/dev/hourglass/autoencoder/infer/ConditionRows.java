package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.engine.network.Handed;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The class of each row as networks read it.
 *
 * @param oneHot {@code [rows, classes]} in the compute format: 1 for a row's class, 0 for others
 */
public record ConditionRows(Tensor oneHot) {
  /** Zeros, for up to {@code rows} rows. */
  public static ConditionRows allocate(PassContext context, Condition condition, int rows) {
    return new ConditionRows(context.compute(rows, condition.size()));
  }

  /** Writes the classes of the rows {@code order[from]} to {@code order[from + count - 1]}. */
  public void fill(int[] classes, int[] order, int from, int count) {
    oneHot.clear();
    for (int r = 0; r < count; r++) {
      oneHot.set(r, classes[order[from + r]], 1);
    }
  }

  /** The same class for all rows. */
  void fill(int classNumber) {
    oneHot.clear();
    for (int r = 0; r < oneHot.rows(); r++) {
      oneHot.set(r, classNumber, 1);
    }
  }

  /** The first rows. */
  public ConditionRows topRows(int rows) {
    return new ConditionRows(oneHot.topRows(rows));
  }

  /** What a network reads of them, where there are some: nobody asks for their gradient. */
  public static List<Handed> handed(Optional<ConditionRows> condition) {
    return condition
        .map(rows -> List.of(new Handed(rows.oneHot, Optional.empty())))
        .orElse(List.of());
  }
}
