package dev.hourglass.tasks.recommend;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well hidden items were ranked, mean over users; with standard errors of the means.
 *
 * @param ndcgAt10 normalised discounted cumulative gain of the first 10 (Järvelin and Kekäläinen
 *     2002), in [0, 1]
 * @param ndcgAt100 of the first 100
 * @param recallAt20 hidden items among the first 20, of as many as there can be, in [0, 1]
 * @param recallAt50 among the first 50
 * @param reach what was recommended, whether it was right or not
 * @param errors standard errors of the four in their order, over users, or over splits
 */
public record RankingFigures(
    double ndcgAt10,
    double ndcgAt100,
    double recallAt20,
    double recallAt50,
    Reach reach,
    Errors errors) {

  /**
   * What is recommended.
   *
   * @param coverageAt20 the share of all items that are among somebody's first 20
   * @param noveltyAt20 −log₂ of the share of users who have an item, mean over the first 20 (Zhou
   *     et al. 2010): 0 for what everybody has
   */
  public record Reach(double coverageAt20, double noveltyAt20) {}

  /** Standard errors of the means. */
  public record Errors(double ndcgAt10, double ndcgAt100, double recallAt20, double recallAt50) {}

  /** By name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ndcgAt10", ndcgAt10);
    map.put("ndcgAt100", ndcgAt100);
    map.put("recallAt20", recallAt20);
    map.put("recallAt50", recallAt50);
    map.put("coverageAt20", reach.coverageAt20);
    map.put("noveltyAt20", reach.noveltyAt20);
    Map<String, Object> standard = new LinkedHashMap<>();
    standard.put("ndcgAt10", errors.ndcgAt10);
    standard.put("ndcgAt100", errors.ndcgAt100);
    standard.put("recallAt20", errors.recallAt20);
    standard.put("recallAt50", errors.recallAt50);
    map.put("standardErrors", standard);
    return map;
  }
}
