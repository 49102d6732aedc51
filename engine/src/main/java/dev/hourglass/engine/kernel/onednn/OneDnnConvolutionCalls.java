package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Window;
import java.lang.foreign.Arena;

/**
 * The part of {@code oneapi/dnnl/dnnl.h} that convolutions need beside {@link OneDnnCalls}: planes
 * with channels last, and what to do with them.
 */
final class OneDnnConvolutionCalls {
  // DNNL_ARG_*
  static final int ARG_DIFF_SOURCE = 129;
  static final int ARG_DIFF_DESTINATION = 145;
  static final int ARG_DIFF_WEIGHTS = 161;

  // dnnl_prop_kind_t, dnnl_alg_kind_t, dnnl_format_tag_t
  private static final int FORWARD_TRAINING = 64;
  private static final int CONVOLUTION_DIRECT = 1;
  private static final int DECONVOLUTION_DIRECT = 10;
  private static final int ANY = 1;

  // dnnl_query_t
  private static final int QUERY_WEIGHTS = 131;
  private static final int QUERY_DIFF_WEIGHTS = 132;

  private static final int DIMENSIONS = 4;

  private final OneDnnCalls calls;
  private final NativeLibraryFunction memoryDescCreateWithTag;
  private final NativeLibraryFunction convolutionForward;
  private final NativeLibraryFunction convolutionBackwardData;
  private final NativeLibraryFunction convolutionBackwardWeights;
  private final NativeLibraryFunction deconvolutionForward;
  private final NativeLibraryFunction reorder;

  OneDnnConvolutionCalls(OneDnnCalls calls) {
    this.calls = calls;
    memoryDescCreateWithTag = calls.function("dnnl_memory_desc_create_with_tag");
    convolutionForward = calls.function("dnnl_convolution_forward_primitive_desc_create");
    convolutionBackwardData =
        calls.function("dnnl_convolution_backward_data_primitive_desc_create");
    convolutionBackwardWeights =
        calls.function("dnnl_convolution_backward_weights_primitive_desc_create");
    deconvolutionForward = calls.function("dnnl_deconvolution_forward_primitive_desc_create");
    reorder = calls.function("dnnl_reorder_primitive_desc_create");
  }

  /**
   * What a primitive is told of memory: four sides, and how far apart their neighbours lie.
   *
   * @param sides rows, channels, height, width; or outputs, inputs, height, width of a weight
   * @param strides in numbers
   */
  record Layout(long[] sides, long[] strides) {}

  long create(Arena arena, int type, Layout layout) {
    return calls.createDescriptor(arena, type, layout.sides, layout.strides);
  }

  /** Memory whose layout oneDNN chooses. */
  long createFree(Arena arena, int type, Layout layout) {
    return OneDnnCalls.created(
        arena,
        memoryDescCreateWithTag,
        result ->
            memoryDescCreateWithTag.call(
                result,
                DIMENSIONS,
                arena.allocateFrom(JAVA_LONG, layout.sides).address(),
                type,
                ANY,
                0,
                0));
  }

  /** Descriptors of a convolution's three tensors; {@code bias} may be {@link OneDnnCalls#NONE}. */
  record Memories(long source, long weights, long bias, long destination) {}

  long createForward(Arena arena, Memories of, ConvolutionShape shape, long attributes) {
    return createOutwards(arena, convolutionForward, CONVOLUTION_DIRECT, of, shape, attributes);
  }

  /** The transpose with a bias and post-operations; the shape is the convolution's. */
  long createTransposed(Arena arena, Memories of, ConvolutionShape shape, long attributes) {
    return createOutwards(arena, deconvolutionForward, DECONVOLUTION_DIRECT, of, shape, attributes);
  }

  private long createOutwards(
      Arena arena,
      NativeLibraryFunction function,
      int algorithm,
      Memories of,
      ConvolutionShape shape,
      long attributes) {
    Sliding sliding = new Sliding(arena, shape);
    return OneDnnCalls.created(
        arena,
        function,
        result ->
            function.callWide(
                result,
                calls.engine(),
                FORWARD_TRAINING,
                algorithm,
                of.source,
                of.weights,
                of.bias,
                of.destination,
                sliding.strides,
                sliding.dilations,
                sliding.before,
                sliding.after,
                attributes));
  }

  /** The transpose and nothing else; {@code hint} describes the convolution forward. */
  long createBackwardData(
      Arena arena, Memories of, ConvolutionShape shape, long hint, long attributes) {
    Sliding sliding = new Sliding(arena, shape);
    return OneDnnCalls.created(
        arena,
        convolutionBackwardData,
        result ->
            convolutionBackwardData.callWide(
                result,
                calls.engine(),
                CONVOLUTION_DIRECT,
                of.source,
                of.weights,
                of.destination,
                sliding.strides,
                sliding.dilations,
                sliding.before,
                sliding.after,
                hint,
                attributes,
                0));
  }

  /** The weight's gradient; {@code hint} describes the convolution forward. */
  long createBackwardWeights(
      Arena arena, Memories of, ConvolutionShape shape, long hint, long attributes) {
    Sliding sliding = new Sliding(arena, shape);
    return OneDnnCalls.created(
        arena,
        convolutionBackwardWeights,
        result ->
            convolutionBackwardWeights.callWide(
                result,
                calls.engine(),
                CONVOLUTION_DIRECT,
                of.source,
                of.weights,
                OneDnnCalls.NONE,
                of.destination,
                sliding.strides,
                sliding.dilations,
                sliding.before,
                sliding.after,
                hint,
                attributes));
  }

  /** From one layout or type to another. */
  long createReorder(Arena arena, long from, long to, long attributes) {
    return OneDnnCalls.created(
        arena,
        reorder,
        result -> reorder.call(result, from, calls.engine(), to, calls.engine(), attributes, 0));
  }

  /** The weight's layout that oneDNN chose, which belongs to the primitive descriptor. */
  long chosenWeights(long primitiveDescriptor) {
    return calls.descriptorIn(primitiveDescriptor, QUERY_WEIGHTS);
  }

  /** The same of the weight's gradient. */
  long chosenDiffWeights(long primitiveDescriptor) {
    return calls.descriptorIn(primitiveDescriptor, QUERY_DIFF_WEIGHTS);
  }

  /** A shape's windows as oneDNN takes them, height first; a dilation of 0 is none. */
  private static final class Sliding {
    private final long strides;
    private final long dilations;
    private final long before;
    private final long after;

    Sliding(Arena arena, ConvolutionShape shape) {
      Window v = shape.vertical();
      Window h = shape.horizontal();
      strides = pair(arena, v.stride(), h.stride());
      dilations = pair(arena, v.dilation() - 1, h.dilation() - 1);
      before = pair(arena, v.before(), h.before());
      after = pair(arena, v.after(), h.after());
    }

    private static long pair(Arena arena, long vertical, long horizontal) {
      return arena.allocateFrom(JAVA_LONG, vertical, horizontal).address();
    }
  }
}
