package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, times and constants, as people write them. */
class WrittenValueTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 0.003, 1e-4, 1e-12, 0.1, 128, 1e20, 1.0 / 3})
  void numbers_read_back_exactly(double value) {
    assertThat(Double.parseDouble(Decimal.text(value))).isEqualTo(value);
  }

  @Test
  void numbers_are_short() {
    assertThat(Decimal.text(0.003)).isEqualTo("0.003");
    assertThat(Decimal.text(1)).isEqualTo("1");
    assertThat(Decimal.text(1e-12)).isEqualTo("1e-12");
  }

  @Test
  void times_are_read_as_people_write_them() {
    assertThat(TimeSpan.parse("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(TimeSpan.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(TimeSpan.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThatThrownBy(() -> TimeSpan.parse("0")).hasMessageContaining("above 0");
    assertThatThrownBy(() -> TimeSpan.parse("soon")).hasMessageContaining("90s");
  }

  private enum Weather {
    SUN,
    LIGHT_RAIN
  }

  @Test
  void constants_are_written_in_lower_case_with_dashes() {
    assertThat(Label.of(Weather.LIGHT_RAIN)).isEqualTo("light-rain");
    assertThat(Label.named(Weather.class, " Light-Rain ")).isEqualTo(Weather.LIGHT_RAIN);
    assertThatThrownBy(() -> Label.named(Weather.class, "son"))
        .hasMessage("unknown 'son': did you mean 'sun'? Expected one of sun, light-rain");
  }
}
