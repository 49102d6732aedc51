package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ProductPlanTest {
  @Test
  void an_output_that_shares_memory_with_an_operand_is_refused() {
    Tensor square = Tensor.allocate(4, 4);
    Tensor other = Tensor.allocate(4, 4);
    assertThatThrownBy(() -> ProductPlan.of(square, other, square))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share memory");
    assertThatThrownBy(() -> ProductPlan.transposedRight(other, square, square))
        .hasMessageContaining("share memory");
    assertThatCode(() -> ProductPlan.of(square, square, other)).doesNotThrowAnyException();
  }
}
