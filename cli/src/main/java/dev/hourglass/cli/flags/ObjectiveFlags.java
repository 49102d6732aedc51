package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Sparsity;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.engine.kernel.Activation;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the network is made to do. What is left out (null) is the variant's own. */
@FlagGroup("What it learns")
public final class ObjectiveFlags {
  @Option(
      names = "--likelihood",
      paramLabel = "KIND",
      description =
          "How output and input are compared: gaussian (squared error), bernoulli (cross-entropy),"
              + " gaussian-shared-variance (one variance, learned), gaussian-variance (learned for"
              + " each number), multinomial (counts, not scaled), or robust to outliers: absolute,"
              + " huber:DELTA, correntropy:SIGMA. Default: gaussian; variational"
              + " gaussian-shared-variance, of images bernoulli; stochastic gaussian-variance.")
  Likelihood likelihood;

  @Option(
      names = "--sparsity",
      paramLabel = "KIND",
      split = ",",
      description =
          "Few active units: l1:WEIGHT, kl:RHO:WEIGHT (mean activation held to RHO), topk:K"
              + " (exactly K active), or none. May be repeated. Default: none; sparse l1.")
  List<Sparsity> sparsity;

  @Option(
      names = "--corruption",
      paramLabel = "KIND",
      description =
          "Damage to the input while training: gaussian:SIGMA, gaussian:LEAST..MOST (a sigma of"
              + " each sample's own), salt-pepper:P, masking:P, swap:P (cells of other rows) or"
              + " none. Default: none; denoising gaussian:0..0.2 with --skips, else gaussian:0.8"
              + " for images and swap:0.2 for tables.")
  Corruption corruption;

  @Option(
      names = "--contractive",
      paramLabel = "WEIGHT",
      converter = NumberFlag.Weight.class,
      description =
          "Weight of the squared norm of the code's derivative. Default: 0; contractive 0.3.")
  Double contractive;

  @Option(
      names = "--contractive-probes",
      paramLabel = "N",
      converter = NumberFlag.Count.class,
      description =
          "Estimate that norm from N random directions per sample, for wide codes or convolutions;"
              + " 0 computes it exactly. Default: 0; 1 where it cannot be exact.")
  Integer contractiveProbes;

  @Option(
      names = "--beta",
      paramLabel = "X",
      converter = NumberFlag.Weight.class,
      description =
          "Pull of a random code towards N(0, 1). Default: variational 1, stochastic 0.1.")
  Double beta;

  @Option(
      names = "--beta-annealing",
      paramLabel = "SHARE",
      converter = NumberFlag.Share.class,
      description =
          "Share of the epochs over which that grows from 0, so that units say something before it"
              + " costs. Default: 0.")
  Double betaAnnealing;

  @Option(
      names = "--free-bits",
      paramLabel = "NATS",
      converter = NumberFlag.Weight.class,
      description =
          "Nats that each unit of a random code may tell, mean over the batch, before it is pulled:"
              + " none collapses for being cheap. Default: 0.")
  Double freeBits;

  @Option(
      names = "--mmd",
      paramLabel = "WEIGHT",
      converter = NumberFlag.Weight.class,
      description =
          "Pull of all codes together towards N(0, 1), by their maximum mean discrepancy. Default:"
              + " 0; wasserstein 0.5 for each number of a sample.")
  Double mmd;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      converter = NumberFlag.Weight.class,
      description = "Weight of half the squared weights. Default: 0.")
  Double weightDecay;

  /** Whether what is learned are counts. */
  public boolean wantsCounts() {
    return likelihood instanceof Likelihood.Multinomial;
  }

  /** The sparsity asked for. */
  Optional<List<Sparsity>> sparsity() {
    return Optional.ofNullable(sparsity);
  }

  /** What they say of what is learned, with the output's activation that other flags say. */
  PresetChanges.GoalChanges goalChanges(Optional<Activation> outputActivation) {
    return new PresetChanges.GoalChanges(
        Optional.ofNullable(likelihood),
        outputActivation,
        Optional.ofNullable(corruption),
        Optional.ofNullable(contractive),
        Optional.ofNullable(contractiveProbes),
        Optional.ofNullable(weightDecay));
  }

  /** What they say of what codes are held to. */
  PresetChanges.PriorChanges priorChanges() {
    return new PresetChanges.PriorChanges(
        Optional.ofNullable(beta),
        Optional.ofNullable(betaAnnealing),
        Optional.ofNullable(freeBits),
        Optional.ofNullable(mmd));
  }
}
