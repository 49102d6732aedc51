package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.base.Label;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import java.util.Map;
import java.util.SequencedMap;

/** A measure as a map for JSON and tensors under its name, and back. */
public final class MeasureMap {
  private MeasureMap() {}

  public static Map<String, Object> of(Measure measure, SequencedMap<String, Block> tensors) {
    String name = measure.name();
    tensors.put(name + ".knots", SectionNumbers.of(measure.surprise().knots()));
    Map<String, Object> map =
        BlueprintMap.ordered(
            "name", name,
            "view", Label.of(measure.view()),
            "scale", measure.surprise().scale(),
            "weight", measure.weight());
    switch (measure.scorer()) {
      case NeighbourDistance(float[][] columns, int samples, int neighbours) -> {
        map.put("kind", "neighbours");
        map.put("samples", samples);
        map.put("neighbours", neighbours);
        tensors.put(name + ".columns", SectionNumbers.of(columns));
      }
      case JointDistance(float[] means, float[][] whitening) -> {
        map.put("kind", "joint");
        tensors.put(name + ".means", SectionNumbers.of(means));
        tensors.put(name + ".whitening", SectionNumbers.of(whitening));
      }
      case IsolationForest(int[] roots, int[] feature, float[] cut, int[] left, int sampleSize) -> {
        map.put("kind", "forest");
        map.put("sampleSize", sampleSize);
        tensors.put(name + ".roots", SectionNumbers.of(roots));
        tensors.put(name + ".feature", SectionNumbers.of(feature));
        tensors.put(name + ".cut", SectionNumbers.of(cut));
        tensors.put(name + ".left", SectionNumbers.of(left));
      }
    }
    return map;
  }

  public static Measure read(StrictMap map, Section section) {
    String name = map.string("name");
    String kind = map.string("kind");
    Scorer scorer =
        switch (kind) {
          case "neighbours" ->
              new NeighbourDistance(
                  SectionNumbers.rows(section, name + ".columns"),
                  map.integer("samples"),
                  map.integer("neighbours"));
          case "joint" ->
              new JointDistance(
                  SectionNumbers.floats(section, name + ".means"),
                  SectionNumbers.rows(section, name + ".whitening"));
          case "forest" ->
              new IsolationForest(
                  SectionNumbers.ints(section, name + ".roots"),
                  SectionNumbers.ints(section, name + ".feature"),
                  SectionNumbers.floats(section, name + ".cut"),
                  SectionNumbers.ints(section, name + ".left"),
                  map.integer("sampleSize"));
          default -> throw map.refuse("kind", "neighbours, joint or forest", kind);
        };
    return map.finish(
        new Measure(
            name,
            Label.named(View.class, map.string("view")),
            scorer,
            new Surprise(SectionNumbers.doubles(section, name + ".knots"), map.finite("scale")),
            map.finite("weight")));
  }
}
