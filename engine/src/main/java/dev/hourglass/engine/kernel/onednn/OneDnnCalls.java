package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hourglass.engine.kernel.InstructionSet;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The small part of {@code oneapi/dnnl/dnnl.h} that products need, with C's status codes turned
 * into {@link OneDnnException}s, and the engine (the processor) and the stream (the calling thread)
 * that the calls are made on.
 *
 * <p>oneDNN's objects are pointers to its own structures, nothing that Java could look into: they
 * are carried as {@code long}.
 */
final class OneDnnCalls {
  /** {@code NULL}. */
  static final long NONE = 0;

  // dnnl_data_type_t
  static final int BF16 = 2;
  static final int F32 = 3;

  // dnnl_alg_kind_t
  static final int ELTWISE_RELU = 0x20;
  static final int ELTWISE_TANH = 0x21;
  static final int ELTWISE_ELU = 0x22;
  static final int ELTWISE_LOGISTIC = 0x29;
  static final int ELTWISE_CLIP = 0x2e;

  // DNNL_ARG_*
  static final int ARG_SOURCE = 1;
  static final int ARG_DESTINATION = 17;
  static final int ARG_WEIGHTS = 33;
  static final int ARG_BIAS = 41;
  static final int ARG_SCRATCHPAD = 80;

  /** {@code sizeof(dnnl_exec_arg_t)}: an int, four bytes of padding, a pointer. */
  static final long ARGUMENT_BYTES = 16;

  private static final long ARGUMENT_MEMORY_OFFSET = 8;

  // dnnl_status_t
  private static final int LAST_IMPLEMENTATION_REACHED = 4;

  // dnnl_query_t
  private static final int QUERY_IMPLEMENTATION_INFO = 8;
  private static final int QUERY_SCRATCHPAD = 136;

  // dnnl_engine_kind_t, dnnl_stream_flags_t, dnnl_scratchpad_mode_t
  /**
   * Primitives that oneDNN keeps for the next that asks for the same, as the workers of a training
   * do. Each has code of its own, some 2 MB; its own default is 1,024.
   */
  private static final int CACHED_PRIMITIVES = 64;

  private static final int CPU = 1;
  private static final int IN_ORDER = 1;
  private static final int SCRATCHPAD_USER = 1;

  private final SymbolLookup library;
  private final NativeLibraryFunction memoryDescCreateWithStrides;
  private final NativeLibraryFunction memoryDescGetSize;
  private final NativeLibraryFunction memoryDescEqual;
  private final NativeLibraryFunction memoryDescDestroy;
  private final NativeLibraryFunction attrCreate;
  private final NativeLibraryFunction attrSetScratchpadMode;
  private final NativeLibraryFunction attrSetPostOps;
  private final NativeLibraryFunction attrDestroy;
  private final NativeLibraryFunction postOpsCreate;
  private final NativeLibraryFunction postOpsAppendSum;
  private final NativeLibraryFunction postOpsAppendEltwise;
  private final NativeLibraryFunction postOpsDestroy;
  private final NativeLibraryFunction matmulPrimitiveDescCreate;
  private final NativeLibraryFunction primitiveDescNextImpl;
  private final NativeLibraryFunction primitiveDescQuery;
  private final NativeLibraryFunction primitiveDescQueryMd;
  private final NativeLibraryFunction primitiveDescDestroy;
  private final NativeLibraryFunction primitiveCreate;
  private final NativeLibraryFunction primitiveExecute;
  private final NativeLibraryFunction primitiveDestroy;
  private final NativeLibraryFunction memoryCreate;
  private final NativeLibraryFunction memoryDestroy;

  private final long engine;
  private final long stream;

