package dev.hourglass.engine;

/**
 * What classes of loops over vectors extend, so that HotSpot compiles each loop on its own.
 *
 * <p>While it inlines, its compiler gives a method 18,000 nodes. One call of the Vector API takes
 * some four hundred; a method of ours that is reached beyond the limit stays a call, whose vectors
 * become objects, and the loop runs ten to a hundred times slower. One loop fits. Several do not,
 * and a method that calls several loops has them inlined as soon as the compiler finds them small
 * and frequent. There is no annotation against that outside the JDK, but there is a rule: methods
 * of throwable classes are not inlined into those of others ({@code bytecodeInfo.cpp}, "exception
 * method"). Nobody ever makes or throws one of these.
 */
@SuppressWarnings("serial")
abstract class VectorLoops extends Throwable {
  VectorLoops() {
    throw new UnsupportedOperationException("a place for loops");
  }
}
