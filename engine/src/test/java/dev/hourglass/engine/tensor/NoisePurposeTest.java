package dev.hourglass.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.network.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoisePurposeTest {
  private static Stream<NoisePurpose> of(boolean ownSeed) {
    return Arrays.stream(NoisePurpose.values()).filter(p -> p.hasOwnSeed() == ownSeed);
  }

  @Test
  void no_two_purposes_that_share_a_seed_have_the_same_id() {
    List<Integer> ids = of(false).map(NoisePurpose::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(of(false).filter(NoisePurpose::isSeries))
        .as("a second series would need a range of its own")
        .containsExactly(NoisePurpose.INITIAL_WEIGHTS);
  }

  @Test
  void the_ids_of_initial_weights_are_left_to_them() {
    ParameterLayout layout = new ParameterLayout();
    for (int size : new int[] {1, 31, 32, 33, 784 * 128}) {
      int offset = layout.add("slot", Shape.vector(size), true).offset();
      assertThat(offset % NoisePurpose.SLOT_STRIDE).isZero();
    }
    assertThat(of(false).filter(p -> p != NoisePurpose.INITIAL_WEIGHTS))
        .allMatch(p -> p.id() % NoisePurpose.SLOT_STRIDE != 0);
  }

  @Test
  void the_ids_are_the_same_in_every_version() {
    // Frozen, as the bits of the noise are.
    assertThat(Arrays.stream(NoisePurpose.values()).map(p -> p + " " + p.id()))
        .containsExactly(
            "CORRUPTION 1",
            "ENCODER_DROPOUT 2",
            "DECODER_DROPOUT 3",
            "BOTTLENECK 4",
            "PROBES 5",
            "VALIDATION 6",
            "VALIDATION_CODES 7",
            "AUGMENTATION 8",
            "STRENGTH 9",
            "ROUNDING 10",
            "FREQUENCIES 11",
            "CODEBOOK 12",
            "CODES 101",
            "SAMPLES 102",
            "PRIOR 103",
            "EVIDENCE_BOUND 201",
            "IMPORTANCE 202",
            "INTERPOLATION 1764",
            "DISTURBANCE 12311",
            "CORRUPTED 59297",
            "SWAPPED_CELLS 23193",
            "LABELLED_ROWS 6846",
            "FITTED_PRIOR 61815",
            "SURROUNDINGS 41485",
            "TYPING_ERRORS 32407",
            "RECORDING_NOISE 20689",
            "MIXTURES 20690",
            "PIECE_NOISE 56833",
            "PICTURE_NOISE 56834",
            "DEFECTS 56835",
            "NEIGHBOUR_PIXELS 56836",
            "INITIAL_WEIGHTS 0",
            "EIGENVECTORS 0");
  }

  @Test
  void a_key_is_that_of_the_purposes_id() {
    assertThat(Noise.key(42, NoisePurpose.CORRUPTION, 0, 0)).isEqualTo(0x173b1f91f879dbabL);
    assertThat(Noise.key(42, NoisePurpose.PRIOR, 7, 9)).isEqualTo(Noise.key(42, 103L, 7, 9));
    assertThat(Noise.key(42, NoisePurpose.INITIAL_WEIGHTS, 96, 784, 0))
        .isEqualTo(Noise.key(42, 96L, 784, 0));
  }

  @Test
  void a_series_wants_a_place_and_nothing_else_has_one() {
    assertThatThrownBy(() -> Noise.key(1, NoisePurpose.INITIAL_WEIGHTS, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("INITIAL_WEIGHTS is a series of purposes, and which of them is not said");
    assertThatThrownBy(() -> Noise.key(1, NoisePurpose.PROBES, 3, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no number 3 of PROBES");
    assertThatThrownBy(() -> Noise.key(1, NoisePurpose.INITIAL_WEIGHTS, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no number -1 of INITIAL_WEIGHTS");
  }
}
