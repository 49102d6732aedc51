package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;

/** What a model says of probability: draws of samples, bounds and estimates of log p(x). */
final class Likelihoods {

  private final Blueprint blueprint;
  private final InferencePool pool;

  Likelihoods(Blueprint blueprint, InferencePool pool) {
    this.blueprint = blueprint;
    this.pool = pool;
  }

  /** Draws from p(x|z) at a pass's present outputs, {@code [rows, target features]} in float32. */
  Tensor draw(InferencePass pass, long key, int firstRow) {
    int features = blueprint.targetFeatures();
    Tensor mean = pass.mean();
    Tensor drawn = Tensor.allocate(mean.rows(), features);
    for (int r = 0; r < mean.rows(); r++) {
      for (int c = 0; c < features; c++) {
        int counter = (firstRow + r) * features + c;
        double m = mean.get(r, c);
        drawn.set(
            r,
            c,
            switch (blueprint.likelihood()) {
              case Likelihood.Gaussian _,
                  Likelihood.GaussianSharedVariance _,
                  Likelihood.GaussianVariance _ ->
                  m + Math.sqrt(pass.variance(r, c)) * Noise.normal(key, counter);
              case Likelihood.Bernoulli _ -> Noise.uniform(key, counter) < m ? 1 : 0;
              case Likelihood.Absolute _ -> m + laplace(Noise.uniform(key, counter));
              case Likelihood.Huber _, Likelihood.Correntropy _, Likelihood.Multinomial _ ->
                  throw new IllegalArgumentException(
                      "one cannot draw samples from the %s likelihood; use gaussian, bernoulli, "
                              .formatted(blueprint.likelihood().text())
                          + "gaussian-variance or absolute, or ask for the mean");
            });
      }
    }
    return drawn;
  }

  /** The quantile of the Laplace distribution with scale 1. */
  private static double laplace(double uniform) {
    return uniform < 0.5 ? Math.log(2 * uniform) : -Math.log(2 * (1 - uniform));
  }

  /** What the loss leaves out: −log p(x|z) = loss + this. */
  private double constant() {
    double features = blueprint.targetFeatures();
    return switch (blueprint.likelihood()) {
      case Likelihood.Gaussian _ -> features / 2 * Math.log(Math.PI);
      case Likelihood.Absolute _ -> features * Math.log(2);
      case Likelihood.Bernoulli _,
          Likelihood.GaussianVariance _,
          Likelihood.GaussianSharedVariance _,
          Likelihood.Multinomial _ ->
          0;
      case Likelihood.Huber _, Likelihood.Correntropy _ ->
          throw new IllegalStateException(
              "the %s likelihood is no normalised density, so there is no log p(x)"
                  .formatted(blueprint.likelihood().text()));
    };
  }

  private void checkStochastic() {
    if (!blueprint.isStochastic()) {
      throw new IllegalStateException(
          "only a model with a Gaussian bottleneck says how probable a sample is; train with"
              + " option 'variant' = variational");
    }
  }

  EvidenceBound evidenceBound(Dataset samples, int draws, long seed) {
    checkStochastic();
    if (draws < 1) {
      throw new IllegalArgumentException(
          "the bound is averaged over 1 or more draws, but was " + draws);
    }
    double constant = constant();
    double[] means = new double[samples.size()];
    double[] squares = new double[samples.size()];
    pool.forEachChunk(
        samples,
        (pass, from, count) -> {
          Tensor epsilon = Tensor.allocate(pass.rows(), blueprint.codeSize());
          pass.encode();
          for (int draw = 0; draw < draws; draw++) {
            pass.drawCodes(Noise.key(seed, NoisePurpose.EVIDENCE_BOUND, draw, 0), from, epsilon);
            pass.decode();
            Tensor losses = pass.losses();
            for (int r = 0; r < count; r++) {
              // Welford's update: the spread of large values loses nothing.
              double difference = losses.get(r) - means[from + r];
              means[from + r] += difference / (draw + 1);
              squares[from + r] += difference * (losses.get(r) - means[from + r]);
            }
          }
          for (int r = 0; r < count; r++) {
            means[from + r] += constant + pass.divergence(r) - logCoefficient(pass, r);
          }
        });
    return EvidenceBound.of(means, squares, draws);
  }

