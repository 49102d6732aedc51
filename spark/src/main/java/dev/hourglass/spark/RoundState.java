package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How far a training in rounds has come; kept in a section of the model file of each round.
 *
 * @param round rounds done
 * @param plan what is trained, as text: another plan does not go on from here
 * @param losses of the rounds done
 * @param best the round, from 1, whose parameters served the held-out rows best; 0 for none yet
 * @param bestError of that round; NaN for none
 * @param bestParameters of that round; those of the model where there is none
 */
record RoundState(
    int round,
    String plan,
    List<Double> losses,
    int best,
    double bestError,
    Tensor bestParameters) {
  static final SectionCodec<RoundState> SECTION = new Codec();
  private static final String BEST = "best";

  RoundState {
    losses = List.copyOf(losses);
  }

  private static final class Codec implements SectionCodec<RoundState> {
    @Override
    public String name() {
      return "spark-rounds";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(RoundState state) {
      SequencedMap<String, Block> tensors = new LinkedHashMap<>();
      tensors.put(BEST, StoredTensor.vector(state.bestParameters));
      return Section.of(
          1,
          BlueprintMap.ordered(
              "round",
              state.round,
              "plan",
              state.plan,
              "losses",
              state.losses,
              "best",
              state.best,
              "bestError",
              state.best == 0 ? 0 : state.bestError),
          tensors);
    }

    @Override
    public RoundState read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      int best = map.integer("best");
      double error = map.finite("bestError");
      return map.finish(
          new RoundState(
              map.integer("round"),
              map.string("plan"),
              map.numbers("losses"),
              best,
              best == 0 ? Double.NaN : error,
              StoredTensor.of(BEST, section.tensor(BEST))));
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
