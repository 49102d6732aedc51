package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.tensor.Shape;

/** What the contractive penalty costs, told from the blueprint alone. */
public final class ContractiveWork {
  private ContractiveWork() {}

  /**
   * Whether the encoder is dense layers one behind the other, through which the Jacobian can be
   * followed exactly: no convolutions, no normalisation and no linear path beside.
   */
  public static boolean isOfDenseLayers(Blueprint blueprint) {
    return isOfDenseLayers(blueprint.encoder()) && !blueprint.linearPath();
  }

  private static boolean isOfDenseLayers(Stages encoder) {
    return !encoder.isSpatial() && !encoder.normalized();
  }

  /** Whether a blueprint has the penalty and an encoder that it takes differences of. */
  public static boolean takesDifferences(Blueprint blueprint) {
    return blueprint.penalty(Penalty.Contractive.class).isPresent() && !isOfDenseLayers(blueprint);
  }

  /** The fewest random directions that the penalty of an encoder takes: 0 where it can be exact. */
  static int fewestProbes(Stages encoder) {
    return isOfDenseLayers(encoder) ? 0 : 1;
  }

  /**
   * Whether the penalty of an encoder of dense layers is computed by vectors that travel back
   * through it.
   */
  public static boolean needsTangents(Penalty.Contractive penalty, Blueprint blueprint) {
    int hidden = blueprint.encoder().count();
    return penalty.probes() > 0
        || hidden > 1
        || (hidden == 1 && !Networks.hasLinearCode(blueprint));
  }

  /**
   * The penalty's multiplications over those of all the rest, forwards; backwards both about
   * double. What does not grow with the samples is left out.
   */
  public static double relativeWork(Penalty.Contractive penalty, Blueprint blueprint) {
    if (!isOfDenseLayers(blueprint)) {
      LayerTable layers = LayerTable.of(blueprint);
      return 2.0 * penalty.probes() * layers.encoder().multiplications() / layers.multiplications();
    }
    if (!needsTangents(penalty, blueprint)) {
      return 0;
    }
    int tangents = penalty.probes() > 0 ? penalty.probes() : blueprint.codeSize();
    Networks networks = Networks.of(blueprint);
    double encoder = weights(networks.encoder());
    Shape first = networks.encoder().denseLayers().getFirst().weight().shape();
    double norm = (double) first.columns() * Math.min(first.rows(), first.columns());
    return tangents * (encoder - first.size() + norm) / (encoder + weights(networks.decoder()));
  }

  private static double weights(Network network) {
    return network.denseLayers().stream().mapToDouble(d -> d.weight().shape().size()).sum();
  }
}
