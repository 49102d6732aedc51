package dev.hourglass.data.picture;

/** How an image comes to a size of other proportions. */
public enum Fit {
  /** Each side is brought to its length, and the proportions change. */
  STRETCH,
  /** What stands out of the wanted proportions is cut off evenly, and the rest brought to size. */
  COVER,
  /** The middle is cut out, as large as it is; smaller images are refused. */
  CROP
}
