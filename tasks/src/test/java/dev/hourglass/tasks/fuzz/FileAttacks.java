package dev.hourglass.tasks.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The attacks on one kind of file. */
@FunctionalInterface
interface FileAttacks {
  /**
   * Makes a file and says how it is read.
   *
   * @param folder to write to
   * @param random decides on everything, so that a seed brings the same attack back
   */
  Attack next(Path folder, SplittableRandom random) throws IOException;
}
