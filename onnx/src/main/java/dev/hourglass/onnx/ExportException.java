package dev.hourglass.onnx;

/** A model, or a part of it, that ONNX cannot say; the message names the part. */
public final class ExportException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ExportException(String part) {
    super("the model cannot be exported to ONNX: " + part);
  }
}
