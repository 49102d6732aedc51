package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitActivityTest {
  private static final Blueprint DENSE =
      Preset.UNDERCOMPLETE.blueprint(SampleShape.image(1, 4, 4), List.of(8), 12);

  private static UnitActivity ofSquares(float... squares) {
    UnitActivity activity = new UnitActivity(squares.length);
    Tensor values = Tensor.allocate(1, squares.length);
    for (int i = 0; i < squares.length; i++) {
      values.set(0, i, squares[i]);
    }
    activity.addSquares(values);
    return activity;
  }

  @Test
  void a_unit_that_is_never_active_is_dead() {
    assertThat(ofSquares(1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1).dead(DENSE)).isEqualTo(7);
  }

  @Test
  void a_channel_is_dead_only_where_it_is_at_every_place() {
    Blueprint plane =
        Preset.UNDERCOMPLETE
            .blueprint(SampleShape.image(1, 4, 4), List.of(), 12)
            .withCodeChannels(3);
    assertThat(UnitActivity.codeUnits(plane)).isEqualTo(3);
    float[] squares = new float[plane.codeSize()];
    squares[3] = 1; // the first channel at the second place
    squares[11] = 1; // the last one at the fourth
    assertThat(ofSquares(squares).dead(plane)).isEqualTo(1);
  }
}
