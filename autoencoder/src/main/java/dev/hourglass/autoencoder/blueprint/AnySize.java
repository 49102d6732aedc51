package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Models of convolutions alone, whose weights serve pictures of any size. */
public final class AnySize {
  private AnySize() {}

  /**
   * How far a pixel of the output looks.
   *
   * @param stride of all stages together: moved by so many pixels, a picture gives the same output
   *     moved
   * @param margin pixels beyond which nothing matters, a multiple of the stride
   */
  public record Reach(int stride, int margin) {}

  /** Why a blueprint is made for samples of one size; empty where it is not. */
  public static Optional<String> refusal(Blueprint blueprint) {
    if (!blueprint.skips()) {
      return Optional.of(
          "its layers are made for one size; a denoiser with skips (option 'skips') takes any");
    }
    boolean normalized = blueprint.encoder().normalized() || blueprint.decoder().normalized();
    return normalized
        ? Optional.of("its layers are normalised over the whole sample")
        : Optional.empty();
  }

  /** Whether a blueprint serves samples of any size. */
  public static boolean is(Blueprint blueprint) {
    return refusal(blueprint).isEmpty();
  }

  /**
   * The same for samples of another height and width.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public static Blueprint over(Blueprint blueprint, SampleShape shape) {
    check(blueprint);
    FeatureMap last = blueprint.encoder().planes(Blueprint.planeOf(shape)).getLast();
    FeatureMap map = new FeatureMap(last.height(), last.width(), blueprint.code().map().channels());
    return new Blueprint(
        shape,
        blueprint.encoder(),
        new Code(
            map.size(),
            blueprint.codeActivation(),
            blueprint.bottleneck(),
            Optional.of(map),
            Optional.empty()),
        mirrored(blueprint, map, shape),
        blueprint.corruption(),
        over(blueprint.objective(), shape),
        blueprint.weights());
  }

  private static Objective over(Objective objective, SampleShape shape) {
    return objective
        .target()
        .map(own -> SampleShape.image(own.channels(), shape.height(), shape.width()))
        .map(objective::withTarget)
        .orElse(objective);
  }

  private static Stages mirrored(Blueprint blueprint, FeatureMap code, SampleShape shape) {
    List<Stage> like = blueprint.decoder().list();
    List<Stage> stages = blueprint.encoder().mirroredFrom(code, Blueprint.planeOf(shape)).list();
    return new Stages(
        IntStream.range(0, stages.size())
            .mapToObj(i -> stages.get(i).withFinish(like.get(i).finish()))
            .toList());
  }

  private static void check(Blueprint blueprint) {
    refusal(blueprint)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("the model takes one size alone: " + reason);
            });
  }

  /**
   * How far a pixel of the output looks: the sum, stage by stage, of what its taps span, in pixels
   * of the input.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public static Reach reach(Blueprint blueprint) {
    check(blueprint);
    List<Stage> stages = blueprint.encoder().list();
    List<FeatureMap> planes = blueprint.encoder().planes(blueprint.plane());
    int stride = 1;
    int span = 0;
    for (int i = 0; i < stages.size(); i++) {
      if (!(stages.get(i) instanceof Stage.Convolution stage)) {
        throw new IllegalArgumentException(
            "the model takes one size alone: its encoder is " + blueprint.encoder().text());
      }
      ConvolutionShape convolution = stage.filters().over(planes.get(i));
      Window window = convolution.horizontal();
      // There, and back in the stage that mirrors it.
      span +=
          (Math.max(window.before(), window.reach() - 1 - window.before()) + window.reach() - 1)
              * stride;
      stride *= window.stride();
    }
    // The code's convolution, and the decoder's first.
    span += 2 * (Filters.DEFAULT_KERNEL - 1) * stride;
    return new Reach(stride, Math.ceilDiv(span, stride) * stride);
  }
}