  /** log(n! / Π xᵢ!) of a row of n counts: the ways in which they come about. */
  private double logCoefficient(InferencePass pass, int row) {
    if (!(blueprint.likelihood() instanceof Likelihood.Multinomial)) {
      return 0;
    }
    Tensor counts = pass.targets();
    double total = 0;
    double sum = 0;
    for (int c = 0; c < counts.columns(); c++) {
      total += counts.get(row, c);
      sum += LogGamma.of(counts.get(row, c) + 1);
    }
    return LogGamma.of(total + 1) - sum;
  }

  double[] divergencePerUnit(Dataset samples) {
    checkStochastic();
    int units = blueprint.codeSize();
    Tensor divergences = Tensor.allocate(samples.size(), units);
    pool.forEachChunk(
        samples,
        (pass, from, count) -> {
          pass.encode();
          for (int r = 0; r < count; r++) {
            for (int j = 0; j < units; j++) {
              divergences.set(from + r, j, pass.divergence(r, j));
            }
          }
        });
    double[] means = new double[units];
    for (int r = 0; r < samples.size(); r++) {
      for (int j = 0; j < units; j++) {
        means[j] += divergences.get(r, j) / samples.size();
      }
    }
    return means;
  }

  double[] logLikelihood(Dataset samples, int importanceSamples, long seed) {
    checkStochastic();
    if (importanceSamples < 1) {
      throw new IllegalArgumentException(
          "the estimate wants 1 or more importance samples, but was " + importanceSamples);
    }
    double constant = constant();
    double[] estimates = new double[samples.size()];
    int block = Math.max(1, WEIGHTS_AT_ONCE / importanceSamples);
    for (int start = 0; start < samples.size(); start += block) {
      int count = Math.min(block, samples.size() - start);
      long key = Noise.key(seed, NoisePurpose.IMPORTANCE, start, 0);
      double[] logWeights =
          logWeights(repeat(samples, start, count, importanceSamples), key, constant);
      for (int i = 0; i < count; i++) {
        estimates[start + i] = logMeanExp(logWeights, i * importanceSamples, importanceSamples);
      }
    }
    return estimates;
  }

  /** Bounds the memory that importance weights take. */
  private static final int WEIGHTS_AT_ONCE = 1 << 20;

  private static Dataset repeat(Dataset samples, int start, int count, int times) {
    int[] rows = new int[count * times];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = start + i / times;
    }
    return samples.subset(rows);
  }

  /** log p(x|z) + log p(z) − log q(z|x) with one draw of z for every row. */
  private double[] logWeights(Dataset samples, long key, double constant) {
    double[] logWeights = new double[samples.size()];
    pool.forEachChunk(
        samples,
        (pass, from, count) -> {
          Tensor epsilon = Tensor.allocate(pass.rows(), blueprint.codeSize());
          pass.encode();
          pass.drawCodes(key, from, epsilon);
          pass.decode();
          Tensor losses = pass.losses();
          for (int r = 0; r < count; r++) {
            logWeights[from + r] =
                logCoefficient(pass, r) - losses.get(r) - constant + logRatio(pass, epsilon, r);
          }
        });
    return logWeights;
  }

  private static double logMeanExp(double[] values, int from, int count) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      peak = Math.max(peak, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(values[i] - peak);
    }
    return peak + Math.log(sum / count);
  }

  /** log p(z) − log q(z|x) = Σ ½ (ε² − z²) + ½ s. */
  private double logRatio(InferencePass pass, Tensor epsilon, int row) {
    double sum = 0;
    for (int j = 0; j < blueprint.codeSize(); j++) {
      double e = epsilon.get(row, j);
      double z = pass.code().get(row, j);
      sum += (e * e - z * z + pass.logVariance(row, j)) / 2;
    }
    return sum;
  }
}
