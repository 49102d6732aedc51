package dev.hourglass.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.kernel.InstructionSet;
import dev.hourglass.engine.kernel.Refusal;
import dev.hourglass.engine.kernel.onednn.OneDnnLibrary.Platform;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class OneDnnTest {
  static boolean isSupported() {
    return Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).isPresent();
  }

  @Test
  @EnabledIf("isSupported")
  void it_tells_its_version_and_what_the_processor_can_do() throws Exception {
    OneDnn oneDnn = OneDnn.load();
    assertThat(oneDnn.version()).matches("3\\.\\d+\\.\\d+");
    assertThat(oneDnn.isa()).isNotEmpty();
    if (oneDnn.isa().contains("bf16") || oneDnn.isa().contains("amx")) {
      assertThat(oneDnn.multipliesBfloat16()).isTrue();
    }
    assertThat(new InstructionSet(0xe7).label()).isEqualTo("avx512_core_bf16");
    assertThat(new InstructionSet(0x77777).label()).isEqualTo("isa 0x77777");
  }

  @Test
  @EnabledIf("isSupported")
  void every_calling_thread_is_one_thread_to_openmp() throws Exception {
    OneDnn oneDnn = OneDnn.load();
    Callable<Integer> asking = oneDnn::threadsPerCall;
    assertThat(asking.call()).isEqualTo(1);
    try (ExecutorService team = Executors.newFixedThreadPool(3)) {
      for (Future<Integer> answer : team.invokeAll(Collections.nCopies(3, asking))) {
        assertThat(answer.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void platforms_are_told_from_the_jdks_properties() {
    assertThat(Platform.of("Linux", "amd64")).contains(Platform.LINUX_X86_64);
    assertThat(Platform.of("Linux", "aarch64")).contains(Platform.LINUX_ARM64);
    assertThat(Platform.of("Mac OS X", "aarch64")).contains(Platform.MACOSX_ARM64);
    assertThat(Platform.of("Mac OS X", "x86_64")).contains(Platform.MACOSX_X86_64);
    assertThat(Platform.of("Windows 11", "amd64")).contains(Platform.WINDOWS_X86_64);
    assertThat(Platform.of("Linux", "riscv64")).isEmpty();
    assertThat(Platform.of("Windows 11", "aarch64")).isEmpty();
    assertThat(Platform.of("AIX", "ppc64")).isEmpty();
  }

  @Test
  void an_unknown_platform_is_refused_by_name() {
    assertThatThrownBy(() -> OneDnnLibrary.find("Linux", "riscv64", getClass().getClassLoader()))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "no oneDNN for this platform: Linux/riscv64. Remedy: set option 'kernels' = portable"
                + " to silence this");
  }

  @Test
  void a_missing_jar_is_refused_with_what_to_add() throws Exception {
    try (var empty = new URLClassLoader(new URL[0], null)) {
      assertThatThrownBy(() -> OneDnnLibrary.find("Linux", "aarch64", empty))
          .isInstanceOf(Refusal.class)
          .hasMessage(
              "org/bytedeco/dnnl/linux-arm64/libgomp.so.1 is not on the class path. Remedy: add"
                  + " org.bytedeco:dnnl with the classifier linux-arm64");
    }
  }
}
