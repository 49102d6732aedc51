package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What a training has taken of memory outside the heap it gives back, whatever its sizes: native
 * primitives above all, of which each size has its own.
 *
 * <p>For longer: {@code -Dhourglass.trainings=1000}.
 */
@EnabledOnOs(OS.LINUX)
class ManyTrainingsTest {
  private static final int TRAININGS = Integer.getInteger("hourglass.trainings", 60);

  /** What the compiler and the heap still grow by: 20 primitives of 2 MB a training are more. */
  private static final long MOST_MEGABYTES = 60;

  @Test
  void trainings_of_many_sizes_level_off_in_memory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                ManyTrainings.class.getName(),
                Integer.toString(TRAININGS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> megabytes = process.inputReader().lines().map(Long::valueOf).toList();
    assertThat(process.waitFor()).isZero();
    System.out.println("resident megabytes after every ten trainings: " + megabytes);
    long early = megabytes.get(megabytes.size() / 2 - 1);
    assertThat(megabytes.getLast()).as("%s", megabytes).isLessThan(early + MOST_MEGABYTES);
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
}
