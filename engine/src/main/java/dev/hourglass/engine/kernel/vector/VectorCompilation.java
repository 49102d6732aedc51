package dev.hourglass.engine.kernel.vector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Tells HotSpot's compiler what to inline where vectors are concerned.
 *
 * <p>A vector that crosses a real call is an object, and the loop around it runs ten times slower.
 * What is inlined is the compiler's guess, which depends on what happened to be compiled before:
 * left alone, one training in three runs at half speed. The JDK marks the Vector API's own methods
 * as always inlined; outside the JDK there is no such annotation, but there are compiler directives
 * (JEP 165), and a running program may add them.
 *
 * <p>So, whatever the profile says: methods on vectors are always inlined, and loops over vectors
 * never, since each then has the compiler's budget to itself. While it inlines, the compiler has
 * 18,000 nodes for a method; one call of the Vector API takes some four hundred, and a method of
 * ours that is reached beyond the limit stays a call after all. A loop of up to forty such calls
 * fits. Loops are in nested classes called {@code Loops}, which is how the compiler knows them.
 */
public final class VectorCompilation {
  /** This room, as the compiler spells it; a pattern of another place matches nothing, silently. */
  private static final String PACKAGE =
      VectorCompilation.class.getPackageName().replace('.', '/') + "/";

  /** Methods on vectors, as class and method; nothing of a loop. A test finds what is missing. */
  static final List<String> INLINED =
      List.of(
          "VectorLanes.*",
          "VectorMath.*",
          "VectorStrip.load",
          "VectorStrip.store",
          "VectorStrip.putLanes",
          "VectorBottlenecks.clampLogVariance",
          "VectorNoise.middle",
          "VectorNoise.tail",
          "VectorNoise.cells",
          "VectorNoise.shifted",
          "VectorSmallest.lesser",
          "VectorSlopes.ofSigmoid",
          "VectorSlopes.ofTanh",
          "VectorSlopes.twiceInner",
          "VectorSlopes.innerSlope",
          "VectorTopK.ordered");

  /** Added when first asked for, once; why not, where it could not be done. */
  private static final String FAILURE = add();

  private VectorCompilation() {}

  /** Adds the directives, once; a warning says why where that cannot be done. */
  public static void direct() {
    if (!FAILURE.isEmpty()) {
      System.getLogger("dev.hourglass.engine")
          .log(
              System.Logger.Level.WARNING,
              "this JVM takes no compiler directives, so the vector kernels may run at half speed: "
                  + FAILURE
                  + ". Remedy: run on OpenJDK with the module jdk.management.");
    }
  }

  private static String add() {
    try {
      Path file = Files.createTempFile("hourglass-directives", ".json");
      try {
        Files.writeString(file, directives());
        String answer =
            (String)
                ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesAdd",
                        new Object[] {new String[] {file.toString()}},
                        new String[] {String[].class.getName()});
        return answer.startsWith("1 compiler directives added") ? "" : answer.strip();
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException | RuntimeException e) {
      return e.toString();
    }
  }

  /** What the compiler is told: JSON, as JEP 165 has it. */
  static String directives() {
    String inlined =
        INLINED.stream()
            .map(method -> "\"+" + PACKAGE + method + "\"")
            .collect(Collectors.joining(", "));
    return """
    [{match: "dev/hourglass/*.*", c2: {inline: ["-*$Loops.*", %s]}}]
    """
        .formatted(inlined);
  }
}
