package dev.hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in ONNX Runtime beside themselves: every layer, bottleneck and likelihood. */
class NetworkExportTest {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 7;
  private static final SampleShape VECTOR = SampleShape.vector(9);
  private static final SampleShape PICTURE = SampleShape.image(2, 9, 10);

  static Stream<Named<Blueprint>> blueprints() {
    List<Named<Blueprint>> all = new ArrayList<>();
    Stages hidden = Stages.of(8, 6).withActivation(Activation.TANH);
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(VECTOR, hidden, 3);
    for (Preset preset : Preset.values()) {
      all.add(Named.of(preset.name(), preset.blueprint(VECTOR, hidden, 3)));
      if (preset != Preset.CONTRACTIVE && preset != Preset.STOCHASTIC) {
        all.add(
            Named.of(
                preset.name() + " of pictures",
                preset.blueprint(PICTURE, Stages.parse("conv:3,conv:4:2,7"), 3)));
      }
    }
    for (Activation activation : Activation.values()) {
      all.add(
          Named.of(
              "hidden " + activation.label(),
              plain
                  .withEncoder(Stages.of(8).withActivation(activation))
                  .withCode(3, activation)
                  .withDecoder(Stages.of(5).withActivation(activation))));
    }
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
      Blueprint variational = Preset.VARIATIONAL.blueprint(VECTOR, hidden, 2);
      all.add(
          Named.of(likelihood.text(), variational.withLikelihood(likelihood, Activation.IDENTITY)));
      all.add(
          Named.of(
              "sigmoid output, " + likelihood.text(),
              plain.withLikelihood(likelihood, Activation.SIGMOID)));
    }
    all.add(Named.of("clipped", plain.withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)));
    all.add(Named.of("tied", plain.withTied(true)));
    all.add(Named.of("linear path", plain.withLinearPath(true)));
    all.add(
        Named.of("without hidden layers", plain.withEncoder(Stages.of()).withDecoder(Stages.of())));
    all.add(
        Named.of(
            "normalised, dropout",
            plain
                .withEncoder(hidden.withNormalization(true).withDropout(0.3))
                .withDecoder(hidden.withNormalization(true))));
    all.add(
        Named.of(
            "top-k",
            plain.withCode(6, Activation.IDENTITY).withBottleneck(new Bottleneck.TopK(2))));
    for (String stages :
        List.of(
            "conv:3,conv:4:2,6",
            "conv:3:2:k4,conv:5:3:k5",
            "conv:2:2:k2,conv:3:k2:d2:valid",
            "conv:4,residual:5,avgpool:2,5",
            "conv:4,maxpool:2,residual:4,maxpool:2,5")) {
      for (boolean normalised : new boolean[] {false, true}) {
        all.add(
            Named.of(
                stages + (normalised ? ", normalised" : ""),
                Preset.UNDERCOMPLETE.blueprint(
                    stages.contains("pool") ? SampleShape.image(2, 8, 12) : PICTURE,
                    Stages.parse(stages)
                        .withActivation(Activation.ELU)
                        .withNormalization(normalised),
                    4)));
      }
    }
    Blueprint convolutional =
        Preset.UNDERCOMPLETE.blueprint(PICTURE, Stages.parse("conv:3,conv:4:2,6"), 3);
    all.add(Named.of("convolutions, tied", convolutional.withTied(true)));
    all.add(
        Named.of(
            "convolutions beside a linear path",
            convolutional
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withLinearPath(true)));
    for (String kind : List.of("upsample:2", "upsample:3:bilinear")) {
      all.add(
          Named.of(
              kind,
              Preset.UNDERCOMPLETE
                  .blueprint(SampleShape.image(1, 12, 12), Stages.parse("conv:3:2,conv:4:3,6"), 3)
                  .withDecoder(
                      kind.contains("3")
                          ? Stages.parse("plane:4x4x3," + kind + ",conv:4")
                          : Stages.parse("plane:6x6x3," + kind + ",conv:4"))));
    }
    Blueprint skipping =
        Preset.DENOISING
            .blueprint(PICTURE, Stages.parse("conv:3,conv:5:2").withActivation(Activation.RELU), 3)
            .withCodeChannels(4)
            .withCorruption(new Corruption.GaussianRange(0, 0.2));
    all.add(Named.of("a code that keeps its width", skipping.withSkips(false)));
    all.add(
        Named.of(
            "skips",
            skipping
                .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY)
                .withSkips(true)));
    all.add(
        Named.of(
            "skips, clipped, k-sparse",
            skipping
                .withBottleneck(new Bottleneck.TopK(9))
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withSkips(true)));
    all.add(
        Named.of(
            "codebooks",
            plain
                .withCode(6, Activation.IDENTITY)
                .withBottleneck(new Bottleneck.VectorQuantized(5, 2, 0.25))));
    all.add(
        Named.of(
            "codebooks that places share",
            skipping.withSkips(false).withBottleneck(new Bottleneck.VectorQuantized(5, 2, 0.25))));
    all.add(
        Named.of(
            "signal",
            Preset.UNDERCOMPLETE.blueprint(
                SampleShape.vector(13), Stages.parse("conv:2,conv:3:2,4"), 3)));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void codes_reconstructions_and_errors_are_those_of_the_model(Blueprint blueprint) {
    ModelFile.Model model = Models.of(blueprint, 11);
    Autoencoder own = model.autoencoder();
    float[][] rows = Models.samples(ROWS, blueprint.features(), 5);
    Dataset samples = Dataset.of(rows);
    Tensor codes = own.encode(samples);
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ENCODE))) {
      assertClose(runtime.rows("samples", rows, "code"), codes.toArray());
    }
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.RECONSTRUCT))) {
      assertClose(
          runtime.rows("samples", rows, "reconstruction"), own.reconstruct(samples).toArray());
    }
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ERROR))) {
      float[] errors = (float[]) runtime.run(Map.of("samples", rows)).get("error");
      double[] expected = own.reconstructionErrors(samples);
      for (int i = 0; i < ROWS; i++) {
        assertThat((double) errors[i]).isCloseTo(expected[i], within(1e-4 * expected[i]));
      }
    }
    if (!blueprint.skips()) {
      try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.DECODE))) {
        assertClose(
            runtime.rows("code", codes.toArray(), "reconstruction"), own.decode(codes).toArray());
      }
    }
  }

  @Test
  void a_mask_is_refused_by_name() {
    Blueprint blueprint =
        Preset.DENOISING
            .blueprint(PICTURE, Stages.parse("conv:3,conv:5:2").withActivation(Activation.RELU), 3)
            .withCodeChannels(4)
            .withSkips(false)
            .withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID)
            .withTarget(PICTURE)
            .withSkips(true);
    assertThatThrownBy(() -> OnnxExport.of(Models.of(blueprint, 3), ExportedPart.RECONSTRUCT))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("mask");
  }

  @Test
  void a_model_told_of_classes_is_told_by_an_input() {
    Blueprint blueprint =
        Preset.VARIATIONAL
            .blueprint(PICTURE, Stages.parse("conv:3,conv:4:2,6"), 3)
            .withCondition(new Condition(List.of("zero", "one", "two")));
    ModelFile.Model model = Models.of(blueprint, 3);
    float[][] rows = Models.samples(ROWS, blueprint.features(), 5);
    String[][] classes = new String[ROWS][1];
    Arrays.fill(classes, new String[] {"two"});
    Dataset samples = Dataset.of(rows);
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.RECONSTRUCT))) {
      float[][] found =
          (float[][]) runtime.run(Map.of("samples", rows, "class", classes)).get("reconstruction");
      assertClose(found, model.autoencoder().given("two").reconstruct(samples).toArray());
    }
  }

  /** By the largest number of all: what a single small one is rounded to says nothing. */
  private static void assertClose(float[][] found, float[][] expected) {
    double largest = 0;
    double difference = 0;
    assertThat(found.length).isEqualTo(expected.length);
    for (int r = 0; r < found.length; r++) {
      assertThat(found[r]).hasSameSizeAs(expected[r]);
      for (int c = 0; c < found[r].length; c++) {
        largest = Math.max(largest, Math.abs(expected[r][c]));
        difference = Math.max(difference, Math.abs((double) found[r][c] - expected[r][c]));
      }
    }
    assertThat(largest).isPositive();
    assertThat(difference / largest).isLessThan(TOLERANCE);
  }
}
