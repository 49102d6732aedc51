package dev.hourglass.data.picture;

import dev.hourglass.data.scan.Scan;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The scans that were read last, for several threads: a packed volume is unpacked once, and not for
 * each of its slices.
 */
public final class OpenScans {
  /** Slices are asked for in their order: no more than two volumes meet. */
  private static final int MOST = 2;

  private record Open(Path file, Scan scan) {}

  private final Deque<Open> last = new ArrayDeque<>();

  /**
   * The scan of a file.
   *
   * @throws dev.hourglass.data.dataset.DataException if it cannot be read
   */
  public synchronized Scan at(Path file) {
    for (Open open : last) {
      if (open.file.equals(file)) {
        return open.scan;
      }
    }
    Scan scan = Scan.open(file);
    if (last.size() == MOST) {
      last.removeLast();
    }
    last.addFirst(new Open(file, scan));
    return scan;
  }
}
