package dev.hourglass.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.cli.Main;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.screen.Failures;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class CompositionTest {
  private static final SampleShape IMAGE = SampleShape.image(1, 28, 28);

  private static Blueprint blueprint(SampleShape shape, String... flags) {
    List<String> args = new ArrayList<>(List.of("train", "digits"));
    args.addAll(List.of(flags));
    CommandLine hourglass = Main.commandLine(System.err, "train");
    TrainCommand train =
        (TrainCommand)
            hourglass
                .parseArgs(args.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .userObject();
    Preset preset = train.variant == null ? Preset.UNDERCOMPLETE : train.variant;
    return new Composition(train.architecture, train.objective).blueprint(preset, shape);
  }

  private static Blueprint blueprint(String... flags) {
    return blueprint(IMAGE, flags);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void without_flags_a_variant_is_its_preset(Preset preset) {
    assertThat(blueprint("--variant", preset.label())).isEqualTo(preset.blueprint(IMAGE));
    assertThat(blueprint("--variant", preset.label(), "--hidden", "128", "--code", "32"))
        .isEqualTo(preset.blueprint(IMAGE, PresetChanges.none().meantFor(preset)));
  }

  @Test
  void images_and_variants_choose_the_activation_of_hidden_layers_unless_told() {
    assertThat(blueprint(SampleShape.vector(20)).encoder().activation()).isEqualTo(Activation.RELU);
    assertThat(blueprint("--variant", "sparse").encoder().activation()).isEqualTo(Activation.RELU);
    Blueprint images = blueprint("--decoder-hidden", "64,128");
    assertThat(images.encoder().activation()).isEqualTo(Activation.ELU);
    assertThat(images.decoder().activation()).isEqualTo(Activation.ELU);
    Blueprint told = blueprint("--variant", "denoising", "--activation", "gelu");
    assertThat(told.encoder().activation()).isEqualTo(Activation.GELU);
  }

  @Test
  void topk_replaces_the_sparse_presets_l1_and_its_relu() {
    Blueprint sparse = blueprint("--variant", "sparse", "--sparsity", "topk:3", "--code", "50");
    assertThat(sparse.bottleneck()).isEqualTo(new Bottleneck.TopK(3));
    assertThat(sparse.codeActivation()).isEqualTo(Activation.IDENTITY);
    assertThat(sparse.penalties()).isEmpty();
    assertThat(sparse.codeSize()).isEqualTo(50);
  }

  @Test
  void each_sparsity_brings_the_code_activation_it_wants() {
    assertThat(blueprint("--sparsity", "kl:0.05:1").codeActivation()).isEqualTo(Activation.SIGMOID);
    assertThat(blueprint("--sparsity", "l1:0.1").codeActivation()).isEqualTo(Activation.RELU);
    assertThat(blueprint("--variant", "sparse", "--sparsity", "none"))
        .isEqualTo(
            blueprint(
                "--variant",
                "undercomplete",
                "--hidden",
                "128",
                "--activation",
                "relu",
                "--output-activation",
                "sigmoid"));
    assertThat(blueprint("--sparsity", "topk:3", "--code-activation", "tanh").codeActivation())
        .isEqualTo(Activation.TANH);
  }

  @Test
  void sparsities_can_be_combined() {
    Blueprint both = blueprint("--sparsity", "l1:0.1", "--sparsity", "topk:3");
    assertThat(both.bottleneck()).isEqualTo(new Bottleneck.TopK(3));
    assertThat(both.penalties()).containsExactly(new Penalty.L1(0.1));
  }

  @Test
  void any_flags_together_change_only_what_they_name() {
    Blueprint all =
        blueprint(
            "--variant",
            "denoising",
            "--hidden",
            "100,50",
            "--decoder-hidden",
            "60",
            "--corruption",
            "gaussian:0.5",
            "--contractive",
            "0.2",
            "--weight-decay",
            "1e-4",
            "--likelihood",
            "huber:0.5",
            "--activation",
            "silu",
            "--initializer",
            "lecun-normal",
            "--dropout",
            "0.1");
    assertThat(all.summary()).isEqualTo("784-100-50-32-60-784");
    assertThat(all.corruption()).isEqualTo(new Corruption.Gaussian(0.5));
    assertThat(all.penalties())
        .containsExactlyInAnyOrder(new Penalty.Contractive(0.2), new Penalty.WeightDecay(1e-4));
    assertThat(all.likelihood()).isEqualTo(new Likelihood.Huber(0.5));
    assertThat(all.outputActivation()).isEqualTo(Activation.SIGMOID);
    assertThat(all.encoder().activation()).isEqualTo(Activation.SILU);
    assertThat(all.encoder().dropout()).isEqualTo(0.1);
    assertThat(all.initializer()).isEqualTo(Initializer.LECUN_NORMAL);
  }

  @Test
  void zero_takes_a_presets_penalty_away() {
    assertThat(blueprint("--variant", "contractive", "--contractive", "0").penalties()).isEmpty();
    assertThat(blueprint("--variant", "variational", "--beta", "0").isGenerative()).isFalse();
  }

  @Test
  void probes_alone_keep_the_presets_weight() {
    assertThat(
            blueprint("--variant", "contractive", "--contractive-probes", "4")
                .penalty(Penalty.Contractive.class))
        .contains(new Penalty.Contractive(Preset.DEFAULT_CONTRACTIVE, 4));
  }

  @Test
  void narrow_samples_get_a_narrow_code() {
    assertThat(blueprint(SampleShape.vector(9)).codeSize()).isEqualTo(3);
    assertThat(blueprint(SampleShape.vector(1)).codeSize()).isEqualTo(1);
    assertThat(blueprint(SampleShape.vector(96)).codeSize()).isEqualTo(32);
    assertThat(blueprint("--hidden", "none").summary()).isEqualTo("784-32-784");
  }

  private static String refusal(String... flags) {
    Mistake mistake = catchThrowableOfType(Mistake.class, () -> blueprint(flags));
    return Failures.inFlags(mistake.getMessage());
  }

  @Test
  void flags_that_do_not_go_together_are_refused_with_the_reason() {
    assertThat(refusal("--variant", "variational", "--sparsity", "topk:3"))
        .contains("topk", "--variant variational");
    assertThat(refusal("--sparsity", "topk:9", "--code", "8")).contains("9", "8");
    assertThat(refusal("--beta", "2")).contains("--variant variational");
    assertThat(refusal("--contractive-probes", "3")).contains("--contractive WEIGHT");
    assertThat(refusal("--sparsity", "none,l1:0.1")).contains("none");
  }
}
