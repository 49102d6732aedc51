package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.InstructionSet;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.Refusal;
import dev.hourglass.engine.optimise.Workers;
import java.lang.foreign.SymbolLookup;

/**
 * oneDNN's matrix products, through its C interface.
 *
 * <p>One instance stands for the loaded library. It is safe to use from several threads. {@link
 * #prepare} is the door; what is called behind it is in {@link OneDnnCalls}.
 *
 * <p>The library is made to use one thread per calling thread: {@link Workers} bring their own
 * parallelism, and a team of OpenMP threads under each of them would only get in its way.
 */
public final class OneDnn {
  private final OneDnnCalls calls;
  private final OneDnnConvolutionCalls convolutionCalls;
  private final OpenMp openMp;
  private final String version;
  private final InstructionSet instructions;
  private final LivingPrimitives living = new LivingPrimitives();

  private OneDnn(SymbolLookup library) {
    openMp = OpenMp.of(library);
    calls = new OneDnnCalls(library);
    convolutionCalls = new OneDnnConvolutionCalls(calls);
    version = calls.version();
    instructions = calls.instructions();
  }

  /**
   * Finds, unpacks and loads the library.
   *
   * @throws Refusal with the reason and the remedy where that is not possible
   */
  public static OneDnn load() throws Refusal {
    return new OneDnn(OneDnnLibrary.load());
  }

  /** The library's version: {@code 3.11.0}. */
  public String version() {
    return version;
  }

  /** The instructions it uses here, as oneDNN calls them: {@code avx512_core_bf16}. */
  public String isa() {
    return instructions.label();
  }

  /** Whether the processor multiplies bfloat16 in hardware. */
  public boolean multipliesBfloat16() {
    return instructions.multipliesBfloat16();
  }

  /** Whether the processor has AVX-512. */
  boolean hasAvx512() {
    return instructions.hasAvx512();
  }

  /**
   * Prepares a product.
   *
   * @throws IllegalArgumentException for formats oneDNN does not combine
   */
  public Product prepare(ProductPlan plan) {
    int team = openMp.enterOneThread();
    try {
      return OneDnnProduct.prepare(this, plan);
    } finally {
      openMp.leaveOneThread(team);
    }
  }

  /**
   * Prepares a convolution.
   *
   * @throws IllegalArgumentException for formats oneDNN does not combine
   */
  public Product prepareConvolution(ConvolutionPlan plan) {
    int team = openMp.enterOneThread();
    try {
      return OneDnnConvolution.prepare(this, plan);
    } finally {
      openMp.leaveOneThread(team);
    }
  }

  /** How many threads OpenMP would give to a call from this thread; 1 where there is no OpenMP. */
  int threadsPerCall() {
    return openMp.threadsPerCall();
  }

  /** What convolutions are made of. */
  OneDnnConvolutionCalls convolutionCalls() {
    return convolutionCalls;
  }

  /** What products are made of. */
  OneDnnCalls calls() {
    return calls;
  }

  /** Runs a primitive, with one OpenMP thread, and returns when it is done. */
  void execute(long primitive, int count, long arguments) {
    int team = openMp.enterOneThread();
    try {
      calls.execute(primitive, count, arguments);
    } finally {
      openMp.leaveOneThread(team);
    }
  }

  /** What is prepared and not yet destroyed. */
  LivingPrimitives living() {
    return living;
  }
}
