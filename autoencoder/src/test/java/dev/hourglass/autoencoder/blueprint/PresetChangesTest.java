package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.optimise.Optimizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people choose in place of a preset's choices; the command line's tests try every flag. */
class PresetChangesTest {
  private static final SampleShape IMAGE = SampleShape.image(1, 28, 28);
  private static final SampleShape TABLE = SampleShape.vector(9);

  private static PresetChanges withSparsity(Sparsity... sparsity) {
    PresetChanges none = PresetChanges.none();
    return new PresetChanges(
        none.layers(),
        none.weights(),
        new PresetChanges.CodeChanges(
            Optional.of(16),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of(sparsity)),
            Optional.empty()),
        none.goal(),
        none.prior());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void without_changes_a_preset_has_default_layers_and_code(Preset preset) {
    Blueprint image = preset.blueprint(IMAGE, List.of(128), 32);
    int units = preset == Preset.VARIATIONAL ? 8 : 3;
    Blueprint table = preset.blueprint(TABLE, List.of(128), units);
    Blueprint narrow = preset.blueprint(SampleShape.image(1, 23, 28), List.of(128), 32);
    boolean plain = preset == Preset.UNDERCOMPLETE;
    assertThat(preset.blueprint(narrow.shape()))
        .isEqualTo(
            plain
                ? narrow
                    .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                    .withLinearPath(true)
                : narrow);
    assertThat(preset.blueprint(IMAGE).summary())
        .isEqualTo(
            switch (preset) {
              case UNDERCOMPLETE ->
                  "28×28×1-14×14×16-7×7×32-128-32-128-7×7×32-14×14×16-28×28×1 + linear path";
              case DENOISING ->
                  "28×28×1-28×28×16-28×28×16-14×14×32-7×7×64-7×7×64-7×7×64-14×14×32-28×28×16-28×28×16-28×28×1"
                      + " + skips";
              case VARIATIONAL, WASSERSTEIN, VECTOR_QUANTIZED ->
                  "28×28×1-14×14×16-7×7×32-128-32-128-7×7×32-14×14×16-28×28×1";
              case SPARSE, CONTRACTIVE, STOCHASTIC -> image.summary();
            });
    assertThat(preset.blueprint(TABLE))
        .isEqualTo(plain || preset == Preset.VARIATIONAL ? table.withLinearPath(true) : table);
  }

  @Test
  void what_rows_are_drawn_from_is_not_as_small_as_a_third_of_few_columns() {
    int[] features = {1, 6, 8, 9, 24, 25, 95, 96, 784};
    assertThat(Arrays.stream(features).map(Preset.VARIATIONAL::units))
        .containsExactly(1, 6, 8, 8, 8, 9, 32, 32, 32);
    assertThat(Arrays.stream(features).map(Preset.UNDERCOMPLETE::units))
        .containsExactly(1, 2, 3, 3, 8, 9, 32, 32, 32);
  }

