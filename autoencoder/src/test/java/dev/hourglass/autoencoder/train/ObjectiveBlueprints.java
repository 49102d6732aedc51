package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stage;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** A blueprint of every kind there is, small enough that all its parameters can be moved. */
final class ObjectiveBlueprints {
  /** Numbers of a sample. */
  static final int FEATURES = 7;

  private static final SampleShape SIGNAL = SampleShape.vector(FEATURES);
  private static final Stages TANH = Stages.of(6).withActivation(Activation.TANH);
  private static final Stages CONVOLUTIONS =
      Stages.parse("conv:2,conv:3:2,4").withActivation(Activation.TANH);
  private static final Blueprint PLAIN = Preset.UNDERCOMPLETE.blueprint(SIGNAL, TANH, 3);
  private static final Blueprint VARIATIONAL = Preset.VARIATIONAL.blueprint(SIGNAL, TANH, 2);

  private ObjectiveBlueprints() {}

  static Stream<Named<Blueprint>> all() {
    return Stream.of(
            List.of(Named.of("undercomplete", PLAIN)),
            layersAndCodes(),
            contractive(),
            randomCodesAndCorruptions(),
            targetsAndLinearPaths(),
            convolutional(),
            conditional(),
            List.of(everything()))
        .flatMap(List::stream);
  }

