package dev.hourglass.tasks.fuzz;

import java.nio.file.Path;
import java.util.Set;

/**
 * A file that somebody has damaged or forged, and what reads it.
 *
 * @param what was done to it, for messages
 * @param file it lies in
 * @param reading reads it and uses what comes of it
 * @param refusals the exceptions that reading is documented to throw
 */
record Attack(String what, Path file, Reading reading, Set<Class<? extends Exception>> refusals) {
  /** What is attacked. */
  @FunctionalInterface
  interface Reading {
    void run() throws Exception;
  }
}
