package dev.hourglass.engine.kernel;

import dev.hourglass.base.NearestName;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which kernels somebody wants; {@link KernelLadder#climb} finds them. */
public enum KernelChoice {
  /** The fastest that work. */
  AUTO,
  /** Native code, or none. */
  NATIVE,
  /** Plain Java. */
  PORTABLE;

  /** The name users write: {@code auto}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The choice of that name.
   *
   * @throws IllegalArgumentException naming the nearest known name when there is none
   */
  public static KernelChoice named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(choice -> choice.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown kernels '%s': did you mean '%s'? Known: %s"
                        .formatted(
                            name,
                            NearestName.to(
                                wanted, Arrays.stream(values()).map(KernelChoice::label)),
                            Arrays.stream(values())
                                .map(KernelChoice::label)
                                .collect(Collectors.joining(", ")))));
  }
}
