package dev.hourglass.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.kernel.AllocationProbe;
import dev.hourglass.engine.kernel.AvailableKernels;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.Test;

/** Once compiled, no loop over vectors makes objects: that is how one sees that it is fast. */
class VectorCompilationTest {
  @Test
  void once_compiled_no_kernel_makes_objects_of_vectors() throws Exception {
    assumeTrue(AvailableKernels.all().size() > 1, "the native kernels do not run here");
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                AllocationProbe.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = probe.inputReader().lines().toList();
    assertThat(probe.waitFor()).isZero();
    assertThat(lines).hasSize(2 * KernelCases.all().size());
    assertThat(lines)
        .as("bytes from the heap for a run, arrangement, case")
        .allMatch(line -> Long.parseLong(line.split(" ")[0]) <= AllocationProbe.ALLOWED);
  }

  /** Of this process, whether it was given as class path or as module path. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void every_method_on_vectors_outside_loops_is_always_inlined() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Class<?> type : vectorClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        String name = type.getSimpleName() + "." + method.getName();
        boolean listed =
            VectorCompilation.INLINED.contains(name)
                || VectorCompilation.INLINED.contains(type.getSimpleName() + ".*");
        if (takesOrGivesVectors(method) && !method.isSynthetic() && !listed) {
          missing.add(type.getName() + "." + method.getName());
        }
      }
    }
    assertThat(missing).as("not in VectorCompilation.INLINED").isEmpty();
  }

  @Test
  void what_is_always_inlined_exists() throws Exception {
    List<String> known = new ArrayList<>();
    for (Class<?> type : vectorClasses()) {
      known.add(type.getSimpleName() + ".*");
      for (Method method : type.getDeclaredMethods()) {
        known.add(type.getSimpleName() + "." + method.getName());
      }
    }
    assertThat(known).containsAll(VectorCompilation.INLINED);
  }

  /** A class that has moved is not inlined any more, and nothing but the clock would say so. */
  @Test
  void the_directives_name_classes_where_they_are() {
    List<String> named =
        Pattern.compile("\"\\+([\\w/]+)\\.[\\w*]+\"")
            .matcher(VectorCompilation.directives())
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(VectorStrip.class.getResource("/" + name + ".class"))
                    .as(name)
                    .isNotNull());
    assertThat(VectorCompilation.directives().split("\"\\+", -1))
        .hasSize(1 + VectorCompilation.INLINED.size());
  }

  private static boolean takesOrGivesVectors(Method method) {
    return Stream.concat(
            Arrays.stream(method.getParameterTypes()), Stream.of(method.getReturnType()))
        .anyMatch(type -> Vector.class.isAssignableFrom(type) || type.equals(VectorMask.class));
  }

  private static List<Class<?>> vectorClasses()
      throws URISyntaxException, IOException, ClassNotFoundException {
    Path folder = Path.of(VectorStrip.class.getResource("VectorStrip.class").toURI()).getParent();
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("Vector") && name.endsWith(".class")) {
          found.add(
              Class.forName(
                  VectorStrip.class.getPackageName() + "." + name.replaceFirst("\\.class$", "")));
        }
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }
}
