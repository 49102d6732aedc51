package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.train.contractive.ContractivePass;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/**
 * What a {@link Penalty} does while training: one kind for every place where penalties look, each
 * of which has to give a gradient. Whoever works at a place goes through all kinds by an exhaustive
 * {@code switch}, so that a penalty that trains nothing does not compile.
 */
sealed interface PenaltyPass {
  /** Looks at each code by itself. */
  sealed interface OnCode extends PenaltyPass {
    /**
     * Adds its gradient to that of the codes.
     *
     * @param code {@code [rows, code]}
     * @param scale 1 / batch size
     * @param codeGradient {@code [rows, code]}
     * @return the penalty, summed over the rows
     */
    double backward(Kernels kernels, Tensor code, double scale, Tensor codeGradient);
  }

  /** Looks at what the units do on average over the whole batch. */
  sealed interface OnBatch extends PenaltyPass {
    /**
     * Adds what every code's gradient gets of it.
     *
     * @param activitySums {@code [code]}: each unit's activation summed over the batch
     * @param codeGradient {@code [1, code]}
     * @return the penalty, summed over the batch
     */
    double backward(double[] activitySums, int batchSize, Tensor codeGradient);
  }

  /** Looks at how the encoder maps inputs to codes. */
  sealed interface OnEncoder extends PenaltyPass {
    /** Binds it to an encoder's buffers. */
    ContractivePass bind(
        Blueprint blueprint, PassContext context, NetworkPass encoder, Tensor code);
  }

  /** Looks at the distribution that a Gaussian bottleneck draws from. */
  sealed interface OnBottleneck extends PenaltyPass {
    /**
     * Of KL(q(z|x) ‖ N(0, I)), which the bottleneck's own kernel computes.
     *
     * @param epoch 1-based
     * @param epochs of the whole training
     */
    double weight(int epoch, int epochs);
  }

  /** Looks at the parameters. */
  sealed interface OnParameters extends PenaltyPass {
    /** λ of λ/2 ‖W‖², whose gradient the optimiser's kernel adds. */
    double weight();
  }

  /** weight · Σⱼ |zⱼ|. */
  record L1(double weight) implements OnCode {
    @Override
    public double backward(Kernels kernels, Tensor code, double scale, Tensor codeGradient) {
      return weight * kernels.absoluteSum(code, weight * scale, codeGradient);
    }
  }

  /** weight · Σⱼ KL(ρ ‖ ρ̂ⱼ). */
  record KlSparsity(double rho, double weight) implements OnBatch {
    /** Keeps the logarithms finite for units that are always off or on. */
    private static final double MEAN_BOUND = 1e-6;

    @Override
    public double backward(double[] activitySums, int batchSize, Tensor codeGradient) {
      double sum = 0;
      for (int unit = 0; unit < activitySums.length; unit++) {
        double mean = Math.clamp(activitySums[unit] / batchSize, MEAN_BOUND, 1 - MEAN_BOUND);
        sum += rho * Math.log(rho / mean) + (1 - rho) * Math.log((1 - rho) / (1 - mean));
        double slope = -rho / mean + (1 - rho) / (1 - mean);
        codeGradient.set(unit, codeGradient.get(unit) + weight * slope / batchSize);
      }
      return weight * sum * batchSize;
    }
  }

  /** weight · ‖∂z/∂x‖²_F. */
  record Contractive(Penalty.Contractive penalty) implements OnEncoder {
    @Override
    public ContractivePass bind(
        Blueprint blueprint, PassContext context, NetworkPass encoder, Tensor code) {
      return ContractivePass.of(penalty, blueprint, context, encoder, code);
    }
  }

  /** beta · KL(q(z|x) ‖ N(0, I)). */
  record KlToPrior(Penalty.KlToPrior penalty) implements OnBottleneck {
    @Override
    public double weight(int epoch, int epochs) {
      return penalty.weight(epoch, epochs);
    }
  }

  /** weight / 2 · ‖W‖². */
  record WeightDecay(double weight) implements OnParameters {}

  /** What a penalty does while training. */
  static PenaltyPass of(Penalty penalty) {
    return switch (penalty) {
      case Penalty.L1 p -> new L1(p.weight());
      case Penalty.KlSparsity p -> new KlSparsity(p.rho(), p.weight());
      case Penalty.Contractive p -> new Contractive(p);
      case Penalty.WeightDecay p -> new WeightDecay(p.weight());
      case Penalty.KlToPrior p -> new KlToPrior(p);
    };
  }
}
