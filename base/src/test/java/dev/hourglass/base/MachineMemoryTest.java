package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private MachineMemory found() {
    return MachineMemory.of(root.resolve("proc"), root.resolve("groups"));
  }

  @BeforeEach
  void aMachineOf20Megabytes() throws IOException {
    write("proc/meminfo", "MemTotal:       40000 kB\nMemAvailable:   20000 kB\n");
    write("proc/self/status", "Name:\tjava\nVmSize:\t    6000 kB\n");
    write("proc/self/limits", "Limit\nMax address space         unlimited  unlimited  bytes\n");
  }

  @Test
  void the_machine_itself() {
    assertThat(found()).isEqualTo(new MachineMemory(20_000 * 1024, "this machine"));
  }

  @Test
  void a_group_and_those_it_lies_in() throws IOException {
    write("proc/self/cgroup", "0::/user/job\n");
    write("groups/user/job/memory.max", "max\n");
    write("groups/user/job/memory.current", "3000000\n");
    write("groups/user/memory.max", "9000000\n");
    write("groups/user/memory.current", "5000000\n");
    write("groups/user/memory.stat", "anon 1\ninactive_file 1000000\n");
    assertThat(found()).isEqualTo(new MachineMemory(5_000_000, "this process's control group"));
  }

  @Test
  void a_container_sees_its_group_at_the_root() throws IOException {
    write("proc/self/cgroup", "0::/../elsewhere/on/the/host\n");
    assertThat(found().limit()).isEqualTo("this machine");
    write("proc/self/cgroup", "0::/docker/abc\n");
    write("groups/memory.max", "4000000\n");
    write("groups/memory.current", "5000000\n");
    assertThat(found()).isEqualTo(new MachineMemory(0, "this process's control group"));
  }

  @Test
  void the_older_groups() throws IOException {
    write("proc/self/cgroup", "5:cpu,memory:/job\n4:pids:/job\n");
    write("groups/memory/job/memory.limit_in_bytes", "8000000\n");
    write("groups/memory/job/memory.usage_in_bytes", "2000000\n");
    write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("groups/memory/memory.usage_in_bytes", "2000000\n");
    assertThat(found().available()).isEqualTo(6_000_000);
  }

  @Test
  void the_address_space() throws IOException {
    write("proc/self/limits", "Limit\nMax address space         10000000  unlimited  bytes\n");
    assertThat(found()).isEqualTo(new MachineMemory(10_000_000 - 6000 * 1024, "ulimit -v"));
  }

  @Test
  void another_system_is_asked_through_java() {
    MachineMemory memory = MachineMemory.of(root.resolve("none"), root.resolve("none"));
    assertThat(memory.available()).isGreaterThan(100_000_000);
    assertThat(MachineMemory.now().available()).isPositive();
    assertThat(MachineMemory.text(7_300)).isEqualTo("7 kB");
    assertThat(MachineMemory.text(45_300_000)).isEqualTo("45 MB");
    assertThat(MachineMemory.text(12_345_000_000L)).isEqualTo("12.3 GB");
  }
}
