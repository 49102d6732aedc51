package dev.hourglass.search;

/** Watches an index being written. */
public interface IndexListener {
  /** Watches nothing. */
  IndexListener SILENT = new IndexListener() {};

  /** So many samples will be put in. */
  default void started(int samples) {}

  /** So many of them are in. */
  default void put(int samples) {}
}
