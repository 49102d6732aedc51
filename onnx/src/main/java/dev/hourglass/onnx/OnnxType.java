package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Locale;

/** What a tensor of an ONNX graph holds. */
public enum OnnxType {
  /** 32-bit floats. */
  FLOAT(DataType.FLOAT),
  /** 64-bit floats. */
  DOUBLE(DataType.DOUBLE),
  /** Truth values. */
  BOOL(DataType.BOOL),
  /** Texts. */
  STRING(DataType.STRING);

  private final DataType code;

  OnnxType(DataType code) {
    this.code = code;
  }

  /** The number that stands for it in a file. */
  int code() {
    return code.getNumber();
  }

  /** As ONNX's own texts name it: {@code float}, {@code double}, {@code bool}, {@code string}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
