package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How stages are spelt, what they make of planes, and what leads back. */
class StagesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "128,64",
        "conv:32,conv:64:2,128",
        "conv:16:2:k5:d2:valid",
        "plane:7x7x64,upconv:32:2,upconv:16:2:28x27",
        "residual:16,maxpool:2,residual:32:k5,avgpool:2,64",
        "plane:7x7x8,upsample:2,conv:8,upsample:2:bilinear,residual:4"
      })
  void stages_read_back_as_they_were(String text) {
    assertThat(Stages.parse(text).text()).isEqualTo(text);
  }

  @Test
  void other_spellings_are_taken() {
    assertThat(Stages.parse("dense:128, 64")).isEqualTo(Stages.of(128, 64));
    assertThat(Stages.parse(" NONE ").list()).isEmpty();
    assertThat(Stages.parse("Conv:8:1:k3").text()).isEqualTo("conv:8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "128,,64",
        "0",
        "-3",
        "conv",
        "conv:0",
        "conv:8:0",
        "conv:8:2:2",
        "conv:8:2:7x7",
        "128:2",
        "dense:12:1",
        "plane:7x7",
        "plane:0x7x1",
        "upconv:8:k",
        "conv:8:x",
        "maxpool",
        "avgpool:2:2",
        "upsample:2:cubic",
        "residual:8:7x7"
      })
  void bad_spellings_are_told_the_forms(String text) {
    assertThatThrownBy(() -> Stages.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("conv:FILTERS[:STRIDE]");
  }

  @Test
  void a_misspelt_stage_is_told_the_nearest() {
    assertThatThrownBy(() -> Stages.parse("128,cnov:3"))
        .hasMessageContaining("('cnov:3')")
        .hasMessageContaining("did you mean 'conv'?");
  }

  @ParameterizedTest
  @CsvSource({
    "28x28x1, 'conv:16:2,conv:32:2', 'plane:7x7x32,upconv:16:2:14x14'",
    "28x28x1, 'conv:16:2,conv:32:2,64', '64,plane:7x7x32,upconv:16:2:14x14'",
    "13x9x3, 'conv:4:2,conv:5:3:k4,12,6', '6,12,plane:3x2x5,upconv:4:3:k4:7x5'",
    "10, 'conv:4:2,conv:2:valid', 'plane:1x3x2,upconv:4:valid:1x5'",
    "10, '8,5', '5,8'"
  })
  void mirrored_stages_lead_back(String shape, String encoder, String decoder) {
    SampleShape sample = SampleShape.parse(shape);
    FeatureMap plane = Blueprint.planeOf(sample);
    Stages stages = Stages.parse(encoder);
    assertThat(stages.mirrored(plane).text()).isEqualTo(decoder);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(sample, stages, 4);
    assertThat(Networks.of(blueprint).decoder().outputs()).isEqualTo(sample.features());
    assertThat(Networks.of(blueprint.withTied(true)).decoder().outputs())
        .isEqualTo(sample.features());
  }

  @Test
  void planes_are_told_stage_by_stage() {
    assertThat(Stages.parse("conv:16:2,conv:32:2:valid,10").planes(new FeatureMap(28, 28, 1)))
        .isEqualTo(
            List.of(
                new FeatureMap(28, 28, 1),
                new FeatureMap(14, 14, 16),
                new FeatureMap(6, 6, 32),
                new FeatureMap(1, 1, 10)));
  }

  @Test
  void what_does_not_fit_is_refused_with_the_arithmetic() {
    SampleShape small = SampleShape.image(3, 8, 8);
    assertThatThrownBy(
            () ->
                Preset.UNDERCOMPLETE.blueprint(small, Stages.parse("conv:4:2,conv:4:k5:valid"), 2))
        .hasMessageContaining("stage 2, conv:4:k5:valid, cannot read 4×4×4")
        .hasMessageContaining("reaches over 5");
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(small, Stages.of(5), 2);
    assertThatThrownBy(() -> plain.withDecoder(Stages.parse("plane:5x5x4")))
        .hasMessageContaining("the decoder ends in 5×5×4")
        .hasMessageContaining("8×8×3");
    assertThatThrownBy(() -> plain.withDecoder(Stages.parse("plane:3x3x4,upconv:4:2:9x9")))
        .hasMessageContaining("stage 2, upconv:4:2:9x9, cannot read 3×3×4");
  }

  @Test
  void what_convolutions_cannot_do_is_refused_with_the_reason() {
    SampleShape image = SampleShape.image(1, 12, 12);
    Stages stages = Stages.parse("conv:4:2").withActivation(Activation.ELU);
    Blueprint contractive = Preset.CONTRACTIVE.blueprint(image, stages, 3);
    assertThatThrownBy(() -> contractive.withPenalty(new Penalty.Contractive(1)))
        .hasMessageContaining("contractive")
        .hasMessageContaining("convolutions");
    Blueprint stochastic = Preset.STOCHASTIC.blueprint(image, stages, 3);
    assertThatThrownBy(
            () -> stochastic.withLikelihood(new Likelihood.GaussianVariance(), Activation.SIGMOID))
        .hasMessageContaining("gaussian-shared-variance");
  }

  @Test
  void a_blueprint_of_convolutions_reads_back_from_its_map_and_its_changes() {
    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(
                SampleShape.image(3, 9, 8),
                Stages.parse("conv:4:2:k5,conv:6:d2,20").withActivation(Activation.SILU),
                5)
            .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
            .withLinearPath(true);
    assertThat(Blueprint.fromMap(blueprint.toMap())).isEqualTo(blueprint);
    assertThat(Preset.SPARSE.blueprint(blueprint.shape(), PresetChanges.of(blueprint)))
        .isEqualTo(blueprint);
    assertThat(blueprint.summary())
        .isEqualTo("9×8×3-5×4×4-5×4×6-20-5-20-5×4×6-5×4×4-9×8×3 + linear path");
  }

  @Test
  void poolings_are_led_back_by_upsamplings_and_residual_stages_by_their_like() {
    Stages encoder =
        Stages.parse("conv:8,maxpool:2,residual:16,avgpool:2,32").withActivation(Activation.ELU);
    FeatureMap in = new FeatureMap(28, 28, 1);
    assertThat(encoder.planes(in))
        .extracting(FeatureMap::toString)
        .containsExactly("28×28×1", "28×28×8", "14×14×8", "14×14×16", "7×7×16", "1×1×32");
    Stages decoder = encoder.mirrored(in);
    assertThat(decoder.text()).isEqualTo("32,plane:7x7x16,upsample:2,residual:8,upsample:2");
    assertThat(decoder.list().stream().filter(Stage::isWeighted).map(Stage::finish))
        .allMatch(finish -> finish.activation() == Activation.ELU);
  }

  @Test
  void a_pooling_that_does_not_fit_is_refused_with_the_arithmetic() {
    assertThatThrownBy(() -> Stages.parse("conv:8:2,maxpool:4").planes(new FeatureMap(28, 28, 1)))
        .hasMessageContaining("stage 2, maxpool:4, cannot read 14×14×8")
        .hasMessageContaining("squares of 4 places do not fill a plane of 14×14×8");
    assertThatThrownBy(() -> Stages.parse("residual:8:2"))
        .hasMessageContaining("padded and of stride 1");
    assertThatThrownBy(() -> Stages.parse("maxpool:1")).hasMessageContaining("2 places or more");
  }

  @Test
  void tied_weights_want_one_product_a_stage() {
    Blueprint residual =
        Preset.UNDERCOMPLETE.blueprint(
            SampleShape.image(1, 8, 8), Stages.parse("residual:4,maxpool:2"), 3);
    assertThatThrownBy(() -> residual.withTied(true)).hasMessageContaining("one product each");
  }
}
