package dev.hourglass.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BFloat16Test {
  @Test
  void every_pattern_comes_back_as_itself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = BFloat16.toFloat((short) bits);
      if (!Float.isNaN(value) && BFloat16.of(value) != (short) bits) {
        fail("%04x is read as %s and written as %04x", bits, value, BFloat16.of(value));
      }
    }
  }

  @Test
  void bytes_are_exact() {
    for (int b = 0; b < 256; b++) {
      assertThat(BFloat16.toFloat(BFloat16.of(b))).isEqualTo(b);
    }
  }

  @Test
  void a_number_goes_to_the_nearer_of_its_neighbours() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!(Math.abs(value) < 1e38)) {
        continue;
      }
      int below = Float.floatToRawIntBits(value) & 0xffff0000;
      double down = Float.intBitsToFloat(below);
      double up = Float.intBitsToFloat(below + 0x10000);
      double nearest = Math.abs(value - down) < Math.abs(up - value) ? down : up;
      if (Math.abs(value - down) != Math.abs(up - value)) {
        assertThat((double) BFloat16.toFloat(BFloat16.of(value)))
            .as("%s", value)
            .isEqualTo(nearest);
      }
    }
  }

  @Test
  void a_tie_goes_to_the_even_neighbour() {
    assertThat(BFloat16.toFloat(BFloat16.of(1 + 0x1p-8f))).isEqualTo(1);
    assertThat(BFloat16.toFloat(BFloat16.of(1 + 3 * 0x1p-8f))).isEqualTo(1 + 0x1p-6f);
    assertThat(BFloat16.toFloat(BFloat16.of(-1 - 0x1p-8f))).isEqualTo(-1);
  }

  @Test
  void nan_stays_nan_even_where_its_mark_is_in_the_lower_half() {
    assertThat(BFloat16.toFloat(BFloat16.of(Float.NaN))).isNaN();
    assertThat(BFloat16.toFloat(BFloat16.of(Float.intBitsToFloat(0x7f800001)))).isNaN();
    assertThat(BFloat16.toFloat(BFloat16.of(Float.intBitsToFloat(0xffffffff)))).isNaN();
  }

  @Test
  void what_is_too_large_becomes_infinite_and_infinities_and_zeros_keep_their_sign() {
    assertThat(BFloat16.toFloat(BFloat16.of(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(BFloat16.toFloat(BFloat16.of(Float.NEGATIVE_INFINITY)))
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(BFloat16.toFloat(BFloat16.of(-0f))))
        .isEqualTo(Float.floatToRawIntBits(-0f));
  }
}