  private static List<Named<Blueprint>> layersAndCodes() {
    List<Named<Blueprint>> all = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      all.add(
          Named.of(
              "hidden " + activation.label(),
              PLAIN
                  .withEncoder(Stages.of(6, 5).withActivation(activation))
                  .withDecoder(Stages.of(4).withActivation(activation))));
      all.add(
          Named.of(
              "contractive, deep, " + activation.label(),
              PLAIN
                  .withEncoder(Stages.of(6, 5).withActivation(activation))
                  .withCode(3, activation)
                  .withPenalty(new Penalty.Contractive(0.7))));
    }
    all.add(Named.of("no hidden layers", PLAIN.withEncoder(Stages.of()).withDecoder(Stages.of())));
    all.add(
        Named.of(
            "normalised",
            PLAIN
                .withEncoder(TANH.withNormalization(true))
                .withDecoder(TANH.withNormalization(true))));
    all.add(
        Named.of(
            "dropout",
            PLAIN.withEncoder(TANH.withDropout(0.3)).withDecoder(TANH.withDropout(0.2))));
    all.add(Named.of("tied", PLAIN.withTied(true)));
    all.add(
        Named.of(
            "tied and contractive",
            PLAIN.withTied(true).withPenalty(new Penalty.Contractive(0.4))));
    all.add(
        Named.of("l1", PLAIN.withCode(3, Activation.SOFTPLUS).withPenalty(new Penalty.L1(0.3))));
    all.add(
        Named.of(
            "kl sparsity",
            PLAIN.withCode(4, Activation.SIGMOID).withPenalty(new Penalty.KlSparsity(0.05, 0.8))));
    all.add(
        Named.of(
            "top-k",
            PLAIN.withCode(6, Activation.IDENTITY).withBottleneck(new Bottleneck.TopK(2))));
    all.add(
        Named.of(
            "top-k and contractive",
            PLAIN
                .withCode(6, Activation.TANH)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "top-k, linear code, contractive",
            PLAIN
                .withCode(6, Activation.IDENTITY)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(Named.of("rounded", PLAIN.withBottleneck(new Bottleneck.Rounded(0.4))));
    all.add(
        Named.of(
            "rounded, contractive, l1, corrupted",
            PLAIN
                .withCode(3, Activation.SOFTPLUS)
                .withBottleneck(new Bottleneck.Rounded(0.2))
                .withCorruption(new Corruption.Gaussian(0.3))
                .withPenalty(new Penalty.L1(0.3))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "rounded beside a linear path",
            PLAIN.withBottleneck(new Bottleneck.Rounded(0.3)).withLinearPath(true)));
    all.add(Named.of("weight decay", PLAIN.withPenalty(new Penalty.WeightDecay(0.2))));
    return all;
  }

  private static List<Named<Blueprint>> contractive() {
    List<Named<Blueprint>> all = new ArrayList<>();
    all.add(
        Named.of(
            "contractive, one layer",
            PLAIN
                .withEncoder(Stages.of())
                .withCode(4, Activation.SIGMOID)
                .withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, one linear layer",
            PLAIN.withEncoder(Stages.of()).withPenalty(new Penalty.Contractive(0.6))));
    all.add(Named.of("contractive, linear code", PLAIN.withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, dropout",
            PLAIN.withEncoder(TANH.withDropout(0.3)).withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, deep, dropout",
            PLAIN
                .withEncoder(Stages.of(6, 5).withActivation(Activation.SIGMOID).withDropout(0.3))
                .withPenalty(new Penalty.Contractive(0.6))));
    // Wide first layers send few tangents on to the input itself, narrow ones to the Gram matrix.
    Stages wide = Stages.of(12, 5).withActivation(Activation.SILU);
    all.add(
        Named.of(
            "contractive, wide and deep",
            PLAIN.withEncoder(wide).withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, wide and deep, one probe",
            PLAIN.withEncoder(wide).withPenalty(new Penalty.Contractive(0.6, 1))));
    all.add(Named.of("contractive, probes", PLAIN.withPenalty(new Penalty.Contractive(0.6, 2))));
    all.add(
        Named.of(
            "contractive, probes, deep",
            PLAIN
                .withEncoder(Stages.of(6, 5).withActivation(Activation.ELU))
                .withCode(4, Activation.TANH)
                .withPenalty(new Penalty.Contractive(0.6, 3))));
    return all;
  }

  private static List<Named<Blueprint>> randomCodesAndCorruptions() {
    List<Named<Blueprint>> all = new ArrayList<>();
    for (Likelihood likelihood :
        List.of(
            new Likelihood.Gaussian(),
            new Likelihood.Bernoulli(),
            new Likelihood.GaussianVariance(),
            new Likelihood.GaussianSharedVariance(),
            new Likelihood.Absolute(),
            new Likelihood.Huber(0.2),
            new Likelihood.Correntropy(0.3),
            new Likelihood.Multinomial())) {
      all.add(
          Named.of(
              "variational, " + likelihood.text(),
              Preset.VARIATIONAL
                  .blueprint(SIGNAL, TANH, 2)
                  .withLikelihood(likelihood, Activation.IDENTITY)));
      all.add(
          Named.of(
              "sigmoid output, " + likelihood.text(),
              PLAIN.withLikelihood(likelihood, Activation.SIGMOID)));
    }
    all.add(
        Named.of(
            "variational and contractive", VARIATIONAL.withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "variational, deep, contractive",
            VARIATIONAL
                .withEncoder(Stages.of(6, 5).withActivation(Activation.SILU))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "variational, one layer, contractive",
            VARIATIONAL.withEncoder(Stages.of()).withPenalty(new Penalty.Contractive(0.5))));
    // About half of the units tell less than is free.
    for (double freeBits : List.of(0.01, 0.1, 10.0)) {
      all.add(
          Named.of(
              "variational, free bits " + freeBits,
              VARIATIONAL
                  .withCode(4, Activation.IDENTITY)
                  .withPenalty(new Penalty.KlToPrior(0.7, 0.5, freeBits))));
    }
    all.add(
        Named.of("discrepancy from the prior", PLAIN.withPenalty(new Penalty.MeanDiscrepancy(3))));
    all.add(
        Named.of(
            "discrepancy and divergence from the prior, free bits",
            VARIATIONAL
                .withPenalty(new Penalty.KlToPrior(0.7, 0, 0.05))
                .withPenalty(new Penalty.MeanDiscrepancy(3))));
    all.add(Named.of("stochastic", Preset.STOCHASTIC.blueprint(SIGNAL, TANH, 2)));
    for (Corruption corruption :
        List.of(
            new Corruption.Gaussian(0.3),
            new Corruption.SaltAndPepper(0.4),
            new Corruption.Masking(0.4),
            new Corruption.Swap(0.4))) {
      all.add(Named.of("denoising, " + corruption.text(), PLAIN.withCorruption(corruption)));
    }
    return all;
  }

  private static List<Named<Blueprint>> targetsAndLinearPaths() {
    List<Named<Blueprint>> all = new ArrayList<>();
    all.add(Named.of("a target of its own", PLAIN.withTarget(SampleShape.vector(4))));
    all.add(
        Named.of(
            "a target of its own, corrupted, of learned variance",
            PLAIN
                .withTarget(SampleShape.vector(9))
                .withCorruption(new Corruption.Gaussian(0.2))
                .withLikelihood(new Likelihood.GaussianVariance(), Activation.SIGMOID)));
    all.add(
        Named.of(
            "stages that differ",
            PLAIN.withEncoder(
                new Stages(
                    List.of(
                        new Stage.Dense(6, Activation.ELU, 0.2, false),
                        new Stage.Dense(5, Activation.TANH, 0, true),
                        new Stage.Dense(4, Activation.SIGMOID, 0, false))))));
    all.add(Named.of("linear path", PLAIN.withLinearPath(true)));
    all.add(
        Named.of(
            "linear path, clipped, a target of its own",
            PLAIN
                .withTarget(SampleShape.vector(4))
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withLinearPath(true)));
    return all;
  }

  private static List<Named<Blueprint>> convolutional() {
    List<Named<Blueprint>> all = new ArrayList<>();
    Blueprint convolutional = Preset.UNDERCOMPLETE.blueprint(SIGNAL, CONVOLUTIONS, 3);
    all.add(Named.of("convolutions", convolutional));
    all.add(Named.of("convolutions, tied", convolutional.withTied(true)));
    all.add(Named.of("convolutions beside a linear path", convolutional.withLinearPath(true)));
    all.add(
        Named.of(
            "contractive, convolutions",
            convolutional.withPenalty(new Penalty.Contractive(0.6, 2))));
    all.add(
        Named.of(
            "contractive, convolutions beside a linear path",
            convolutional.withPenalty(new Penalty.Contractive(0.6, 1)).withLinearPath(true)));
    all.add(
        Named.of(
            "contractive, convolutions, tied, top-k",
            convolutional
                .withTied(true)
                .withCode(6, Activation.TANH)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.4, 1))));
    all.add(
        Named.of(
            "contractive, variational, convolutions, dropout",
            Preset.VARIATIONAL
                .blueprint(SIGNAL, CONVOLUTIONS.withDropout(0.3), 2)
                .withPenalty(new Penalty.Contractive(0.5, 1))));
    all.add(
        Named.of(
            "contractive, normalised",
            PLAIN
                .withEncoder(TANH.withNormalization(true))
                .withPenalty(new Penalty.Contractive(0.5, 2))));
    all.add(
        Named.of(
            "convolutions that end in a plane, dropout, normalised",
            Preset.UNDERCOMPLETE.blueprint(
                SIGNAL,
                Stages.parse("conv:2:2:k2,conv:3:k2:d2:valid")
                    .withActivation(Activation.ELU)
                    .withNormalization(true)
                    .withDropout(0.2),
                3)));
    all.add(
        Named.of(
            "convolutions, variational", Preset.VARIATIONAL.blueprint(SIGNAL, CONVOLUTIONS, 2)));
    all.add(
        Named.of(
            "residual stages and average pooling, normalised",
            Preset.UNDERCOMPLETE.blueprint(
                SIGNAL,
                Stages.parse("conv:2:k2:valid,residual:3,avgpool:2,5")
                    .withActivation(Activation.TANH)
                    .withNormalization(true),
                3)));
    all.add(
        Named.of(
            "max pooling, bilinear upsampling",
            Preset.UNDERCOMPLETE
                .blueprint(
                    SIGNAL,
                    Stages.parse("conv:3:k2:valid,maxpool:2,conv:2").withActivation(Activation.ELU),
                    3)
                .withDecoder(
                    Stages.parse("plane:1x3x2,upsample:2:bilinear,conv:3")
                        .withActivation(Activation.ELU))));
    Blueprint skipping =
        Preset.DENOISING
            .blueprint(SIGNAL, Stages.parse("conv:2,conv:3:2").withActivation(Activation.ELU), 3)
            .withCorruption(new Corruption.GaussianRange(0.1, 0.9))
            .withCodeChannels(2);
    all.add(Named.of("a code that keeps its width", skipping.withSkips(false)));
    all.add(Named.of("a code that keeps its width, tied", skipping.withTied(true)));
    all.add(Named.of("skips", skipping.withSkips(true)));
    all.add(
        Named.of(
            "skips, clipped, dropout, k-sparse",
            skipping
                .withEncoder(skipping.encoder().withDropout(0.2))
                .withDecoder(skipping.decoder().withDropout(0.1))
                .withBottleneck(new Bottleneck.TopK(5))
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withSkips(true)));
    Blueprint picture =
        Preset.DENOISING
            .blueprint(
                SampleShape.image(3, 2, 4),
                Stages.parse("conv:2:2,conv:3").withActivation(Activation.ELU),
                3)
            .withCorruption(new Corruption.None())
            .withCodeChannels(2)
            .withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID)
            .withTarget(SampleShape.image(2, 2, 4));
    all.add(Named.of("skips that mask the first channels", picture.withSkips(true)));
    all.add(
        Named.of(
            "a mask, robust, dropout",
            picture
                .withEncoder(picture.encoder().withDropout(0.2))
                .withLikelihood(new Likelihood.Huber(0.2), Activation.SIGMOID)
                .withSkips(true)));
    all.add(
        Named.of(
            "variational beside a linear path",
            Preset.VARIATIONAL.blueprint(SIGNAL, TANH, 2).withLinearPath(true)));
    all.add(
        Named.of(
            "dense encoder, decoder of convolutions",
            PLAIN.withDecoder(
                Stages.parse("5,plane:1x3x2,upconv:2:2:1x5,upconv:3:valid")
                    .withActivation(Activation.SILU))));
    return all;
  }

  private static List<Named<Blueprint>> conditional() {
    List<Named<Blueprint>> all = new ArrayList<>();
    Condition condition = new Condition(List.of("a", "b", "c"));
    all.add(Named.of("conditional", VARIATIONAL.withCondition(condition)));
    all.add(
        Named.of(
            "conditional, without hidden layers, a target of its own",
            PLAIN
                .withEncoder(Stages.of())
                .withDecoder(Stages.of())
                .withTarget(SampleShape.vector(4))
                .withCondition(condition)));
    all.add(
        Named.of(
            "conditional beside a linear path, dropout, corrupted",
            PLAIN
                .withEncoder(TANH.withDropout(0.2))
                .withCorruption(new Corruption.Gaussian(0.2))
                .withLinearPath(true)
                .withCondition(condition)));
    all.add(
        Named.of(
            "conditional, of convolutions",
            Preset.VARIATIONAL.blueprint(SIGNAL, CONVOLUTIONS, 2).withCondition(condition)));
    all.add(
        Named.of(
            "conditional, a decoder that begins with a convolution",
            PLAIN
                .withDecoder(
                    Stages.parse("upconv:2:2:1x2,upconv:3:valid").withActivation(Activation.SILU))
                .withCondition(condition)));
    return all;
  }

  private static Named<Blueprint> everything() {
    return Named.of(
        "everything at once",
        PLAIN
            .withCode(4, Activation.SIGMOID)
            .withEncoder(Stages.of(6, 5).withActivation(Activation.GELU).withDropout(0.2))
            .withDecoder(TANH.withNormalization(true).withDropout(0.1))
            .withCorruption(new Corruption.Gaussian(0.2))
            .withLikelihood(new Likelihood.Huber(0.3), Activation.SIGMOID)
            .withPenalties(
                List.of(
                    new Penalty.L1(0.1),
                    new Penalty.KlSparsity(0.1, 0.5),
                    new Penalty.Contractive(0.3),
                    new Penalty.WeightDecay(0.05))));
  }
}
