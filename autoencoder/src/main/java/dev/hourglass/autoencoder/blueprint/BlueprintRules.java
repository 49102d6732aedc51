package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which combinations mean something. Bad values are refused where they are given, not here. */
final class BlueprintRules {
  /** A penalty that takes this many times the work of all else is worth a word. */
  private static final double HEAVY = 4;

  private BlueprintRules() {}

  static void check(
      SampleShape shape,
      Stages encoder,
      Code code,
      Stages decoder,
      Objective objective,
      Weights weights) {
    if (shape.features() < 1) {
      throw new IllegalArgumentException(
          "a sample has at least 1 feature, but the shape was " + shape);
    }
    Bottleneck bottleneck = code.bottleneck();
    boolean tied = weights.tied();
    if (weights.skips()) {
      SkipRules.check(shape, encoder, code, decoder, objective, weights);
    }
    checkStages(shape, encoder, code, decoder, objective, weights);
    code.plane().ifPresent(plane -> checkPlane(plane, shape, encoder, code));

    switch (bottleneck) {
      case Bottleneck.TopK topK -> checkTopK(topK, code);
      case Bottleneck.Gaussian _ -> {
        if (code.activation() != Activation.IDENTITY) {
          throw new IllegalArgumentException(
              "a Gaussian bottleneck has a linear code (its mean and log-variance range over all"
                  + " numbers), but the code activation was "
                  + code.activation().label());
        }
      }
      case Bottleneck.VectorQuantized quantized -> QuantizedRules.check(quantized, code, objective);
      case Bottleneck.Deterministic _, Bottleneck.Rounded _ -> {}
    }
    checkPenalties(encoder, code, objective.penalties(), weights.linearPath());
    if (tied && !isMirrored(shape, encoder, code, decoder)) {
      throw new IllegalArgumentException(
          "tied weights want a decoder that mirrors the encoder: encoder %s, decoder %s"
              .formatted(encoder.text(), decoder.text()));
    }
    if (tied && !encoder.list().stream().allMatch(BlueprintRules::isOneProduct)) {
      throw new IllegalArgumentException(
          "tied weights want stages of one product each, which can be transposed, but the encoder"
              + " is "
              + encoder.text());
    }
    if (tied && bottleneck instanceof Bottleneck.Gaussian) {
      throw new IllegalArgumentException(
          "tied weights cannot be combined with a Gaussian bottleneck: its encoder ends in twice"
              + " the units its decoder starts with");
    }
    if (tied && objective.likelihood() instanceof Likelihood.GaussianVariance) {
      throw new IllegalArgumentException(
          "tied weights cannot be combined with a learned variance: the decoder ends in twice the"
              + " units the encoder starts with");
    }
    if (tied
        && objective.target().isPresent()
        && objective.target().get().features() != shape.features()) {
      throw new IllegalArgumentException(
          "tied weights want targets as wide as samples, but a sample has %d features and a target %d"
              .formatted(shape.features(), objective.target().get().features()));
    }
    if (weights.linearPath()) {
      checkLinearPath(code, objective, tied);
    }
    if (code.condition().isPresent()) {
      checkCondition(code, objective, weights);
    }
    objective.likelihood().loss(objective.outputActivation());
  }

  private static void checkCondition(Code code, Objective objective, Weights weights) {
    String reason =
        weights.tied()
            ? "tied weights, as the class is no number of the sample that would be rebuilt"
            : weights.skips()
                ? "option 'skips', which hands the sample itself to the decoder"
                : code.plane().isPresent()
                    ? "a code that keeps height and width, option 'code-channels'"
                    : objective.penalties().stream().anyMatch(Penalty.Contractive.class::isInstance)
                        ? "the contractive penalty, which follows the code by the sample alone"
                        : "";
    if (!reason.isEmpty()) {
      throw new IllegalArgumentException(
          "a condition, option 'condition' = label, cannot be combined with " + reason);
    }
  }

  private static boolean isOneProduct(Stage stage) {
    return stage.isWeighted() && !(stage instanceof Stage.Residual);
  }

