package dev.hourglass.onnx;

/** Weights that do not make a model, and why. */
public final class ImportException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ImportException(String reason) {
    super(reason);
  }
}
