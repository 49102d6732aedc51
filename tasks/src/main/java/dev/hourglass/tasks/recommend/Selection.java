package dev.hourglass.tasks.recommend;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What validation users chose.
 *
 * @param kind what serves them best
 * @param linear the linear model as it is best alone
 * @param blend the hybrid's parts
 * @param epochs that each network was trained; 0 where none was
 * @param networks how many there are, whose mean logits count; 0 where none was trained
 * @param ndcgAt100 of validation users by kind, where it was tried
 */
public record Selection(
    RecommenderKind kind,
    Ridge linear,
    Blend blend,
    int epochs,
    int networks,
    Map<RecommenderKind, Double> ndcgAt100) {

  /**
   * What the linear model's weights are held by, λ I + share · diag(G), and what users count in G.
   *
   * @param lambda λ
   * @param share in the sense of items dropped out at random with probability share / (1 + share)
   *     (EDLAE, Steck 2020); 0 for EASE
   * @param damping a user of n items counts n^−damping, times what leaves the trace of G as it is:
   *     at 0 all alike, at 1 those of many items no more than others
   */
  public record Ridge(double lambda, double share, double damping) {
    /** The same with another λ. */
    Ridge with(double lambda) {
      return new Ridge(lambda, share, damping);
    }

    /** All users alike. */
    public Ridge(double lambda, double share) {
      this(lambda, share, 0);
    }
  }

  /**
   * How a hybrid is made up.
   *
   * @param linear its linear half
   * @param power of the network's probability
   * @param seasonPower of how much more an item is liked at the time than over all; 0 where that
   *     does not count
   */
  public record Blend(Ridge linear, double power, double seasonPower) {
    /** What it is as long as nobody has chosen. */
    static Blend of(Ridge linear) {
      return new Blend(linear, 1, 0);
    }
  }

  public Selection {
    ndcgAt100 = Map.copyOf(ndcgAt100);
  }

  /** By name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", kind.text());
    map.put("lambda", linear.lambda);
    map.put("hybridLambda", blend.linear.lambda);
    map.put("hybridShare", blend.linear.share);
    map.put("hybridDamping", blend.linear.damping);
    map.put("hybridPower", blend.power);
    map.put("hybridSeasonPower", blend.seasonPower);
    map.put("epochs", epochs);
    map.put("networks", networks);
    Map<String, Object> figures = new LinkedHashMap<>();
    for (RecommenderKind each : RecommenderKind.values()) {
      if (ndcgAt100.containsKey(each)) {
        figures.put(each.text(), ndcgAt100.get(each));
      }
    }
    map.put("validationNdcgAt100", figures);
    return map;
  }
}
