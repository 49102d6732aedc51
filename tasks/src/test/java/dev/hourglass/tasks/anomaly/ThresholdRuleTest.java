package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdRuleTest {
  private static double[] upTo(int count) {
    return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"contamination:0.05", "quantile:0.99", "extreme:0.001", "alarms:2:86400"})
  void is_read_as_it_is_written(String text) {
    assertThat(ThresholdRule.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "contamination:0, at most 0.5",
    "contamination:0.6, at most 0.5",
    "quantile:1, below 1",
    "extreme:0.5, at most 0.1",
    "alarms:5:3, fewer than the rows",
    "alarms:5, ROWS_PER_DAY",
    "quantil:0.9, 'quantile'",
  })
  void what_makes_no_sense_is_refused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdRule.parse(text))
        .withMessageContaining(why);
  }

  @Test
  void contamination_flags_that_share_of_the_rows() {
    double threshold = new ThresholdRule.Contamination(0.05).over(upTo(1000));
    assertThat(Arrays.stream(upTo(1000)).filter(s -> s > threshold).count()).isEqualTo(49);
  }

  /**
   * With n rows kept aside, a new one exceeds the k-th smallest with probability 1 − k / (n + 1).
   */
  @Test
  void quantile_is_conformal() {
    assertThat(new ThresholdRule.Quantile(0.9).over(upTo(99))).isEqualTo(90);
    assertThat(new ThresholdRule.Quantile(0.99).over(upTo(20))).isEqualTo(20);
  }

  @Test
  void tail_of_an_exponential_goes_on_as_it_is() {
    SplittableRandom random = new SplittableRandom(1);
    double[] scores =
        IntStream.range(0, 20_000).mapToDouble(_ -> random.nextExponential()).sorted().toArray();
    ExtremeTail tail = ExtremeTail.of(scores);
    assertThat(tail.shape()).isCloseTo(0, within(0.08));
    assertThat(tail.scale()).isCloseTo(1, within(0.1));
    // −ln of the risk.
    assertThat(new ThresholdRule.ExtremeValue(1e-3).over(scores)).isCloseTo(6.9, within(0.5));
    assertThat(new ThresholdRule.FalseAlarms(1, 100_000).over(scores)).isCloseTo(11.5, within(2.0));
  }

  @Test
  void tail_of_a_uniform_ends() {
    SplittableRandom random = new SplittableRandom(2);
    double[] scores = random.doubles(20_000).sorted().toArray();
    assertThat(new ThresholdRule.ExtremeValue(1e-6).over(scores)).isBetween(0.98, 1.05);
  }

  @Test
  void scores_all_alike_have_a_threshold_at_them() {
    double[] same = new double[50];
    Arrays.fill(same, 3);
    assertThat(new ThresholdRule.ExtremeValue(1e-3).over(same)).isCloseTo(3, within(1e-3));
    assertThat(new ThresholdRule.Contamination(0.1).over(same)).isEqualTo(3);
  }
}
