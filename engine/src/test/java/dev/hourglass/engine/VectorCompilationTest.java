package dev.hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once compiled, no loop over vectors makes objects: that is how one sees that it is fast. */
class VectorCompilationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Size SIZE = new Size(16, 784, 24);
  private static final int RUNS = 20;
  private static final long DEADLINE_NANOS = 60_000_000_000L;

  /** A run may make a few objects a row, but none for each of a row's 49 vectors. */
  private static final long BYTES_PER_ROW = 64;

  @BeforeAll
  static void needs_the_fast_kernels() {
    assumeTrue(AvailableKernels.all().size() > 1, "the native kernels do not run here");
  }

  static Stream<KernelCase> cases() {
    return KernelCases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void no_vector_becomes_an_object(KernelCase one) {
    Kernels kernels = AvailableKernels.all().getLast();
    try (Arena arena = Arena.ofConfined()) {
      for (Arrangement arrangement : List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16)) {
        DoubleSupplier run =
            one.operation().bind(kernels, new Operands(arena, arrangement, SIZE, false, 4)).run();
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        long bytes;
        do {
          bytes = bytesPerRun(run);
        } while (bytes > BYTES_PER_ROW * SIZE.rows() && System.nanoTime() < deadline);
        assertThat(bytes)
            .as("bytes on the heap for one run of %s in %s", one.name(), arrangement)
            .isLessThanOrEqualTo(BYTES_PER_ROW * SIZE.rows());
      }
    }
  }

  private static long bytesPerRun(DoubleSupplier run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    double kept = 0;
    for (int i = 0; i < RUNS; i++) {
      kept += run.getAsDouble();
    }
    long after = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(kept).isNotEqualTo(Double.MIN_VALUE);
    return (after - before) / RUNS;
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
