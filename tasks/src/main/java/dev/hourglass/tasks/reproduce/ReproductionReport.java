package dev.hourglass.tasks.reproduce;

import dev.hourglass.autoencoder.file.DataIdentity;
import java.util.List;

/**
 * What training again came to.
 *
 * @param dataThen what the model was trained on, as its file says
 * @param dataNow what was given
 * @param tensors every parameter tensor, in the model's order
 * @param lossThen of the epoch that was kept, as the file says
 * @param lossNow of the epoch that was kept this time
 * @param reasons why the bits may differ, in words; empty where there is none
 */
public record ReproductionReport(
    DataIdentity dataThen,
    DataIdentity dataNow,
    List<TensorDifference> tensors,
    double lossThen,
    double lossNow,
    List<String> reasons) {
  public ReproductionReport {
    tensors = List.copyOf(tensors);
    reasons = List.copyOf(reasons);
  }

  /** Whether the file and the data given have the same fingerprint. */
  public boolean isSameData() {
    return dataThen.fingerprint().isPresent()
        && dataThen.fingerprint().equals(dataNow.fingerprint());
  }

  /** Whether every parameter has the same bits. */
  public boolean isSameBits() {
    return tensors.stream().allMatch(TensorDifference::sameBits);
  }

  /** Whether the bits are the same or there is a reason for which they may not be. */
  public boolean isExplained() {
    return isSameBits() || !reasons.isEmpty();
  }
}
