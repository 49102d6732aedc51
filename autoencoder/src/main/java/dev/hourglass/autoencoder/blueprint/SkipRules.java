package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;

/** When an encoder's stages and its input can be handed across to the decoder. */
final class SkipRules {
  private SkipRules() {}

  static void check(
      SampleShape shape,
      Stages encoder,
      Code code,
      Stages decoder,
      Objective objective,
      Weights weights) {
    Loss loss = objective.likelihood().loss(objective.outputActivation());
    Activation link = loss.link();
    refuseIf(
        encoder.list().isEmpty() || !encoder.list().stream().allMatch(Stage::isSpatial),
        "want convolutions alone in the encoder, but it is " + encoder.text());
    SampleShape target = objective.target().orElse(shape);
    boolean within =
        target.height() == shape.height()
            && target.width() == shape.width()
            && target.channels() <= shape.channels();
    refuseIf(
        !within,
        "take the input to the output, but the targets are %s, which are no channels of %s"
            .formatted(target, shape));
    refuseIf(
        !BlueprintRules.isMirrored(shape, encoder, code, decoder),
        "want a decoder that mirrors the encoder, but encoder and decoder are %s and %s"
            .formatted(encoder.text(), decoder.text()));
    refuseIf(
        weights.tied(),
        "cannot be combined with tied weights, as the decoder reads more than the encoder puts"
            + " out");
    refuseIf(
        weights.linearPath(),
        "cannot be combined with a linear path: one way past the layers is enough");
    refuseIf(
        code.bottleneck() instanceof Bottleneck.Gaussian,
        "cannot be combined with a random code, which the decoder would not need");
    refuseIf(
        loss.outputsPerFeature() > 1 || objective.likelihood().learnsVariance(),
        "cannot be combined with a likelihood whose variance is learned");
    boolean mask = objective.target().isPresent();
    refuseIf(
        mask && (link != Activation.SIGMOID || loss instanceof Loss.CrossEntropy),
        "multiply the input's channels by a sigmoid where targets are given, but the output is a"
            + " %s one of the %s likelihood; use option 'output-activation' = sigmoid and another"
                .formatted(link.label(), objective.likelihood().text()));
    refuseIf(
        !mask && link != Activation.IDENTITY && link != Activation.CLIP,
        "add the input to the output, which a %s output is no sum for; use option"
                .formatted(link.label())
            + " 'output-activation' = clip or identity");
  }

  private static void refuseIf(boolean wrong, String reason) {
    if (wrong) {
      throw new IllegalArgumentException("skips, option 'skips', " + reason);
    }
  }
}
