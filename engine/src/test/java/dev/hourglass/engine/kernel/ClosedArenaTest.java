package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels read memory by address: what is freed must be refused, or the process is gone. */
class ClosedArenaTest {
  static Stream<Arguments> everyCaseInEveryImplementation() {
    return AvailableKernels.all().stream()
        .flatMap(
            kernels ->
                KernelCases.all().stream()
                    .map(one -> Arguments.argumentSet(kernels.name() + ": " + one, kernels, one)));
  }

  @ParameterizedTest
  @MethodSource("everyCaseInEveryImplementation")
  void operands_that_are_freed_are_refused(Kernels kernels, KernelCase one) {
    for (Arrangement arrangement : List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16)) {
      DoubleSupplier run;
      try (Arena arena = Arena.ofShared()) {
        Operands operands = new Operands(arena, arrangement, new Size(7, 16, 5), false, 1);
        run = one.operation().bind(kernels, operands).run();
      }
      assertThatThrownBy(run::getAsDouble)
          .as("%s in %s", one, arrangement)
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
