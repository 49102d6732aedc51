package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import java.util.Objects;

/**
 * An autoencoder to take part in a comparison.
 *
 * @param name what the report calls it
 * @param blueprint what it is
 * @param training how it is trained
 */
public record Variant(String name, Blueprint blueprint, Training training) {
  public Variant {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a variant in a comparison needs a name");
    }
    Objects.requireNonNull(blueprint, "blueprint");
    Objects.requireNonNull(training, "training");
  }
}
