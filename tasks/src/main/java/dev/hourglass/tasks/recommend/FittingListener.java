package dev.hourglass.tasks.recommend;

/** Told what a fit comes to, for people who wait. */
@FunctionalInterface
public interface FittingListener {
  /** Does nothing. */
  FittingListener SILENT = _ -> {};

  /** Something was done or found. */
  void said(String line);
}