  private static void checkLinearPath(Code code, Objective objective, boolean tied) {
    String reason =
        tied
            ? "tied weights, whose last layer cannot start at zero while the first does not"
            : code.plane().isPresent()
                ? "a code that keeps height and width"
                : code.bottleneck() instanceof Bottleneck.TopK
                    ? "a code that is chosen from"
                    : code.activation() != Activation.IDENTITY
                        ? "a code that is not linear, but " + code.activation().label()
                        : objective.outputActivation() == Activation.SIGMOID
                            ? "a sigmoid output, whose inside is no sum of components; use option"
                                + " 'output-activation' = clip"
                            : objective
                                        .likelihood()
                                        .loss(objective.outputActivation())
                                        .outputsPerFeature()
                                    > 1
                                ? "a variance of every feature"
                                : "";
    if (!reason.isEmpty()) {
      throw new IllegalArgumentException(
          "a linear path beside the layers, option 'linear-path', cannot be combined with "
              + reason);
    }
  }

  private static void checkStages(
      SampleShape shape,
      Stages encoder,
      Code code,
      Stages decoder,
      Objective objective,
      Weights weights) {
    encoder.planes(Blueprint.planeOf(shape));
    boolean spatial =
        outputConvolution(encoder, code, decoder, weights, objective.target().orElse(shape))
            .isPresent();
    if (spatial && objective.likelihood() instanceof Likelihood.GaussianVariance) {
      throw new IllegalArgumentException(
          "a decoder that ends in a convolution puts out no variance of every pixel; use option"
              + " 'likelihood' = gaussian-shared-variance, which learns one for all");
    }
  }

  static Optional<ConvolutionShape> outputConvolution(
      Stages encoder, Code code, Stages decoder, Weights weights, SampleShape target) {
    FeatureMap last = decoder.planes(code.map()).getLast();
    if (decoder.list().isEmpty() || !decoder.list().getLast().isSpatial()) {
      return Optional.empty();
    }
    FeatureMap out = Blueprint.planeOf(target);
    if (weights.skips()) {
      FeatureMap handed = encoder.planes(out).get(1);
      last = new FeatureMap(last.height(), last.width(), last.channels() + handed.channels());
    }
    if (!encoder.list().isEmpty() && encoder.list().getFirst() instanceof Stage.Convolution first) {
      Filters filters = first.filters().withCount(last.channels());
      if (fits(filters, out) && filters.over(out).out().equals(last)) {
        return Optional.of(filters.over(out));
      }
    }
    int stride =
        Math.max(
            Math.ceilDiv(out.height(), last.height()), Math.ceilDiv(out.width(), last.width()));
    ConvolutionShape shape = new Filters(last.channels(), stride).over(out);
    if (!shape.out().equals(last)) {
      throw new IllegalArgumentException(
          ("the decoder ends in %s, from which no stride leads to a target of %s (%d makes %s of"
                  + " it); change the decoder's stages, option 'decoder-hidden'")
              .formatted(last, out, stride, shape.out()));
    }
    return Optional.of(shape);
  }

  static boolean isMirrored(SampleShape shape, Stages encoder, Code code, Stages decoder) {
    Stages mirrored = encoder.mirroredFrom(code.map(), Blueprint.planeOf(shape));
    return decoder.text().equals(mirrored.text());
  }

  private static void checkPlane(FeatureMap plane, SampleShape shape, Stages encoder, Code code) {
    FeatureMap last = encoder.planes(Blueprint.planeOf(shape)).getLast();
    if (last.places() == 1) {
      throw new IllegalArgumentException(
          "a code that keeps height and width, option 'code-channels', wants an encoder that ends"
              + " in"
              + " a plane, but this one ends in %d units; end option 'hidden' in a convolution"
                  .formatted(last.channels()));
    }
    if (plane.height() != last.height() || plane.width() != last.width()) {
      throw new IllegalArgumentException(
          "the encoder ends in %s, but the code is a plane of %s".formatted(last, plane));
    }
    if (code.bottleneck() instanceof Bottleneck.Gaussian) {
      throw new IllegalArgumentException(
          "a code that keeps height and width, option 'code-channels', cannot be random; leave it"
              + " out, or take an option 'variant' that is neither variational nor stochastic");
    }
  }

