package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictMapTest {
  private static StrictMap map(Object value) {
    return new StrictMap("m", Map.of("k", value));
  }

  @Test
  void whole_numbers_are_those_written() {
    assertThat(map(7).whole("k")).isEqualTo(7);
    assertThat(map(2.0).whole("k")).isEqualTo(2);
    assertThat(map(Long.MIN_VALUE).whole("k")).isEqualTo(Long.MIN_VALUE);
    assertThat(map(41).integer("k")).isEqualTo(41);
  }

  @Test
  void what_a_long_does_not_hold_is_refused_and_not_cut() {
    BigInteger beyond = BigInteger.TWO.pow(64).add(BigInteger.TWO);
    for (Object value : new Object[] {beyond, 1e300, 2.5, Double.NaN, "7"}) {
      assertThatThrownBy(() -> map(value).whole("k"))
          .as("%s", value)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("m.k");
    }
    assertThatThrownBy(() -> map(1L << 40).integer("k"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
