package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @AfterEach
  void forgetInterrupts() {
    Thread.interrupted();
  }

  @Test
  void an_interrupted_thread_writes_all_the_same_and_stays_interrupted() {
    Path file = folder.resolve("new/a");
    Thread.currentThread().interrupt();
    WholeFile.write(file, new byte[] {1, 2, 3});
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void an_interrupted_thread_reads_all_the_same_and_stays_interrupted() throws Exception {
    Path file = folder.resolve("a.safetensors");
    var tensors = new LinkedHashMap<String, Safetensors.Block>();
    tensors.put("x", Safetensors.Block.of(new float[] {1, 2}, 2L));
    new Safetensors(Map.of("k", "v"), tensors).write(file);
    Thread.currentThread().interrupt();
    assertThat(Safetensors.read(file, Arena.ofAuto()).metadata()).containsEntry("k", "v");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void a_reading_that_is_interrupted_midway_begins_again() throws IOException {
    Path file = folder.resolve("a");
    Files.write(file, new byte[5]);
    int[] readings = {0};
    long size =
        Uninterrupted.<Long, RuntimeException>read(
            () -> {
              try (FileChannel channel = FileChannel.open(file)) {
                if (readings[0]++ == 0) {
                  Thread.currentThread().interrupt();
                }
                return channel.size();
              }
            });
    assertThat(size).isEqualTo(5);
    assertThat(readings[0]).isEqualTo(2);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void two_who_write_one_file_leave_one_of_both_whole_and_nothing_else() throws Exception {
    Path file = folder.resolve("a");
    byte[] zeros = new byte[200_000];
    byte[] ones = new byte[300_000];
    Arrays.fill(ones, (byte) 1);
    try (ExecutorService team = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 40; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        Future<?> first = team.submit(() -> writeAfter(together, file, zeros));
        Future<?> second = team.submit(() -> writeAfter(together, file, ones));
        first.get();
        second.get();
        assertThat(Files.readAllBytes(file)).isIn(zeros, ones);
      }
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static Void writeAfter(CyclicBarrier together, Path file, byte[] content)
      throws Exception {
    together.await();
    WholeFile.write(file, content);
    return null;
  }
}
