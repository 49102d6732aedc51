package dev.hourglass.autoencoder.train;

import dev.hourglass.base.Excerpt;
import java.nio.file.Path;

/** A checkpoint that belongs to another training than the one that wants to resume. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CheckpointException(Path file, String detail) {
    super(
        "%s cannot be resumed: %s; resume with the settings and data that wrote it, or train anew"
            .formatted(file, Excerpt.of(detail)));
  }
}
