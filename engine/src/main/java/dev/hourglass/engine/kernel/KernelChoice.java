package dev.hourglass.engine.kernel;

import dev.hourglass.base.Label;

/** Which kernels somebody wants. */
public enum KernelChoice {
  /** The fastest that work here. */
  AUTO,
  /** Native code or nothing. */
  NATIVE,
  /** Plain Java. */
  PORTABLE;

  /** The name users write. */
  public String label() {
    return Label.of(this);
  }

  /**
   * The choice of that name.
   *
   * @throws IllegalArgumentException naming the nearest known name when there is none
   */
  public static KernelChoice named(String name) {
    return Label.named(KernelChoice.class, name);
  }
}
