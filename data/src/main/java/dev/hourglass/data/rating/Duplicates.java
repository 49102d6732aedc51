package dev.hourglass.data.rating;

/** What counts where a user has rated an item more than once. */
public enum Duplicates {
  /** The latest rating by its time; where there are no times, the last in the file. */
  LAST,
  /** The ratings' mean. */
  MEAN,
  /** The ratings' sum: counts of plays, purchases or clicks. */
  SUM
}
