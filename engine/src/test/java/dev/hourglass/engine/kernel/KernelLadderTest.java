package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.kernel.KernelLadder.Rung;
import dev.hourglass.engine.kernel.onednn.OneDnnException;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class KernelLadderTest {
  @Test
  void an_interrupt_of_whoever_asks_first_does_not_reach_the_loading() throws Exception {
    Kernels portable = KernelLadder.portable();
    Thread.currentThread().interrupt();
    Kernels loaded;
    try {
      loaded =
          KernelLadder.undisturbed(
              () -> {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return portable;
              });
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(loaded).isSameAs(portable);
    assertThatThrownBy(
            () ->
                KernelLadder.undisturbed(
                    () -> {
                      throw new Refusal("no", Refusal.SILENCE);
                    }))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no");
  }

  private static final Kernels FAST = new PortableKernels();
  private static final Kernels SLOW = new PortableKernels();

  private static final Rung HOLDS = new Rung(KernelChoice.NATIVE, () -> FAST);
  private static final Rung BREAKS =
      new Rung(
          KernelChoice.NATIVE,
          () -> {
            throw new Refusal("the thing is broken", "mend it");
          });
  private static final Rung ALWAYS_HOLDS = new Rung(KernelChoice.PORTABLE, () -> SLOW);

  private final List<String> warnings = new ArrayList<>();
  private final System.Logger logger = new Recorder(warnings);
  private final KernelLadder whole = new KernelLadder(List.of(HOLDS, ALWAYS_HOLDS), logger);
  private final KernelLadder broken = new KernelLadder(List.of(BREAKS, ALWAYS_HOLDS), logger);

  @Test
  void the_fastest_that_holds_comes_first_and_nothing_is_said() {
    assertThat(whole.find(KernelChoice.AUTO)).isSameAs(FAST);
    assertThat(whole.holding()).containsExactly(FAST, SLOW);
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_refusal_is_one_warning_a_climb_with_the_reason_and_the_remedy() {
    String warning =
        "WARNING no native kernels, slower ones step in: the thing is broken. Remedy: mend it.";
    assertThat(broken.find(KernelChoice.AUTO)).isSameAs(SLOW);
    assertThat(warnings).containsExactly(warning);
    assertThat(broken.holding()).containsExactly(SLOW);
    assertThat(warnings).containsExactly(warning, warning);
  }

  @Test
  void portable_does_not_even_look_at_the_native_rung() {
    assertThat(broken.find(KernelChoice.PORTABLE)).isSameAs(SLOW);
    assertThat(warnings).isEmpty();
  }

  @Test
  void native_fails_where_it_does_not_hold_and_says_why_every_time() {
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> broken.find(KernelChoice.NATIVE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("option 'kernels' = native, but the thing is broken. Remedy: mend it.");
    }
    assertThat(warnings).isEmpty();
    assertThat(whole.find(KernelChoice.NATIVE)).isSameAs(FAST);
  }

  @Test
  void a_choice_is_known_by_its_label() {
    for (KernelChoice choice : KernelChoice.values()) {
      assertThat(KernelChoice.named(" " + choice.label().toUpperCase(Locale.ROOT)))
          .isEqualTo(choice);
    }
  }

  @Test
  void an_unknown_choice_is_refused_with_the_nearest_one() {
    assertThatThrownBy(() -> KernelChoice.named("nativ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown kernels 'nativ': did you mean 'native'? Known: auto, native, portable");
  }

  @Test
  void a_missing_vector_module_is_refused_with_the_flag_to_add() {
    assertThatThrownBy(() -> KernelLadder.nativeKernels(false, () -> FAST))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "the module jdk.incubator.vector is missing. Remedy: add --add-modules"
                + " jdk.incubator.vector to the java command");
  }

  @Test
  void denied_native_access_is_refused_with_the_flag_to_add() {
    assertThatThrownBy(
            () ->
                KernelLadder.nativeKernels(
                    true,
                    () -> {
                      throw new ExceptionInInitializerError(new IllegalCallerException("denied"));
                    }))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "native access is denied. Remedy: add --enable-native-access=ALL-UNNAMED to the java"
                + " command");
  }

  @Test
  void whatever_else_goes_wrong_is_refused_as_well() {
    assertThatThrownBy(
            () ->
                KernelLadder.nativeKernels(
                    true,
                    () -> {
                      throw new OneDnnException("dnnl_engine_create", 5);
                    }))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("oneDNN could not be started: ")
        .hasMessageContaining("dnnl_engine_create failed: runtime error (status 5)")
        .hasMessageContaining("Remedy: set option 'kernels' = portable to silence this");
    assertThatThrownBy(
            () ->
                KernelLadder.nativeKernels(
                    true,
                    () -> {
                      throw new Refusal("no oneDNN for this platform: plan9/mips", "none");
                    }))
        .hasMessage("no oneDNN for this platform: plan9/mips. Remedy: none");
  }

  @Test
  void this_machine_has_kernels() {
    assertThat(KernelLadder.climb(KernelChoice.AUTO)).isSameAs(KernelLadder.available().getFirst());
    assertThat(KernelLadder.available().getLast()).isInstanceOf(PortableKernels.class);
    assertThat(KernelLadder.climb(KernelChoice.PORTABLE)).isInstanceOf(PortableKernels.class);
    assertThat(KernelLadder.portable()).isInstanceOf(PortableKernels.class);
  }

  /** Keeps what it is told. */
  private record Recorder(List<String> messages) implements System.Logger {
    @Override
    public String getName() {
      return "recorder";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      messages.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      messages.add(level + " " + format);
    }
  }
}
