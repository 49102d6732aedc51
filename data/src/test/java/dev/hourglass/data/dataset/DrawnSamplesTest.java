package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawnSamplesTest {
  @Test
  void parts_share_the_draw_of_an_epoch_and_keep_it_when_the_next_is_drawn() {
    List<Integer> drawn = new ArrayList<>();
    DrawnSamples<float[]> samples =
        new DrawnSamples<>(
            3,
            "numbers",
            epoch -> {
              drawn.add(epoch);
              return new float[] {10 * epoch, 10 * epoch + 1, 10 * epoch + 2};
            });
    Dataset read =
        samples.part(
            SampleShape.vector(1),
            (draw, row, into, at) -> into.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, draw[row]));
    Dataset wanted =
        samples.part(
            SampleShape.vector(1),
            (draw, row, into, at) -> into.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, -draw[row]));
    Dataset next = read.drawnIn(4);
    assertThat(wanted.drawnIn(4).row(1)).containsExactly(-41);
    assertThat(next.row(2)).containsExactly(42);
    assertThat(read.row(2)).containsExactly(2);
    assertThat(wanted.row(2)).containsExactly(-2);
    assertThat(drawn).containsExactly(0, 4);
    assertThat(next.drawnIn(1).row(0)).containsExactly(10);
    assertThat(next.size()).isEqualTo(3);
    assertThat(next.source()).isEqualTo("numbers");
  }
}
