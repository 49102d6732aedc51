package dev.hourglass.data.picture;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What images become when they are read.
 *
 * @param resize the size to bring them to; otherwise they must all have the same
 * @param fit how they are brought to that size
 * @param color the channels they get
 * @param crop the size of the pieces to cut them into after that; they may then have any size that
 *     is not smaller
 * @param binarize the seed of draws that make every number 0 or 1 ({@link Binarization}); numbers
 *     stay as they are without one
 * @param skipsUnreadable whether images that cannot be read are left out; otherwise they are an
 *     error
 */
public record ImageOptions(
    Optional<ImageSize> resize,
    Fit fit,
    ColorMode color,
    Optional<ImageSize> crop,
    OptionalLong binarize,
    boolean skipsUnreadable) {

  public ImageOptions {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(color, "color");
    Objects.requireNonNull(crop, "crop");
    Objects.requireNonNull(binarize, "binarize");
  }

  /** As they are, one channel when all are grey, otherwise three; each must be readable. */
  public static ImageOptions defaults() {
    return new ImageOptions(
        Optional.empty(),
        Fit.STRETCH,
        ColorMode.KEEP,
        Optional.empty(),
        OptionalLong.empty(),
        false);
  }

  /** These options with another {@link #resize}. */
  public ImageOptions withResize(ImageSize value) {
    return new ImageOptions(Optional.of(value), fit, color, crop, binarize, skipsUnreadable);
  }

  /** These options with another {@link #fit}. */
  public ImageOptions withFit(Fit value) {
    return new ImageOptions(resize, value, color, crop, binarize, skipsUnreadable);
  }

  /** These options with another {@link #color}. */
  public ImageOptions withColor(ColorMode value) {
    return new ImageOptions(resize, fit, value, crop, binarize, skipsUnreadable);
  }

  /** These options with another {@link #crop}. */
  public ImageOptions withCrop(ImageSize value) {
    return new ImageOptions(resize, fit, color, Optional.of(value), binarize, skipsUnreadable);
  }

  /** These options with another {@link #binarize}. */
  public ImageOptions withBinarize(long value) {
    return new ImageOptions(resize, fit, color, crop, OptionalLong.of(value), skipsUnreadable);
  }

  /** These options without a {@link #crop}. */
  public ImageOptions withoutCrop() {
    return new ImageOptions(resize, fit, color, Optional.empty(), binarize, skipsUnreadable);
  }

  /** These options with another {@link #skipsUnreadable}. */
  public ImageOptions withSkipsUnreadable(boolean value) {
    return new ImageOptions(resize, fit, color, crop, binarize, value);
  }

  /** These options with the size, fit and channels of others where they have none of their own. */
  public ImageOptions orElse(ImageOptions others) {
    return new ImageOptions(
        resize.or(others::resize),
        resize.isPresent() ? fit : others.fit,
        color == ColorMode.KEEP ? others.color : color,
        crop.or(others::crop),
        binarize.isPresent() ? binarize : others.binarize,
        skipsUnreadable);
  }

  /**
   * An image in the size and the channels that these ask for.
   *
   * @throws IllegalArgumentException if it is to be cropped and too small for that
   */
  Pixels apply(Pixels pixels) {
    Pixels colored =
        switch (color) {
          case KEEP -> pixels;
          case GREY -> pixels.toGrey();
          case RGB -> pixels.toRgb();
        };
    return resize
        .map(
            size ->
                switch (fit) {
                  case STRETCH -> colored.resized(size);
                  case COVER -> colored.cropped(size.grownWithin(colored.size())).resized(size);
                  case CROP -> colored.cropped(size);
                })
        .orElse(colored);
  }
}
