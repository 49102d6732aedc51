package dev.hourglass.data.picture;

/** What channels images get. */
public enum ColorMode {
  /** One channel when all images are grey, otherwise three. */
  KEEP,
  /** One channel; colours become their luma. */
  GREY,
  /** Three channels. */
  RGB
}
