package dev.hourglass.data.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeasonsTest {
  private static final int RATINGS = 20_000;

  /** Item 0 in the first half of the time, item 1 in the second, item 2 always, item 3 never. */
  private static Seasons halves(long from, long step) {
    SplittableRandom random = new SplittableRandom(1);
    int[] items = new int[RATINGS];
    long[] times = new long[RATINGS];
    for (int r = 0; r < RATINGS; r++) {
      times[r] = from + r * step;
      items[r] = random.nextBoolean() ? 2 : r < RATINGS / 2 ? 0 : 1;
    }
    return Seasons.of(4, items, times);
  }

  @Test
  void what_is_liked_at_a_time_is_told_whatever_time_is_counted_in() {
    long[] steps = {1, 86_400, 1_000_000_000L};
    for (long step : steps) {
      long from = 1_365_029_107;
      Seasons seasons = halves(from, step);
      float[] found = new float[4];
      seasons.logarithms(new long[] {from + RATINGS / 10 * step}, found);
      // Twice as often as over all, and next to never: a prior of 0.02 is all that is left.
      assertThat(found[0]).isCloseTo((float) Math.log(2.02 / 1.02), within(0.05f));
      assertThat(found[1]).isCloseTo((float) Math.log(0.02 / 1.02), within(0.05f));
      assertThat(found[2]).isCloseTo(0, within(0.05f));
      assertThat(found[3]).isZero();
      float[] newest = new float[4];
      seasons.logarithms(new long[0], newest);
      assertThat(newest[1]).isCloseTo((float) Math.log(2.02 / 1.02), within(0.05f));
      float[] after = new float[4];
      seasons.logarithms(new long[] {Long.MAX_VALUE}, after);
      assertThat(after).isEqualTo(newest);
    }
  }

  @Test
  void of_several_times_the_mean_counts() {
    Seasons seasons = halves(0, 60);
    float[] both = new float[4];
    seasons.logarithms(new long[] {60L * RATINGS / 10, 60L * RATINGS * 9 / 10}, both);
    assertThat(both[0]).isCloseTo(both[1], within(0.05f)).isCloseTo(0, within(0.05f));
  }

  @Test
  void few_ratings_have_one_season_and_ratings_of_one_moment_no_other() {
    float[] found = new float[2];
    Seasons.of(2, new int[] {0, 0, 1}, new long[] {5, 9, 7}).logarithms(new long[] {5}, found);
    assertThat(found).containsExactly(new float[] {0, 0}, within(1e-6f));
    int[] items = new int[5_000];
    for (int i = 0; i < items.length; i++) {
      items[i] = i % 2;
    }
    Seasons.of(2, items, new long[5_000]).logarithms(new long[] {0}, found);
    assertThat(found).containsExactly(new float[] {0, 0}, within(1e-6f));
  }

  @Test
  void a_time_must_be_known_of_each() {
    assertThatThrownBy(() -> Seasons.of(2, new int[] {0, 1}, new long[] {5}))
        .hasMessageContaining("1 of 2");
    assertThatThrownBy(() -> Seasons.of(2, new int[0], new long[0])).isNotNull();
  }
}
