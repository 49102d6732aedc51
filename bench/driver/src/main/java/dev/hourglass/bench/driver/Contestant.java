package dev.hourglass.bench.driver;

import dev.hourglass.bench.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that takes part, and the settings it may be started with.
 *
 * @param name how the command line calls it
 * @param role what its figures are for
 * @param module the folder under {@code bench} whose class path it runs with
 * @param mainClass its entry
 * @param arguments what its {@code main} gets after line, folder and threads
 * @param jvmFlags what its JVM needs
 * @param settings threads and environment to choose from, the likeliest first
 */
record Contestant(
    String name,
    Role role,
    String module,
    String mainClass,
    List<String> arguments,
    List<String> jvmFlags,
    List<Setting> settings) {

  /** Before the precision: its products and convolutions alone. */
  static final String LIMIT = "limit-";

  /** Before the precision: those and a step of the optimiser. */
  static final String LIMIT_WITH_STEP = "limit-adam-";

  static final String FLOAT32 = "hourglass-float32";
  static final String DJL = "djl";
  static final String DL4J = "dl4j";

  /** What a contestant's figures are for. */
  enum Role {
    /** Another library. */
    PEER,
    /** Hourglass in one precision. */
    HOURGLASS,
    /** What the matrix products of the same line would allow in one precision. */
    LIMIT
  }

  /** Whether it does a line's work: there is no step of an optimiser but in trainings. */
  boolean takesPart(Line line) {
    return line instanceof Line.Training || !name.startsWith(LIMIT_WITH_STEP);
  }

  /**
   * One way to start a contestant.
   *
   * @param threads threads that it computes with
   * @param note what else is particular, for the table; may be empty
   * @param environment variables to set; a null value removes one
   */
  record Setting(int threads, String note, Map<String, String> environment) {
    @Override
    public String toString() {
      return note.isEmpty() ? String.valueOf(threads) : threads + " " + note;
    }
  }

  /**
   * Returns all contestants.
   *
   * @param cores processors of this machine
   * @param avx512 whether they have AVX-512
   */
  static List<Contestant> all(int cores, boolean avx512) {
    List<Contestant> all = new ArrayList<>();
    for (String precision : List.of("float32", "bfloat16")) {
      List<String> arguments = List.of(precision);
      all.add(
          hourglass("hourglass-" + precision, Role.HOURGLASS, "HourglassPeer", arguments, cores));
    }
    for (String precision : List.of("float32", "bfloat16")) {
      List<String> arguments = List.of(precision);
      all.add(hourglass(LIMIT + precision, Role.LIMIT, "ProductLimit", arguments, cores));
    }
    for (String precision : List.of("float32", "bfloat16")) {
      List<String> arguments = List.of(precision, "adam");
      all.add(hourglass(LIMIT_WITH_STEP + precision, Role.LIMIT, "ProductLimit", arguments, cores));
    }
    all.add(
        new Contestant(
            DJL,
            Role.PEER,
            "djl",
            "dev.hourglass.bench.djl.DjlPeer",
            List.of(),
            List.of("-Xmx1g"),
            openMp(cores, Map.of())));
    all.add(
        new Contestant(
            DL4J,
            Role.PEER,
            "dl4j",
            "dev.hourglass.bench.dl4j.Dl4jPeer",
            List.of(),
            // JavaCPP 1.5.7 reads array offsets through sun.misc.Unsafe.
            List.of("-Xmx1g", "--sun-misc-unsafe-memory-access=allow"),
            openMp(cores, openBlas(avx512))));
    return all;
  }

  private static Contestant hourglass(
      String name, Role role, String mainClass, List<String> arguments, int cores) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting(cores, "", Map.of("OMP_NUM_THREADS", "1")));
    if (cores > 1) {
      // Work on whole datasets takes as many threads as the JVM counts processors.
      Map<String, String> alone =
          Map.of("OMP_NUM_THREADS", "1", "JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=1");
      settings.add(new Setting(1, "", alone));
    }
    return new Contestant(
        name,
        role,
        "hourglass",
        "dev.hourglass.bench.hourglass." + mainClass,
        arguments,
        // As the launcher starts it, with a heap that keeps an honest peak.
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+UseTransparentHugePages",
            "--add-modules=jdk.incubator.vector"),
        settings);
  }

  /**
   * One thread, all cores, and all cores with waiting threads that sleep: an OpenMP team that spins
   * while it waits wins on an idle machine and collapses on a shared one.
   */
  private static List<Setting> openMp(int cores, Map<String, String> common) {
    List<Setting> settings = new ArrayList<>();
    settings.add(openMp(1, "", "", common));
    if (cores > 1) {
      settings.add(openMp(cores, "passive", "passive", common));
      settings.add(openMp(cores, "", "", common));
    }
    return settings;
  }

  private static Setting openMp(
      int threads, String note, String waiting, Map<String, String> common) {
    Map<String, String> environment = new LinkedHashMap<>(common);
    environment.put("OMP_NUM_THREADS", String.valueOf(threads));
    environment.put("OMP_WAIT_POLICY", waiting.isEmpty() ? null : waiting);
    return new Setting(threads, note, environment);
  }

  /**
   * OpenBLAS 0.3.19, of 2021, falls back to its slowest kernels on processors it has not heard of.
   * Named by hand, its AVX-512 kernels train the deep network three times faster on an AMD EPYC of
   * family 26.
   */
  private static Map<String, String> openBlas(boolean avx512) {
    if (!avx512) {
      return Map.of();
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OPENBLAS_CORETYPE", "SkylakeX");
    environment.put("OPENBLAS_L2_SIZE", null);
    return environment;
  }
}
