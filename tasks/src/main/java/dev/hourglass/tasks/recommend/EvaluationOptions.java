package dev.hourglass.tasks.recommend;

/**
 * How a recommender is measured.
 *
 * @param testUsers how many users it never sees while it is fitted, at least 1
 * @param hide share of each one's items that are hidden from it, in (0, 1)
 * @param lastByTime whether the last item is hidden instead
 * @param splits how many times, each with other users held out, at least 1
 * @param seed of the first split; the next have the next seeds
 */
public record EvaluationOptions(
    int testUsers, double hide, boolean lastByTime, int splits, long seed) {
  public EvaluationOptions {
    require(testUsers >= 1, "option 'test-users' must be at least 1, but was " + testUsers);
    require(
        hide > 0 && hide < 1, "option 'hide' must be a share above 0 and below 1, but was " + hide);
    require(splits >= 1, "option 'splits' must be at least 1, but was " + splits);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
