package dev.hourglass.serve;

/** Something that is closed when it is retired and nobody works with it any more. */
final class Lease {
  private final Runnable close;
  private int workers;
  private boolean isRetired;
  private boolean isClosed;

  Lease(Runnable close) {
    this.close = close;
  }

  synchronized void begin() {
    workers++;
  }

  synchronized void end() {
    workers--;
    closeIfDone();
  }

  synchronized void retire() {
    isRetired = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (isRetired && workers == 0 && !isClosed) {
      isClosed = true;
      close.run();
    }
  }
}
