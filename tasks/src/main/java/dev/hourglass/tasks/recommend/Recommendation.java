package dev.hourglass.tasks.recommend;

import java.util.List;

/**
 * An item that a user may like.
 *
 * @param item its name
 * @param score higher is better; compares with other items of the same user
 * @param because what speaks for it, the strongest first; empty where that was not asked for
 */
public record Recommendation(String item, double score, List<Because> because) {
  /**
   * An item that the user has.
   *
   * @param item its name
   * @param share of the recommendation's score that would be lost without it; 1 for all
   */
  public record Because(String item, double share) {}

  public Recommendation {
    because = List.copyOf(because);
  }
}
