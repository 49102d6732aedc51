package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a round goes on from beside the parameters; it travels with them, and is kept with them, as
 * a section of the model file.
 *
 * @param moments of the optimiser, averaged as the parameters are
 * @param drift {@code [1, parameters]}: what rounds before this one moved the average by, each
 *     counting less than the one after it
 * @param mean {@code [1, features]} of all samples, around which every partition trains; empty
 *     where samples stay as they are
 */
record DescentState(Moments moments, Tensor drift, Optional<Tensor> mean) {
  /**
   * Of what a round before moved the average by; at 0.7 eight partitions ended twice as far off.
   */
  private static final double MOMENTUM = 0.5;

  static final SectionCodec<DescentState> SECTION = new Codec();
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String DRIFT = "drift";
  private static final String MEAN = "mean";

  /** Before the first step. */
  static DescentState begin(Optimizer optimizer, int parameters, Optional<Tensor> mean) {
    return new DescentState(
        Moments.none(optimizer, parameters), Tensor.allocate(1, parameters), mean);
  }

  /** What executors need of it: the drift is the driver's. */
  DescentState sent() {
    return new DescentState(moments, Tensor.allocate(1, 0), mean);
  }

  /** Where a round came to. */
  record Moved(Tensor parameters, DescentState state) {}

  /**
   * Nesterov's momentum over rounds: averages of partitions that train apart go less far than one
   * training would, the more so the longer they are apart (SlowMo: Wang et al. 2020; with
   * Nesterov's momentum: DiLoCo, Douillard et al. 2023). With the round's mean way d = average −
   * parameters, the drift u becomes μ u + d, and the parameters move by d + μ u.
   *
   * @param parameters that the round began with
   * @param average of the partitions'
   */
  Moved move(Tensor parameters, Partial.Place average) {
    int size = Math.toIntExact(parameters.size());
    Tensor averaged = average.parameters(size);
    Tensor moved = Tensor.allocate(1, size);
    Tensor drifted = Tensor.allocate(1, size);
    for (int i = 0; i < size; i++) {
      double way = averaged.get(i) - parameters.get(i);
      double u = MOMENTUM * drift.get(i) + way;
      drifted.set(i, u);
      moved.set(i, parameters.get(i) + way + MOMENTUM * u);
    }
    return new Moved(moved, new DescentState(average.moments(size, moments), drifted, mean));
  }

  private static final class Codec implements SectionCodec<DescentState> {
    @Override
    public String name() {
      return "spark-descent";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(DescentState state) {
      SequencedMap<String, Block> tensors = new LinkedHashMap<>();
      put(tensors, FIRST, state.moments.first());
      put(tensors, SECOND, state.moments.second());
      put(tensors, DRIFT, state.drift);
      state.mean.ifPresent(mean -> put(tensors, MEAN, mean));
      return Section.of(1, BlueprintMap.ordered("steps", state.moments.steps()), tensors);
    }

    private static void put(SequencedMap<String, Block> tensors, String name, Tensor tensor) {
      if (tensor.size() > 0) {
        tensors.put(name, StoredTensor.vector(tensor));
      }
    }

    @Override
    public DescentState read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      return map.finish(
          new DescentState(
              new Moments(
                  get(section, FIRST).orElseGet(() -> Tensor.allocate(1, 0)),
                  get(section, SECOND).orElseGet(() -> Tensor.allocate(1, 0)),
                  map.whole("steps")),
              get(section, DRIFT).orElseGet(() -> Tensor.allocate(1, 0)),
              get(section, MEAN)));
    }

    private static Optional<Tensor> get(Section section, String name) {
      return section.tensors().containsKey(name)
          ? Optional.of(StoredTensor.of(name, section.tensor(name)))
          : Optional.empty();
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
