package dev.hourglass.base;

import java.util.Arrays;
import java.util.Optional;

/** What a number of a {@link Safetensors} tensor is, by the format's own names. */
public enum StoredType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes one number takes. */
  public int bytes() {
    return bytes;
  }

  /** As the format spells it. */
  public String label() {
    return name();
  }

  /** The type of that name, if there is one. */
  static Optional<StoredType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.label().equals(name)).findFirst();
  }
}
