package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlueprintTest {
  private final Blueprint plain = Samples.blueprint(Preset.UNDERCOMPLETE);

  @ParameterizedTest
  @MethodSource("dev.hourglass.autoencoder.train.ObjectiveBlueprints#all")
  void every_blueprint_survives_its_map(Blueprint blueprint) {
    assertThat(Blueprint.fromMap(blueprint.toMap())).isEqualTo(blueprint);
  }

  @Test
  void every_training_survives_its_map() {
    for (Optimizer optimizer :
        List.of(
            new Optimizer.Sgd(),
            new Optimizer.Momentum(0.9),
            new Optimizer.Nesterov(0.8),
            new Optimizer.RmsProp(0.99, 1e-7),
            new Optimizer.Adam(),
            new Optimizer.AdamW())) {
      for (LearningRate schedule :
          List.of(
              new LearningRate.Constant(),
              new LearningRate.Step(3, 0.5),
              new LearningRate.Exponential(0.9),
              new LearningRate.Cosine(0.5),
              new LearningRate.OnPlateau(2, 0.3))) {
        Training training =
            Training.defaults()
                .withOptimizer(optimizer)
                .withSchedule(schedule)
                .withGradientNorm(2)
                .withEarlyStopping(new Training.EarlyStopping(4, 0.01))
                .withTimeLimit(Duration.ofSeconds(90))
                .withSeed(-12345678901L);
        assertThat(Training.fromMap(training.toMap())).isEqualTo(training);
      }
    }
  }

  @Test
  void a_map_with_an_unknown_or_missing_key_is_refused() {
    Map<String, Object> extra = new HashMap<>(plain.toMap());
    extra.put("colour", "red");
    assertThatThrownBy(() -> Blueprint.fromMap(extra))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blueprint has an unknown key 'colour'");
    Map<String, Object> less = new HashMap<>(plain.toMap());
    less.remove("tied");
    assertThatThrownBy(() -> Blueprint.fromMap(less))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blueprint lacks 'tied', true or false");
    Map<String, Object> wrong = new HashMap<>(plain.toMap());
    wrong.put("codeSize", "many");
    assertThatThrownBy(() -> Blueprint.fromMap(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blueprint.codeSize must be a whole number, but was 'many'");
  }

  @Test
  void every_preset_takes_convolutions() {
    Stages stages = Stages.parse("conv:2:2,8").withActivation(Activation.ELU);
    for (Preset preset : Preset.values()) {
      Blueprint blueprint = preset.blueprint(SampleShape.image(1, 8, 8), stages, 4);
      assertThat(blueprint.encoder().isSpatial()).as(preset.label()).isTrue();
      assertThat(blueprint.isStochastic())
          .isEqualTo(preset == Preset.VARIATIONAL || preset == Preset.STOCHASTIC);
    }
  }

  @Test
  void meaningless_combinations_are_refused_with_areason() {
    refused(() -> plain.withCode(0, Activation.IDENTITY), "its size was 0");
    refused(() -> plain.withBottleneck(new Bottleneck.TopK(5)), "k was 5 and the code size 4");
    refused(
        () -> plain.withCode(4, Activation.RELU).withBottleneck(new Bottleneck.TopK(2)),
        "fewer than k units active");
    refused(() -> plain.withPenalty(new Penalty.KlSparsity(0.1, 1)), "wants a sigmoid code");
    refused(() -> plain.withPenalty(new Penalty.KlToPrior(1)), "option 'variant' = variational");
    refused(
        () ->
            plain
                .withEncoder(Stages.of(8).withNormalization(true))
                .withPenalty(new Penalty.Contractive(1)),
        "option 'contractive-probes' = 1 or more");
    refused(
        () ->
            Preset.CONTRACTIVE
                .blueprint(SampleShape.image(1, 8, 8), Stages.parse("conv:2"), 4)
                .withPenalty(new Penalty.Contractive(1)),
        "option 'contractive-probes' = 1 or more");
    refused(
        () -> plain.withDecoder(Stages.of(9)).withTied(true),
        "tied weights want a decoder that mirrors the encoder");
    refused(
        () -> plain.withPenalties(List.of(new Penalty.L1(1), new Penalty.L1(2))),
        "each kind of penalty is given once");
  }

  @Test
  void bad_values_are_refused_where_they_are_given() {
    refused(() -> new Penalty.L1(-1), "l1 must be a weight above 0, but was -1.0");
    refused(() -> new Corruption.Masking(1.5), "must lie in (0, 1], but was 1.5");
    refused(() -> new Bottleneck.TopK(0), "k must be at least 1, but was 0");
    refused(() -> new Likelihood.Huber(0), "huber's delta must be above 0, but was 0.0");
    refused(() -> Training.defaults().withLearningRate(-1), "must be above 0, but was -1.0");
    refused(() -> Training.defaults().withBatchSize(0), "1 or more samples, but was 0");
    refused(() -> Stages.of(8).withDropout(1), "dropout must lie in [0, 1), but was 1.0");
  }

  @Test
  void misspelt_names_meet_the_nearest_known_one() {
    refused(() -> Activation.named("rlu"), "unknown activation 'rlu': did you mean 'relu'?");
    refused(() -> Preset.named("sparce"), "did you mean 'sparse'?");
    refused(() -> Corruption.parse("gausian:0.1"), "did you mean 'gaussian'?");
    refused(() -> Corruption.parse("gaussian"), "lacks its SIGMA");
    refused(
        () -> Corruption.parse("gaussian:x"),
        "SIGMA must be a number, or two as in 0..0.2, but was 'x'");
    refused(() -> Corruption.parse("masking:0.1:3"), "'3' is one part too many");
    refused(() -> Likelihood.parse("bernouli"), "did you mean 'bernoulli'?");
  }

  @Test
  void an_overcomplete_code_without_restraint_is_warned_of() {
    Blueprint wide = plain.withCode(20, Activation.IDENTITY);
    assertThat(wide.warnings()).singleElement().asString().contains("can copy its input");
    assertThat(wide.withCorruption(new Corruption.Masking(0.3)).warnings()).isEmpty();
    assertThat(wide.withBottleneck(new Bottleneck.TopK(3)).warnings()).isEmpty();
    assertThat(plain.warnings()).isEmpty();
  }

  @Test
  void an_exact_contractive_penalty_through_awide_deep_encoder_is_warned_of() {
    SampleShape image = SampleShape.image(1, 28, 28);
    Stages deep = Stages.of(512, 256);
    Blueprint exact = Preset.CONTRACTIVE.blueprint(image, deep, 32);
    assertThat(exact.warnings())
        .singleElement()
        .asString()
        .contains("exact, takes 12 times", "option 'contractive-probes' = 2");
    assertThat(
            Preset.UNDERCOMPLETE
                .blueprint(image, deep, 32)
                .withPenalty(new Penalty.Contractive(0.1, 2))
                .warnings())
        .isEmpty();
    assertThat(Preset.CONTRACTIVE.blueprint(image, Stages.of(128), 32).warnings()).isEmpty();
  }

  private static void refused(Runnable choice, String message) {
    assertThatThrownBy(choice::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void stages_without_end_are_refused() {
    assertThatThrownBy(() -> Stages.of(new Stage.Dense(1), Collections.nCopies(200_000, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1,000 stages")
        .hasMessageContaining("200,000");
  }
}
