package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a network as operators.
 *
 * @param graph they are added to
 * @param parameters the model's flat vector
 */
record NetworkGraph(Graph graph, Tensor parameters) {

  /**
   * Adds a network.
   *
   * @param network without dropout
   * @param handed what others hand it, in the order of the layers that read it
   * @return what each of its layers puts out; the last with the linear path's part
   */
  List<Rows> add(Network network, Rows input, List<Rows> handed) {
    Iterator<Rows> others = handed.iterator();
    List<Rows> outputs = new ArrayList<>();
    Rows x = input;
    for (Layer layer : network.layers()) {
      x = add(layer, x, input, outputs, others);
      outputs.add(x);
    }
    Optional<Slot> path = network.linearPath();
    if (path.isPresent()) {
      String beside = graph.add("MatMul", input.flattened(graph), matrix(path.get()));
      outputs.set(outputs.size() - 1, Rows.flat(graph.add("Add", x.flattened(graph), beside)));
    }
    return outputs;
  }

  private Rows add(Layer layer, Rows x, Rows input, List<Rows> outputs, Iterator<Rows> others) {
    return switch (layer) {
      case Layer.Dense dense -> dense(dense, x);
      case Layer.Convolve convolve -> convolve(convolve, x);
      case Layer.Shift shift ->
          Rows.flat(graph.add("Add", x.flattened(graph), vector(shift.bias())));
      case Layer.Activate activate ->
          x.as(ActivationGraph.of(graph, activate.function(), x.name()));
      case Layer.Normalize normalize ->
          Rows.flat(
              graph.add(
                  "LayerNormalization",
                  List.of(x.flattened(graph), vector(normalize.gain()), vector(normalize.bias())),
                  Attributes.number("axis", -1L),
                  Attributes.number("epsilon", (float) Kernels.NORMALIZATION_EPSILON)));
      case Layer.GroupNormalize normalize -> groups(normalize, x);
      case Layer.Pool pool -> pool(pool.shape(), x);
      case Layer.Upsample upsample -> upsample(upsample.shape(), x);
      case Layer.Add add -> sum(x, add.from() == Layer.Add.INPUT ? input : outputs.get(add.from()));
      case Layer.Concatenate concatenate -> concatenate(concatenate, x, others.next());
      case Layer.Dropout _ -> x;
    };
  }

  private Rows sum(Rows x, Rows earlier) {
    return x.plane().equals(earlier.plane())
        ? x.as(graph.add("Add", x.name(), earlier.name()))
        : Rows.flat(graph.add("Add", x.flattened(graph), earlier.flattened(graph)));
  }

  private Rows concatenate(Layer.Concatenate layer, Rows x, Rows other) {
    List<String> both =
        layer.in().places() == 1
            ? List.of(x.flattened(graph), other.flattened(graph))
            : List.of(x.on(layer.in(), graph).name(), other.on(layer.other(), graph).name());
    String joined = graph.add("Concat", both, Attributes.number("axis", 1L));
    return new Rows(joined, layer.in().places() == 1 ? Optional.empty() : Optional.of(layer.out()));
  }

  private Rows dense(Layer.Dense dense, Rows x) {
    return Rows.flat(
        graph.add(
            "Gemm",
            List.of(x.flattened(graph), matrix(dense.weight()), vector(dense.bias())),
            Attributes.number("transB", dense.tied() ? 1L : 0L)));
  }

