package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideRangeTest {
  /** A hundred rows of numbers from 0 to 1, times a factor. */
  private static RawData rows(double factor) {
    float[][] rows = new float[100][2];
    for (int r = 0; r < rows.length; r++) {
      rows[r][0] = (float) (factor * r / 99);
      rows[r][1] = (float) (r % 7 / 6.0);
    }
    return new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
  }

  @ParameterizedTest
  @CsvSource({
    "min-max, 1, 0",
    "min-max, 1.9, 0",
    "min-max, 10, 80",
    "standardize, 3, 0",
    "standardize, 255, 98",
    "none, 1, 0",
    "none, 10, 80",
  })
  void counts_samples_far_outside(String scaling, double factor, int expected) {
    Preparation preparation =
        Preparation.fit(rows(1), PreparationOptions.defaults().withScaling(Scaling.parse(scaling)));
    Optional<String> remark = OutsideRange.remark(preparation, preparation.apply(rows(factor)));
    if (expected == 0) {
      assertThat(remark).isEmpty();
    } else {
      assertThat(remark)
          .hasValueSatisfying(text -> assertThat(text).contains(expected + " of 100"));
      assertThat(remark.get()).contains("feature 0");
    }
  }
}
