package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.tensor.Shape;

/** What the contractive penalty costs, told from the blueprint alone. */
public final class ContractiveWork {
  private ContractiveWork() {}

  /** Whether the penalty is computed by vectors that travel back through the encoder. */
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
