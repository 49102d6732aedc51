package dev.hourglass.autoencoder.blueprint;

/** A term added to the objective; any number may be combined. */
public sealed interface Penalty {
  /**
   * weight · Σⱼ |zⱼ|, mean over the batch.
   *
   * @param weight above 0
   */
  record L1(double weight) implements Penalty {
    public L1 {
      Penalty.check("l1", weight);
    }
  }

  /**
   * weight · Σⱼ KL(ρ ‖ ρ̂ⱼ) with ρ̂ⱼ the batch mean of unit j's activation: ρ log(ρ/ρ̂) + (1−ρ)
   * log((1−ρ)/(1−ρ̂)) (Ng 2011, CS294A notes, section 3). Wants activations in (0, 1).
   *
   * @param rho ρ, the target mean activation; in (0, 1)
   * @param weight above 0
   */
  record KlSparsity(double rho, double weight) implements Penalty {
    public KlSparsity {
      if (!(rho > 0 && rho < 1)) {
        throw new IllegalArgumentException(
            "kl sparsity's target activation must lie in (0, 1), but was " + rho);
      }
      Penalty.check("kl sparsity", weight);
    }
  }

  /**
   * weight · ‖∂z/∂x‖²_F, mean over the batch (Rifai et al. 2011), exact with its exact gradient
   * when {@code probes} is 0; else estimated without bias from that many random ±1 vectors v per
   * sample, E ‖vᵀ ∂z/∂x‖² (Hutchinson 1990); where the encoder is not of dense layers alone, from
   * how far the code moves along that many directions, E ‖∂z/∂x v‖², by differences.
   *
   * @param weight above 0
   * @param probes random vectors per sample; 0 for the exact norm, through dense layers one behind
   *     the other alone
   */
  record Contractive(double weight, int probes) implements Penalty {
    public Contractive {
      Penalty.check("contractive", weight);
      if (probes < 0) {
        throw new IllegalArgumentException(
            "the number of probes must be 0 or more, but was " + probes);
      }
    }

    /** The exact penalty. */
    public Contractive(double weight) {
      this(weight, 0);
    }
  }

  /**
   * weight / 2 · ‖W‖², over weights but not biases (Krogh and Hertz 1992).
   *
   * @param weight above 0
   */
  record WeightDecay(double weight) implements Penalty {
    public WeightDecay {
      Penalty.check("weight decay", weight);
    }
  }

  /**
   * beta · KL(q(z|x) ‖ N(0, I)), mean over the batch, in closed form (Kingma and Welling 2014,
   * appendix B; Higgins et al. 2017 for β ≠ 1). Wants a Gaussian bottleneck.
   *
   * <p>With free bits it is beta · Σⱼ max(λ, KLⱼ), KLⱼ a unit's divergence, mean over the batch
   * (Kingma et al. 2016, appendix C.8): what tells less than λ is not pulled, so that no unit
   * collapses for being cheap.
   *
   * @param beta above 0
   * @param annealing the share of the training, in [0, 1], over which the weight grows from epoch
   *     to epoch in a straight line up to beta (Bowman et al. 2016): units learn to say something
   *     before it costs; 0 for beta from the start
   * @param freeBits λ, nats a unit; 0 for none
   */
  record KlToPrior(double beta, double annealing, double freeBits) implements Penalty {
    public KlToPrior {
      Penalty.check("beta", beta);
      if (!(annealing >= 0 && annealing <= 1)) {
        throw new IllegalArgumentException(
            "the share of the training over which beta grows must lie in [0, 1], but was "
                + annealing);
      }
      if (!(freeBits >= 0 && freeBits < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "free bits must be 0 or more nats a unit, but were " + freeBits);
      }
    }

    /** Without free bits. */
    public KlToPrior(double beta, double annealing) {
      this(beta, annealing, 0);
    }

    /** The same weight from the start to the end. */
    public KlToPrior(double beta) {
      this(beta, 0);
    }

    /**
     * The weight in an epoch.
     *
     * @param epoch 1-based
     * @param epochs of the whole training
     */
    public double weight(int epoch, int epochs) {
      double grown = epochs * annealing;
      return epoch >= grown ? beta : beta * epoch / grown;
    }
  }

  /**
   * weight · MMD²(q(z), N(0, I)), the maximum mean discrepancy between the codes of all samples and
   * the prior, by an inverse multiquadratic kernel (Tolstikhin et al. 2018, WAE-MMD; Gretton et al.
   * 2012). Where {@link KlToPrior} holds each sample's own distribution to the prior, this holds
   * all together, so that codes need not be random. Wants a linear code.
   *
   * @param weight above 0
   */
  record MeanDiscrepancy(double weight) implements Penalty {
    public MeanDiscrepancy {
      Penalty.check("mmd", weight);
    }
  }

  private static void check(String name, double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " must be a weight above 0, but was " + weight + "; leave it out for none");
    }
  }
}