  private Rows convolve(Layer.Convolve layer, Rows x) {
    ConvolutionShape shape = layer.shape();
    Window down = shape.vertical();
    Window across = shape.horizontal();
    String weight =
        graph.parameter(
            layer.weight().name(),
            () -> filtersFirst(shape, layer.weight()),
            shape.filters(),
            shape.in().channels(),
            down.size(),
            across.size());
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                Attributes.numbers("kernel_shape", down.size(), across.size()),
                Attributes.numbers("strides", down.stride(), across.stride()),
                Attributes.numbers("dilations", down.dilation(), across.dilation()),
                pads(down, across)));
    if (layer.transposed()) {
      FeatureMap wide = shape.in();
      FeatureMap narrow = shape.out();
      attributes.add(
          Attributes.numbers(
              "output_padding",
              beyond(down, wide.height(), narrow.height()),
              beyond(across, wide.width(), narrow.width())));
    }
    return new Rows(
        graph.add(
            layer.transposed() ? "ConvTranspose" : "Conv",
            List.of(x.on(layer.in(), graph).name(), weight, vector(layer.bias())),
            attributes.toArray(AttributeProto[]::new)),
        Optional.of(layer.out()));
  }

  /** Places behind the last one that a window sees, which the transpose must put out too. */
  private static int beyond(Window window, int wide, int narrow) {
    return wide
        - ((narrow - 1) * window.stride() - window.before() - window.after() + window.reach());
  }

  /** {@code [taps · channels, filters]} as {@code [filters, channels, height, width]}. */
  private ByteBuffer filtersFirst(ConvolutionShape shape, Slot slot) {
    Tensor weight = slot.of(parameters);
    int channels = shape.in().channels();
    ByteBuffer numbers = Graph.buffer(weight.size() * Float.BYTES);
    for (int filter = 0; filter < shape.filters(); filter++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < shape.taps(); tap++) {
          numbers.putFloat((float) weight.get(tap * channels + channel, filter));
        }
      }
    }
    return numbers;
  }

  private static AttributeProto pads(Window down, Window across) {
    return Attributes.numbers("pads", down.before(), across.before(), down.after(), across.after());
  }

  private Rows groups(Layer.GroupNormalize layer, Rows x) {
    ChannelGroups groups = layer.groups();
    FeatureMap map = groups.map();
    String grouped = graph.reshape(x.on(map, graph).name(), 0, groups.count(), -1);
    float[] ones = new float[groups.count()];
    Arrays.fill(ones, 1);
    String even =
        graph.add(
            "InstanceNormalization",
            List.of(
                grouped,
                graph.floats(ones, ones.length),
                graph.floats(new float[ones.length], ones.length)),
            Attributes.number("epsilon", (float) Kernels.NORMALIZATION_EPSILON));
    String back = graph.reshape(even, -1, map.channels(), map.height(), map.width());
    String scaled = graph.add("Mul", back, channels(layer.gain()));
    return new Rows(graph.add("Add", scaled, channels(layer.bias())), Optional.of(map));
  }

  private Rows pool(PoolingShape shape, Rows x) {
    Window down = shape.vertical();
    Window across = shape.horizontal();
    return new Rows(
        graph.add(
            shape.kind() == Pooling.MAXIMUM ? "MaxPool" : "AveragePool",
            List.of(x.on(shape.in(), graph).name()),
            Attributes.numbers("kernel_shape", down.size(), across.size()),
            Attributes.numbers("strides", down.stride(), across.stride()),
            pads(down, across)),
        Optional.of(shape.out()));
  }

  private Rows upsample(UpsamplingShape shape, Rows x) {
    boolean nearest = shape.kind() == Upsampling.NEAREST;
    String scales = graph.floats(new float[] {1, 1, shape.vertical(), shape.horizontal()}, 4);
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                Attributes.text("mode", nearest ? "nearest" : "linear"),
                Attributes.text(
                    "coordinate_transformation_mode", nearest ? "asymmetric" : "half_pixel")));
    if (nearest) {
      attributes.add(Attributes.text("nearest_mode", "floor"));
    }
    return new Rows(
        graph.add(
            "Resize",
            List.of(x.on(shape.in(), graph).name(), "", scales),
            attributes.toArray(AttributeProto[]::new)),
        Optional.of(shape.out()));
  }

  // ---- parameters ----

  private String matrix(Slot slot) {
    return stored(slot, "", slot.shape().rows(), slot.shape().columns());
  }

  private String vector(Slot slot) {
    return stored(slot, "", slot.shape().size());
  }

  /** A number for each channel, to go with {@code [batch, channels, height, width]}. */
  private String channels(Slot slot) {
    return stored(slot, ".channels", slot.shape().size(), 1, 1);
  }

  private String stored(Slot slot, String layout, long... sides) {
    return graph.parameter(
        slot.name() + layout,
        () -> {
          Tensor numbers = slot.of(parameters);
          ByteBuffer buffer = Graph.buffer(numbers.size() * Float.BYTES);
          for (long i = 0; i < numbers.size(); i++) {
            buffer.putFloat((float) numbers.get(i));
          }
          return buffer;
        },
        sides);
  }
}
