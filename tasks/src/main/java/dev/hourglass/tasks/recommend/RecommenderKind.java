package dev.hourglass.tasks.recommend;

import dev.hourglass.base.Label;

/** What a recommender goes by. */
public enum RecommenderKind {
  /** How many users have an item: the same for everybody. */
  POPULARITY,
  /** The linear item-item model with a zero diagonal (EASE, Steck 2019). */
  LINEAR,
  /** The variational autoencoder with a multinomial likelihood (Liang et al. 2018). */
  NETWORK,
  /** The network's probability, to a power, times the linear model's score (VASP, 2021). */
  HYBRID;

  /** The name users write. */
  public String text() {
    return Label.of(this);
  }

  boolean usesNetwork() {
    return this == NETWORK || this == HYBRID;
  }

  boolean usesLinear() {
    return this == LINEAR || this == HYBRID;
  }
}
