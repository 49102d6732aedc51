package dev.hourglass.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How busy the whole machine has been since it started, by the kernel's count: what tells a slow
 * contestant from a machine that was doing something else.
 *
 * @param busySeconds processor time spent working or taken by the hypervisor, all cores together
 */
record ProcessorTime(double busySeconds) {

  private static final double TICKS_PER_SECOND = 100; // USER_HZ on Linux.
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int STOLEN = 8;

  /** Reads the count; 0 where the system has none. */
  static ProcessorTime now() {
    Path stat = Path.of("/proc/stat");
    if (!Files.isReadable(stat)) {
      return new ProcessorTime(0);
    }
    try {
      List<String> words = List.of(Files.readAllLines(stat).getFirst().split(" +"));
      long busy = 0;
      for (int i = 1; i <= STOLEN; i++) {
        busy += i == IDLE || i == WAITING ? 0 : Long.parseLong(words.get(i));
      }
      return new ProcessorTime(busy / TICKS_PER_SECOND);
    } catch (IOException e) {
      return new ProcessorTime(0);
    }
  }
}
