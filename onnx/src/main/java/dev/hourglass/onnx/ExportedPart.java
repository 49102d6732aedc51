package dev.hourglass.onnx;

import dev.hourglass.base.Label;

/** What of a model an ONNX file computes. */
public enum ExportedPart {
  /** From samples to codes; the mean code where it is random. */
  ENCODE,
  /** From codes to samples, in the units of the data. */
  DECODE,
  /** From samples to what the model makes of them, in the units of the data. */
  RECONSTRUCT,
  /** From samples to the squared error per feature of their reconstruction. */
  ERROR,
  /** From rows to a detector's anomaly score. */
  SCORE;

  /** As people write it. */
  public String label() {
    return Label.of(this);
  }

  /**
   * The part of that name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static ExportedPart named(String name) {
    return Label.named(ExportedPart.class, name);
  }
}
