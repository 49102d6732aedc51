package dev.hourglass.engine;

/**
 * What classes of loops over vectors extend, so that HotSpot compiles each loop on its own.
 *
 * <p>While it inlines, its compiler has 18,000 nodes for a method. One call of the Vector API takes
 * some four hundred; a method of ours that is reached beyond the limit stays a call, whose vectors
 * become objects, and the loop runs ten times slower. One loop of up to forty such calls fits.
 * Several do not, and a method that calls several loops has them inlined as soon as the compiler
 * finds them small and frequent. There is no annotation against that outside the JDK, but there is
 * a rule: a method of a throwable class is not inlined into an inlined method of another class
 * ({@code bytecodeInfo.cpp}, "exception method"). So loops are methods of throwable classes; nobody
 * ever makes or throws one.
 *
 * <p>The rule does not cover calls made directly by the very method that is being compiled. Hence a
 * method outside calls directly either one long loop or a few short ones, and reaches further ones
 * through methods that do nothing else.
 */
@SuppressWarnings("serial")
abstract class VectorLoops extends Throwable {
  VectorLoops() {
    throw new UnsupportedOperationException("a place for loops");
  }
}
