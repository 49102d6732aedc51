package dev.hourglass.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor is and can do, by the kernel's word. */
final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Returns the processor's name, or the architecture's where the kernel gives none. */
  static String processor() {
    String name = entry("model name");
    return name.isEmpty() ? System.getProperty("os.arch") : name;
  }

  /** Returns whether the processor lists a feature such as {@code avx512f}. */
  static boolean has(String feature) {
    return (" " + entry("flags") + " ").contains(" " + feature + " ");
  }

  private static String entry(String name) {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(text -> text.startsWith(name))
          .map(text -> text.substring(text.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
