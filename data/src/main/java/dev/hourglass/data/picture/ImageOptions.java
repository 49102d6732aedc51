package dev.hourglass.data.picture;

import java.util.Objects;
import java.util.Optional;

/**
 * What images become when they are read.
 *
 * @param resize the size to bring them to; otherwise they must all have the same
 * @param color the channels they get
 */
public record ImageOptions(Optional<ImageSize> resize, ColorMode color) {

  public ImageOptions {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(color, "color");
  }

  /** As they are, one channel when all are grey, otherwise three. */
  public static ImageOptions defaults() {
    return new ImageOptions(Optional.empty(), ColorMode.KEEP);
  }
}
