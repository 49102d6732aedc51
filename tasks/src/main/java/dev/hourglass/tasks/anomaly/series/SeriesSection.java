package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import dev.hourglass.tasks.anomaly.measure.SectionNumbers;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** How a detector of series lies in a model file. */
final class SeriesSection implements SectionCodec<SeriesState> {
  static final SeriesSection CODEC = new SeriesSection();

  private static final int VERSION = 1;

  private SeriesSection() {}

  @Override
  public String name() {
    return "series";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Section write(SeriesState state) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put("calibration", SectionNumbers.of(state.ascending()));
    return Section.of(
        VERSION,
        BlueprintMap.ordered(
            "timeColumn", state.timeColumn(),
            "names", state.names(),
            "step", state.step(),
            "window", state.windows().length(),
            "stride", state.windows().stride(),
            "period", state.windows().period(),
            "thresholdRule", state.rule().text(),
            "threshold", state.threshold()),
        tensors);
  }

  @Override
  public SeriesState read(Section section) {
    StrictMap map = new StrictMap(name(), section.content());
    return map.finish(
        new SeriesState(
            map.string("timeColumn"),
            map.strings("names"),
            map.finite("step"),
            new SeriesWindows(map.integer("window"), map.integer("stride"), map.integer("period")),
            ThresholdRule.parse(map.string("thresholdRule")),
            map.finite("threshold"),
            SectionNumbers.doubles(section, "calibration")));
  }

  @Override
  public Section migrate(Section section) {
    throw new IllegalArgumentException("there is no older version");
  }
}
