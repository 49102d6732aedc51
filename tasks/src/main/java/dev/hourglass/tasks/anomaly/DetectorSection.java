package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.Label;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.tasks.anomaly.measure.Measure;
import dev.hourglass.tasks.anomaly.measure.MeasureMap;
import dev.hourglass.tasks.anomaly.measure.SectionNumbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** How a detector lies in a model file: its choices as JSON, its numbers as tensors. */
final class DetectorSection implements SectionCodec<DetectorState> {
  static final DetectorSection CODEC = new DetectorSection();

  private static final int VERSION = 1;

  private DetectorSection() {}

  @Override
  public String name() {
    return "detector";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Section write(DetectorState state) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put("calibration", SectionNumbers.of(state.calibration().ascending()));
    tensors.put("means", SectionNumbers.of(state.standard().means()));
    tensors.put("inverses", SectionNumbers.of(state.standard().inverses()));
    List<Map<String, Object>> measures = new ArrayList<>();
    for (Measure measure : state.measures()) {
      measures.add(MeasureMap.of(measure, tensors));
    }
    Map<String, Object> content =
        BlueprintMap.ordered(
            "regime", state.regime().text(),
            "thresholdRule", state.threshold().rule().text(),
            "threshold", state.threshold().score(),
            "measures", measures,
            "columns", state.profiles().stream().map(ProfileMap::of).toList());
    state.normal().ifPresent(label -> content.put("normal", label));
    return Section.of(VERSION, content, tensors);
  }

  @Override
  public DetectorState read(Section section) {
    StrictMap map = new StrictMap(name(), section.content());
    List<Measure> measures = new ArrayList<>();
    for (StrictMap measure : map.objects("measures")) {
      measures.add(MeasureMap.read(measure, section));
    }
    Optional<String> normal = map.optionalString("normal");
    return map.finish(
        new DetectorState(
            Label.named(Regime.class, map.string("regime")),
            normal,
            new DetectorState.Threshold(
                ThresholdRule.parse(map.string("thresholdRule")), map.finite("threshold")),
            new Calibration(SectionNumbers.doubles(section, "calibration")),
            map.objects("columns").stream().map(ProfileMap::read).toList(),
            new Standard(
                SectionNumbers.floats(section, "means"),
                SectionNumbers.floats(section, "inverses")),
            measures));
  }

  @Override
  public Section migrate(Section section) {
    throw new IllegalArgumentException("there is no older version");
  }
}
