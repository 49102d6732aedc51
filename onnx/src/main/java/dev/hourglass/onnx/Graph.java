package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An ONNX graph while it is written: operators and constants in the order they are added, each
 * known by the name of what it puts out.
 */
final class Graph {
  /** Of the operators of {@code ai.onnx}: the first with layer normalisation. */
  static final int OPSET = 17;

  /** Of the operators of {@code ai.onnx.ml}. */
  static final int ML_OPSET = 3;

  /** What the free side of inputs and outputs is called. */
  static final String BATCH = "batch";

  /** Of {@link #OPSET}. */
  private static final int IR_VERSION = 8;

  private static final String ML = "ai.onnx.ml";
  private static final double MOST_BYTES = Integer.MAX_VALUE - 1_000_000.0;

  private final GraphProto.Builder graph;
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> parameters = new HashMap<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private double bytes;

  Graph(String name) {
    this.graph = GraphProto.newBuilder().setName(name);
  }

  /** A name nobody has, from the one wanted. */
  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  // ---- operators ----

  /** Adds an operator with one output. */
  String add(String operator, List<String> from, AttributeProto... attributes) {
    return add("", operator, from, attributes);
  }

  /** Adds an operator without attributes. */
  String add(String operator, String... from) {
    return add("", operator, List.of(from));
  }

  /**
   * Adds an operator of {@code ai.onnx.ml} that puts out floats. It is said which, since checkers
   * work out the types of other operators, but not of all of these.
   *
   * @param sides of what it puts out, behind the batch
   */
  String addMl(String operator, String from, List<Integer> sides, AttributeProto... attributes) {
    String name = add(ML, operator, List.of(from), attributes);
    graph.addValueInfo(info(new Port(name, OnnxType.FLOAT, sides)));
    return name;
  }

  private String add(
      String domain, String operator, List<String> from, AttributeProto... attributes) {
    String name = free(operator.toLowerCase(Locale.ROOT));
    put(domain, operator, from, List.of(name), attributes);
    return name;
  }

  /** Adds an operator with several outputs. */
  List<String> addAll(String operator, int count, List<String> from, AttributeProto... attributes) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(free(operator.toLowerCase(Locale.ROOT)));
    }
    put("", operator, from, made, attributes);
    return made;
  }

  private void put(
      String domain,
      String operator,
      List<String> from,
      List<String> to,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(to.getFirst())
            .setDomain(domain)
            .setOpType(operator)
            .addAllInput(from)
            .addAllOutput(to)
            .addAllAttribute(List.of(attributes)));
  }

  /** The same numbers as another type. */
  String cast(String from, OnnxType type) {
    return add("Cast", List.of(from), Attributes.number("to", type.code()));
  }

  /** The same numbers as rows of other sides; −1 for as many as there are. */
  String reshape(String from, long... sides) {
    return add("Reshape", from, longs(sides));
  }

  // ---- constants ----

  /** A constant of floats. */
  String floats(float[] values, long... sides) {
    ByteBuffer numbers = buffer((long) values.length * Float.BYTES);
    for (float value : values) {
      numbers.putFloat(value);
    }
    return constant("constant", tensor(DataType.FLOAT, numbers, sides));
  }

  /** A constant of doubles. */
  String doubles(double[] values, long... sides) {
    return constant("constant", doubleTensor(values, sides));
  }

  /** A number that goes with rows of floats. */
  String number(double value) {
    return floats(new float[] {(float) value});
  }

  /** A number that goes with rows of doubles. */
  String precise(double value) {
    return doubles(new double[] {value});
  }

  String longs(long... values) {
    ByteBuffer numbers = buffer((long) values.length * Long.BYTES);
    for (long value : values) {
      numbers.putLong(value);
    }
    return constant("constant", tensor(DataType.INT64, numbers, values.length));
  }

  /** A parameter of the model, which is kept once whoever asks for it. */
  String parameter(String name, Supplier<ByteBuffer> numbers, long... sides) {
    return parameters.computeIfAbsent(
        name, wanted -> constant(wanted, tensor(DataType.FLOAT, numbers.get(), sides)));
  }

  private String constant(String wanted, TensorProto.Builder tensor) {
    String name = free(wanted);
    graph.addInitializer(tensor.setName(name));
    bytes += tensor.getRawData().size();
    if (bytes > MOST_BYTES) {
      throw new ExportException(
          "its parameters are more than the 2 GB that an ONNX file holds; make layers smaller"
              + " (option 'hidden')");
    }
    return name;
  }

  static TensorProto.Builder doubleTensor(double[] values, long... sides) {
    ByteBuffer numbers = buffer((long) values.length * Double.BYTES);
    for (double value : values) {
      numbers.putDouble(value);
    }
    return tensor(DataType.DOUBLE, numbers, sides);
  }

  private static TensorProto.Builder tensor(DataType type, ByteBuffer numbers, long... sides) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    for (long side : sides) {
      tensor.addDims(side);
    }
    return tensor.setRawData(ByteString.copyFrom(numbers.rewind()));
  }

  /** Room for numbers as ONNX has them. */
  static ByteBuffer buffer(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new ExportException(
          "a layer has more parameters than the 2 GB that an ONNX file holds; make it smaller"
              + " (option 'hidden')");
    }
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  // ---- the ways in and out ----

  /** Declares an input; before any operator, so that its name is free. */
  String input(String wanted, OnnxType type, Integer... sides) {
    Port port = new Port(free(wanted), type, List.of(sides));
    inputs.add(port);
    graph.addInput(info(port));
    return port.name();
  }

  /** Declares an output: what {@code from} puts out, under a name of its own. */
  void output(String wanted, String from, OnnxType type, Integer... sides) {
    Port port = new Port(free(wanted), type, List.of(sides));
    outputs.add(port);
    put("", "Identity", List.of(from), List.of(port.name()));
    graph.addOutput(info(port));
  }

  private static ValueInfoProto info(Port port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
    port.sides().forEach(side -> shape.addDimBuilder().setDimValue(side));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(port.type().code()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  List<Port> inputs() {
    return List.copyOf(inputs);
  }

  List<Port> outputs() {
    return List.copyOf(outputs);
  }

  /** The whole file. */
  ModelProto model(String version, Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("hourglass")
            .setProducerVersion(version)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(ML_OPSET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }
}