  private static boolean fits(Filters filters, FeatureMap plane) {
    try {
      filters.over(plane);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void checkTopK(Bottleneck.TopK topK, Code code) {
    if (topK.k() > code.size()) {
      throw new IllegalArgumentException(
          "k-sparse keeps k of the code's units, but k was %d and the code size %d"
              .formatted(topK.k(), code.size()));
    }
    if (code.activation() == Activation.RELU) {
      throw new IllegalArgumentException(
          "k-sparse with a relu code may leave fewer than k units active (relu zeroes some of the"
              + " chosen); use option 'code-activation' = identity");
    }
  }

  private static void checkPenalties(
      Stages encoder, Code code, List<Penalty> penalties, boolean linearPath) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Penalty penalty : penalties) {
      if (!kinds.add(penalty.getClass())) {
        throw new IllegalArgumentException(
            "each kind of penalty is given once, but there are two of "
                + penalty.getClass().getSimpleName());
      }
      switch (penalty) {
        case Penalty.KlSparsity _ -> {
          if (code.activation() != Activation.SIGMOID) {
            throw new IllegalArgumentException(
                "kl sparsity compares mean activations in (0, 1) and wants a sigmoid code, but the"
                    + " code activation was "
                    + code.activation().label()
                    + "; use option 'code-activation' = sigmoid, or l1 or topk sparsity");
          }
        }
        case Penalty.KlToPrior _ -> {
          if (!(code.bottleneck() instanceof Bottleneck.Gaussian)) {
            throw new IllegalArgumentException(
                "beta weighs the divergence of a Gaussian bottleneck from its prior, but the"
                    + " bottleneck is "
                    + code.bottleneck().getClass().getSimpleName()
                    + "; use option 'variant' = variational or leave option 'beta' out");
          }
        }
        case Penalty.Contractive contractive -> {
          if (contractive.probes() == 0
              && (linearPath || ContractiveWork.fewestProbes(encoder) > 0)) {
            throw new IllegalArgumentException(
                "the contractive penalty is exact through dense layers one behind the other alone;"
                    + " with convolutions or normalisation in the encoder, or a linear path beside"
                    + " it, it is estimated from random directions: use option"
                    + " 'contractive-probes' = 1 or more");
          }
        }
        case Penalty.MeanDiscrepancy _ -> {
          if (code.activation() != Activation.IDENTITY
              || code.bottleneck() instanceof Bottleneck.TopK) {
            throw new IllegalArgumentException(
                "the discrepancy from N(0, I), option 'mmd', wants a linear code of which no units"
                    + " are chosen, but the code is %s, %s; leave it out, or use option"
                        .formatted(
                            code.activation().label(), code.bottleneck().getClass().getSimpleName())
                    + " 'code-activation' = identity");
          }
        }
        case Penalty.L1 _, Penalty.WeightDecay _ -> {}
      }
    }
  }

  static List<String> warnings(Blueprint blueprint) {
    List<String> warnings = new ArrayList<>();
    boolean narrow = blueprint.codeSize() < blueprint.features();
    boolean restrained =
        blueprint.corruption().isPresent()
            || !(blueprint.bottleneck() instanceof Bottleneck.Deterministic)
            || blueprint.penalties().stream().anyMatch(p -> !(p instanceof Penalty.WeightDecay));
    if (!narrow && !restrained) {
      warnings.add(
          "the code (%d) is not smaller than the input (%d) and nothing else restrains it: the model"
                  .formatted(blueprint.codeSize(), blueprint.features())
              + " can copy its input; use a smaller code, sparsity, corruption or a contractive"
              + " penalty");
    }
    blueprint
        .penalty(Penalty.Contractive.class)
        .ifPresent(
            contractive -> {
              double work = ContractiveWork.relativeWork(contractive, blueprint);
              if (work > HEAVY) {
                warnings.add(heavy(contractive, work));
              }
            });
    return warnings;
  }

  private static String heavy(Penalty.Contractive contractive, double work) {
    return "the contractive penalty of this encoder, %s, takes %.0f times the work of all else;"
            .formatted(
                contractive.probes() == 0 ? "exact" : "from " + contractive.probes() + " probes",
                work)
        + " option 'contractive-probes' = 2 estimates it without bias in less";
  }
}
