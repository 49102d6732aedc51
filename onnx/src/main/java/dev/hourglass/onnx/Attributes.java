package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Attributes of ONNX operators. */
final class Attributes {
  private Attributes() {}

  private static AttributeProto.Builder named(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  static AttributeProto number(String name, long value) {
    return named(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto number(String name, float value) {
    return named(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto text(String name, String value) {
    return named(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto numbers(String name, int... values) {
    return named(name, AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).mapToObj(value -> (long) value).toList())
        .build();
  }

  static AttributeProto texts(String name, List<String> values) {
    return named(name, AttributeProto.AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  static AttributeProto tensor(String name, TensorProto value) {
    return named(name, AttributeProto.AttributeType.TENSOR).setT(value).build();
  }
}
