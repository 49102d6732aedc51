package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.train.penalty.PenaltyPass;
import dev.hourglass.engine.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PenaltyPassTest {
  static Stream<Penalty> penalties() {
    return Stream.of(
        new Penalty.L1(0.5),
        new Penalty.KlSparsity(0.05, 0.5),
        new Penalty.Contractive(0.5),
        new Penalty.WeightDecay(0.5),
        new Penalty.KlToPrior(0.5),
        new Penalty.MeanDiscrepancy(0.5));
  }

  @Test
  void every_kind_of_penalty_is_among_them() {
    assertThat(penalties().map(Object::getClass).toList())
        .hasSameElementsAs(List.of(Penalty.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void every_penalty_changes_what_is_learned(Penalty penalty) {
    Blueprint without =
        Samples.blueprint(
            penalty instanceof Penalty.KlToPrior ? Preset.VARIATIONAL : Preset.UNDERCOMPLETE);
    if (penalty instanceof Penalty.KlSparsity) {
      without = without.withCode(4, Activation.SIGMOID);
    }
    float[] plain = parameters(without);
    float[] restrained = parameters(without.withPenalty(penalty));
    double moved = 0;
    for (int i = 0; i < plain.length; i++) {
      moved += Math.abs(plain[i] - restrained[i]);
    }
    assertThat(moved).isGreaterThan(0.01 * plain.length / 100);
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void every_penalty_looks_at_one_place(Penalty penalty) {
    assertThat(
            Arrays.stream(PenaltyPass.class.getPermittedSubclasses())
                .filter(place -> place.isInstance(PenaltyPass.of(penalty))))
        .hasSize(1);
  }

  private static float[] parameters(Blueprint blueprint) {
    return new Trainer(Samples.training(), Samples.KERNELS)
        .train(blueprint, Samples.of(64, 1))
        .autoencoder()
        .parameters()
        .row(0);
  }
}
