package dev.hourglass.engine.kernel;

/** A matrix product with its operands bound, ready to run any number of times. */
public interface Product {
  /** Reads the operands as they are now and writes the output. */
  void run();
}
