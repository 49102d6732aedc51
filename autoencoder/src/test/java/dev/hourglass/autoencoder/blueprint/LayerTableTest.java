package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.dataset.SampleShape;
import org.junit.jupiter.api.Test;

/** What people are told of a network's layers. */
class LayerTableTest {
  private static final SampleShape IMAGE = SampleShape.image(3, 9, 8);
  private static final Stages STAGES = Stages.parse("conv:4:2,conv:5,12");

  @Test
  void all_parameters_are_counted() {
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(IMAGE, STAGES, 5);
    for (Blueprint blueprint :
        new Blueprint[] {
          plain,
          plain.withTied(true),
          plain.withEncoder(STAGES.withNormalization(true)),
          Preset.UNDERCOMPLETE.blueprint(IMAGE),
          Preset.VARIATIONAL.blueprint(SampleShape.vector(9)),
        }) {
      assertThat(LayerTable.of(blueprint).parameters())
          .isEqualTo(Networks.of(blueprint).layout().parameterCount());
    }
  }

  @Test
  void a_convolution_is_told_with_its_plane_and_its_work() {
    LayerTable table = LayerTable.of(Preset.UNDERCOMPLETE.blueprint(IMAGE, STAGES, 5));
    // 3×3 taps of 3 channels into 4 filters; each of 5 × 4 places multiplies by all of them.
    assertThat(table.rows())
        .contains(
            new LayerTable.Row("encoder", "convolution 3×3, stride 2", "5×4×4", 112, 5 * 4 * 108))
        .contains(
            new LayerTable.Row(
                "decoder", "transposed convolution 3×3, stride 2", "9×8×3", 111, 5 * 4 * 108));
  }
}