  OneDnnCalls(SymbolLookup library) {
    this.library = library;
    memoryDescCreateWithStrides = function("dnnl_memory_desc_create_with_strides");
    memoryDescGetSize = function("dnnl_memory_desc_get_size");
    memoryDescEqual = function("dnnl_memory_desc_equal");
    memoryDescDestroy = function("dnnl_memory_desc_destroy");
    attrCreate = function("dnnl_primitive_attr_create");
    attrSetScratchpadMode = function("dnnl_primitive_attr_set_scratchpad_mode");
    attrSetPostOps = function("dnnl_primitive_attr_set_post_ops");
    attrDestroy = function("dnnl_primitive_attr_destroy");
    postOpsCreate = function("dnnl_post_ops_create");
    postOpsAppendSum = function("dnnl_post_ops_append_sum");
    postOpsAppendEltwise = function("dnnl_post_ops_append_eltwise");
    postOpsDestroy = function("dnnl_post_ops_destroy");
    matmulPrimitiveDescCreate = function("dnnl_matmul_primitive_desc_create");
    primitiveDescNextImpl = function("dnnl_primitive_desc_next_impl");
    primitiveDescQuery = function("dnnl_primitive_desc_query");
    primitiveDescQueryMd = function("dnnl_primitive_desc_query_md");
    primitiveDescDestroy = function("dnnl_primitive_desc_destroy");
    primitiveCreate = function("dnnl_primitive_create");
    primitiveExecute = function("dnnl_primitive_execute");
    primitiveDestroy = function("dnnl_primitive_destroy");
    memoryCreate = function("dnnl_memory_create");
    memoryDestroy = function("dnnl_memory_destroy");

    var setCacheCapacity = function("dnnl_set_primitive_cache_capacity");
    check(setCacheCapacity, setCacheCapacity.call(CACHED_PRIMITIVES));
    // The engine and the stream live as long as the process, as the library itself does.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ADDRESS);
      var engineCreate = function("dnnl_engine_create");
      check(engineCreate, engineCreate.call(result.address(), CPU, 0));
      engine = result.get(JAVA_LONG, 0);
      var streamCreate = function("dnnl_stream_create");
      check(streamCreate, streamCreate.call(result.address(), engine, IN_ORDER));
      stream = result.get(JAVA_LONG, 0);
    }
  }

  // ---- the library ----

  /** The instructions it uses here. */
  InstructionSet instructions() {
    return new InstructionSet((int) function("dnnl_get_effective_cpu_isa").call());
  }

  /** The library's version: {@code 3.11.0}. */
  @SuppressWarnings("restricted")
  String version() {
    MemorySegment numbers =
        MemorySegment.ofAddress(function("dnnl_version").call())
            .reinterpret(3 * JAVA_INT.byteSize());
    return numbers.getAtIndex(JAVA_INT, 0)
        + "."
        + numbers.getAtIndex(JAVA_INT, 1)
        + "."
        + numbers.getAtIndex(JAVA_INT, 2);
  }

  // ---- memory descriptors ----

  long createMatrixDescriptor(
      Arena arena, int type, long rows, long columns, long rowStride, long columnStride) {
    return createDescriptor(
        arena, type, new long[] {rows, columns}, new long[] {rowStride, columnStride});
  }

  /** Memory of several sides; {@code strides} say how far apart neighbours lie, in numbers. */
  long createDescriptor(Arena arena, int type, long[] sides, long[] strides) {
    return created(
        arena,
        memoryDescCreateWithStrides,
        result ->
            memoryDescCreateWithStrides.call(
                result,
                sides.length,
                arena.allocateFrom(JAVA_LONG, sides).address(),
                type,
                arena.allocateFrom(JAVA_LONG, strides).address(),
                0,
                0));
  }

  long sizeOf(long memoryDescriptor) {
    return memoryDescGetSize.call(memoryDescriptor);
  }

  /** Whether two descriptors stand for the same shape, type and layout. */
  boolean isEqual(long one, long other) {
    return (int) memoryDescEqual.call(one, other) != 0;
  }

  void destroyDescriptor(long memoryDescriptor) {
    check(memoryDescDestroy, memoryDescDestroy.call(memoryDescriptor));
  }

  // ---- attributes ----

  /** What a primitive does last. */
  long createPostOps(Arena arena) {
    return created(arena, postOpsCreate, postOpsCreate::call);
  }

  /** Adds what the destination held. */
  void appendSum(long postOps) {
    int zeroPoint = 0;
    int asDestination = 0;
    try {
      int status =
          (int)
              FloatFunctions.POINTER_FLOAT_INT_INT.invokeExact(
                  postOpsAppendSum.address(), postOps, 1f, zeroPoint, asDestination);
      check(postOpsAppendSum, status);
    } catch (Throwable t) {
      throw NativeLibraryFunction.unchecked(t);
    }
  }

  void appendEltwise(long postOps, int algorithm, float alpha, float beta) {
    try {
      int status =
          (int)
              FloatFunctions.POINTER_INT_FLOAT_FLOAT.invokeExact(
                  postOpsAppendEltwise.address(), postOps, algorithm, alpha, beta);
      check(postOpsAppendEltwise, status);
    } catch (Throwable t) {
      throw NativeLibraryFunction.unchecked(t);
    }
  }

  void destroyPostOps(long postOps) {
    check(postOpsDestroy, postOpsDestroy.call(postOps));
  }

  /** Attributes of a primitive that is given its scratchpad and does {@code postOps} last. */
  long createAttributes(Arena arena, long postOps) {
    long attributes = created(arena, attrCreate, attrCreate::call);
    check(attrSetScratchpadMode, attrSetScratchpadMode.call(attributes, SCRATCHPAD_USER));
    check(attrSetPostOps, attrSetPostOps.call(attributes, postOps));
    return attributes;
  }

  void destroyAttributes(long attributes) {
    check(attrDestroy, attrDestroy.call(attributes));
  }

  // ---- primitives ----

  /** What a matrix product is to do; {@code bias} may be {@link #NONE}. */
  long createMatmulDescriptor(
      Arena arena, long source, long weights, long bias, long destination, long attributes) {
    return created(
        arena,
        matmulPrimitiveDescCreate,
        result ->
            matmulPrimitiveDescCreate.call(
                result, engine, source, weights, bias, destination, attributes));
  }

  /** The memory descriptor of its scratchpad, which belongs to the primitive descriptor. */
  long scratchpad(long primitiveDescriptor) {
    return descriptorIn(primitiveDescriptor, QUERY_SCRATCHPAD);
  }

  /** A memory descriptor that belongs to a primitive descriptor. */
  long descriptorIn(long primitiveDescriptor, int query) {
    return primitiveDescQueryMd.call(primitiveDescriptor, query, 0);
  }

  /** The implementation oneDNN chose: {@code brg_matmul:avx512_core_bf16}. */
  @SuppressWarnings("restricted")
  String implementation(Arena arena, long primitiveDescriptor) {
    long text =
        created(
            arena,
            primitiveDescQuery,
            result ->
                primitiveDescQuery.call(primitiveDescriptor, QUERY_IMPLEMENTATION_INFO, 0, result));
    return MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Makes the descriptor stand for oneDNN's next choice, or returns false if there is none. */
  boolean nextImplementation(long primitiveDescriptor) {
    int status = (int) primitiveDescNextImpl.call(primitiveDescriptor);
    if (status == LAST_IMPLEMENTATION_REACHED) {
      return false;
    }
    check(primitiveDescNextImpl, status);
    return true;
  }

  void destroyPrimitiveDescriptor(long primitiveDescriptor) {
    check(primitiveDescDestroy, primitiveDescDestroy.call(primitiveDescriptor));
  }

  long createPrimitive(Arena arena, long primitiveDescriptor) {
    return created(
        arena, primitiveCreate, result -> primitiveCreate.call(result, primitiveDescriptor));
  }

  /** Runs a primitive and returns when it is done: a processor's stream is synchronous. */
  void execute(long primitive, int count, long arguments) {
    check(primitiveExecute, primitiveExecute.call(primitive, stream, count, arguments));
  }

  void destroyPrimitive(long primitive) {
    check(primitiveDestroy, primitiveDestroy.call(primitive));
  }

  // ---- memory ----

  /** A view of {@code data}, which somebody must keep reachable. */
  long createMemory(Arena arena, long memoryDescriptor, MemorySegment data) {
    return created(
        arena,
        memoryCreate,
        result -> memoryCreate.call(result, memoryDescriptor, engine, data.address()));
  }

  void destroyMemory(long memory) {
    check(memoryDestroy, memoryDestroy.call(memory));
  }

  /** Fills in number {@code index} of an array of {@code dnnl_exec_arg_t}. */
  static void setArgument(MemorySegment arguments, int index, int kind, long memory) {
    arguments.set(JAVA_INT, index * ARGUMENT_BYTES, kind);
    arguments.set(JAVA_LONG, index * ARGUMENT_BYTES + ARGUMENT_MEMORY_OFFSET, memory);
  }

  // ---- plumbing ----

  /** The processor. */
  long engine() {
    return engine;
  }

  /** The two functions that take a float; made when first needed. */
  @SuppressWarnings("restricted")
  private static final class FloatFunctions {
    static final MethodHandle POINTER_FLOAT_INT_INT =
        Linker.nativeLinker()
            .downcallHandle(
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_FLOAT, JAVA_INT, JAVA_INT));

    static final MethodHandle POINTER_INT_FLOAT_FLOAT =
        Linker.nativeLinker()
            .downcallHandle(
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT));
  }

  /** A call that stores a pointer where its argument points and returns a status. */
  interface Creation {
    long into(long result);
  }

  static long created(Arena arena, NativeLibraryFunction function, Creation creation) {
    MemorySegment result = arena.allocate(ADDRESS);
    check(function, creation.into(result.address()));
    return result.get(JAVA_LONG, 0);
  }

  /** Only the lower half is the status, an {@code int}. */
  private static void check(NativeLibraryFunction function, long result) {
    if ((int) result != 0) {
      throw new OneDnnException(function.name(), (int) result);
    }
  }

  NativeLibraryFunction function(String name) {
    return NativeLibraryFunction.find(library, name);
  }
}