  @Test
  void a_denoiser_of_which_a_code_is_asked_has_one() {
    PresetChanges none = PresetChanges.none();
    PresetChanges code =
        new PresetChanges(
            none.layers(),
            none.weights(),
            new PresetChanges.CodeChanges(
                Optional.of(16),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            none.goal(),
            none.prior());
    assertThat(Preset.DENOISING.blueprint(IMAGE, code))
        .isEqualTo(Preset.DENOISING.blueprint(IMAGE, List.of(128), 16));
    assertThat(Preset.DENOISING.blueprint(IMAGE, none.meantFor(Preset.DENOISING)))
        .isEqualTo(Preset.DENOISING.blueprint(IMAGE, List.of(128), 32));
  }

  @Test
  void a_linear_path_is_left_out_where_a_change_takes_its_meaning() {
    PresetChanges none = PresetChanges.none();
    PresetChanges sigmoid =
        new PresetChanges(
            none.layers(),
            none.weights(),
            none.code(),
            new PresetChanges.GoalChanges(
                Optional.empty(),
                Optional.of(Activation.SIGMOID),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            none.prior());
    assertThat(Preset.UNDERCOMPLETE.blueprint(IMAGE, sigmoid).linearPath()).isFalse();
    PresetChanges tied =
        new PresetChanges(
            none.layers(),
            new PresetChanges.WeightChanges(
                Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty()),
            none.code(),
            none.goal(),
            none.prior());
    assertThat(Preset.UNDERCOMPLETE.blueprint(IMAGE, tied).linearPath()).isFalse();
    PresetChanges both =
        new PresetChanges(
            none.layers(),
            new PresetChanges.WeightChanges(
                Optional.empty(), Optional.of(true), Optional.of(true), Optional.empty()),
            none.code(),
            none.goal(),
            none.prior());
    assertThatThrownBy(() -> Preset.UNDERCOMPLETE.blueprint(IMAGE, both))
        .hasMessageContaining("option 'linear-path'")
        .hasMessageContaining("tied weights");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void a_blueprint_spelled_out_leads_back_to_itself_from_any_preset_of_its_bottleneck(
      Preset preset) {
    Blueprint blueprint =
        preset
            .blueprint(IMAGE, Stages.of(64, 32).withActivation(Activation.GELU).withDropout(0.1), 9)
            .withDecoder(Stages.of(48).withActivation(Activation.GELU).withDropout(0.1))
            .withPenalty(new Penalty.WeightDecay(1e-4))
            .withCorruption(new Corruption.Masking(0.25))
            .withInitializer(Initializer.LECUN_NORMAL);
    assertThat(preset.blueprint(IMAGE, PresetChanges.of(blueprint))).isEqualTo(blueprint);
    Preset other = blueprint.isStochastic() ? Preset.STOCHASTIC : Preset.SPARSE;
    assertThat(other.blueprint(IMAGE, PresetChanges.of(blueprint))).isEqualTo(blueprint);
  }

  @Test
  void a_sparsity_takes_the_place_of_the_presets_with_the_activation_it_wants() {
    Blueprint topK = Preset.SPARSE.blueprint(IMAGE, withSparsity(Sparsity.parse("topk:3")));
    assertThat(topK.code()).isEqualTo(new Code(16, Activation.IDENTITY, new Bottleneck.TopK(3)));
    assertThat(topK.penalties()).isEmpty();
    Blueprint kl = Preset.SPARSE.blueprint(IMAGE, withSparsity(Sparsity.parse("kl:0.05:1")));
    assertThat(kl.codeActivation()).isEqualTo(Activation.SIGMOID);
    assertThat(kl.penalties()).containsExactly(new Penalty.KlSparsity(0.05, 1));
    assertThatThrownBy(
            () -> Preset.VARIATIONAL.blueprint(IMAGE, withSparsity(Sparsity.parse("topk:3"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option 'sparsity' = topk");
  }

  @Test
  void a_code_that_is_rounded_leads_back_to_itself_and_is_neither_random_nor_chosen_from() {
    Blueprint rounded =
        Preset.UNDERCOMPLETE
            .blueprint(IMAGE, List.of(64), 9)
            .withBottleneck(new Bottleneck.Rounded(0.25));
    assertThat(Preset.SPARSE.blueprint(IMAGE, PresetChanges.of(rounded))).isEqualTo(rounded);
    assertThat(BlueprintMap.read(BlueprintMap.of(rounded))).isEqualTo(rounded);
    assertThatThrownBy(() -> Preset.VARIATIONAL.blueprint(IMAGE, PresetChanges.of(rounded)))
        .hasMessageContaining("option 'code-step' = 0.25");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64})
  void a_codebook_makes_any_variants_code_of_entries_and_none_takes_it_away(int entries) {
    PresetChanges none = PresetChanges.none();
    PresetChanges changes =
        new PresetChanges(
            none.layers(),
            none.weights(),
            new PresetChanges.CodeChanges(
                Optional.of(15),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new PresetChanges.CodebookChanges(
                    Optional.of(entries), Optional.empty(), Optional.empty())),
            none.goal(),
            none.prior());
    Bottleneck expected =
        entries == 0
            ? new Bottleneck.Deterministic()
            : new Bottleneck.VectorQuantized(entries, 1, Preset.DEFAULT_COMMITMENT);
    for (Preset preset : List.of(Preset.DENOISING, Preset.VECTOR_QUANTIZED)) {
      Blueprint blueprint = preset.blueprint(TABLE, changes);
      assertThat(blueprint.bottleneck()).isEqualTo(expected);
      assertThat(BlueprintMap.read(BlueprintMap.of(blueprint))).isEqualTo(blueprint);
    }
  }

  @Test
  void a_code_that_keeps_height_and_width_is_quantised_place_by_place() {
    PresetChanges none = PresetChanges.none();
    PresetChanges changes =
        new PresetChanges(
            new PresetChanges.LayerChanges(
                Optional.of(Stages.parse("conv:8:2")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            none.weights(),
            new PresetChanges.CodeChanges(
                Optional.empty(),
                Optional.of(5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            none.goal(),
            none.prior());
    Blueprint blueprint = Preset.VECTOR_QUANTIZED.blueprint(IMAGE, changes);
    assertThat(blueprint.bottleneck())
        .isEqualTo(
            new Bottleneck.VectorQuantized(Preset.DEFAULT_ENTRIES, 5, Preset.DEFAULT_COMMITMENT));
    assertThat(blueprint.codeSize()).isEqualTo(14 * 14 * 5);
    assertThat(BlueprintMap.read(BlueprintMap.of(blueprint))).isEqualTo(blueprint);
  }

  @Test
  void changes_meant_for_a_preset_leave_it_that_preset() {
    PresetChanges sparse = withSparsity(Sparsity.parse("topk:3"));
    assertThat(sparse.meantFor(Preset.SPARSE).code()).isEqualTo(sparse.code());
    assertThat(sparse.meantFor(Preset.DENOISING).code())
        .isEqualTo(
            new PresetChanges.CodeChanges(
                Optional.of(16),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "l1:0.1", "kl:0.05:1", "topk:3"})
  void sparsities_read_back_as_they_were(String text) {
    assertThat(Sparsity.parse(text).text()).isEqualTo(text);
  }

  @Test
  void a_bad_sparsity_is_told_its_form() {
    assertThatThrownBy(() -> Sparsity.parse("kl:0.05")).hasMessageContaining("kl:RHO:WEIGHT");
    assertThatThrownBy(() -> Sparsity.parse("topk:3:4")).hasMessageContaining("one part too many");
    assertThatThrownBy(() -> new Sparsity.Penalized(new Penalty.WeightDecay(1)))
        .hasMessageContaining("WeightDecay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5:0.01"})
  void early_stopping_reads_back_as_it_was(String text) {
    assertThat(Training.EarlyStopping.parse(text).text()).isEqualTo(text);
  }

  @Test
  void a_training_spelled_out_leads_back_to_itself() {
    Training training =
        Training.defaults()
            .withEpochs(7)
            .withBatchSize(64)
            .withLearningRate(0.01)
            .withOptimizer(new Optimizer.Sgd())
            .withGradientNorm(1.5)
            .withEarlyStopping(new Training.EarlyStopping(3, 0.01))
            .withTimeLimit(Duration.ofMinutes(1))
            .withSeed(5)
            .withWorkers(3)
            .withPrecision(PrecisionChoice.FLOAT32);
    assertThat(
            Preset.VARIATIONAL.training(
                TrainingChanges.of(training), Preset.VARIATIONAL.blueprint(IMAGE), 10))
        .isEqualTo(training);
  }

  @Test
  void epochs_nobody_asked_for_are_enough_for_the_samples() {
    Training training =
        Preset.SPARSE.training(TrainingChanges.none(), Preset.SPARSE.blueprint(IMAGE), 128);
    assertThat(training.epochs()).isEqualTo(Training.ENOUGH_STEPS);
    assertThat(
            Preset.SPARSE.training(
                TrainingChanges.none(), Preset.SPARSE.blueprint(IMAGE), 1_000_000))
        .isEqualTo(Preset.SPARSE.training());
  }
}
