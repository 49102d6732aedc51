package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A C function whose parameters and result are integers or pointers.
 *
 * <p>All such functions of at most seven parameters are called through one and the same method
 * handle, those of more through another. Every calling convention that the JDK knows passes them in
 * 64-bit registers or stack slots, of which a function ignores those it has no parameter for, as it
 * ignores the upper half where its parameter is an {@code int}. One handle instead of one for each
 * of the two dozen signatures saves the linker a fifth of a second at start-up; and as the address
 * is an argument, the handle is a constant, which makes a call as fast as it gets.
 *
 * @param name as in the C header, for messages
 * @param address where it is
 */
record NativeLibraryFunction(String name, MemorySegment address) {
  @SuppressWarnings("restricted")
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                  JAVA_LONG));

  /** The handle of functions with many parameters; made when first needed. */
  private static final class Wide {
    @SuppressWarnings("restricted")
    static final MethodHandle CALL =
        Linker.nativeLinker()
            .downcallHandle(
                FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  /**
   * The function of that name.
   *
   * @throws java.util.NoSuchElementException when the library has none
   */
  static NativeLibraryFunction find(SymbolLookup library, String name) {
    return new NativeLibraryFunction(name, library.findOrThrow(name));
  }

  /** Calls it; where its result is an {@code int}, the upper half of what returns is undefined. */
  long call(long a, long b, long c, long d, long e, long f, long g) {
    try {
      return (long) CALL.invokeExact(address, a, b, c, d, e, f, g);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** The same with thirteen parameters. */
  long callWide(
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m) {
    try {
      return (long) Wide.CALL.invokeExact(address, a, b, c, d, e, f, g, h, i, j, k, l, m);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  long call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0, 0);
  }

  long call(long a, long b, long c) {
    return call(a, b, c, 0);
  }

  long call(long a, long b) {
    return call(a, b, 0);
  }

  long call(long a) {
    return call(a, 0);
  }

  long call() {
    return call(0);
  }

  /** Method handles declare {@code Throwable}, but those of C functions throw nothing checked. */
  static RuntimeException unchecked(Throwable t) {
    return switch (t) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(t);
    };
  }
}
