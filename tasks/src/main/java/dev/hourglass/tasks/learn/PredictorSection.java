package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.StrictMap;

/** How what a model predicts lies in its file. */
final class PredictorSection implements SectionCodec<PredictedQuantity> {
  static final PredictorSection CODEC = new PredictorSection();

  private static final int VERSION = 1;

  private PredictorSection() {}

  @Override
  public String name() {
    return "predictor";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Section write(PredictedQuantity quantity) {
    return Section.of(
        VERSION,
        switch (quantity) {
          case PredictedQuantity.Classes classes ->
              BlueprintMap.ordered("kind", "classes", "names", classes.names());
          case PredictedQuantity.Number number ->
              BlueprintMap.ordered(
                  "kind", "number", "mean", number.mean(), "deviation", number.deviation());
        });
  }

  @Override
  public PredictedQuantity read(Section section) {
    StrictMap map = new StrictMap(name(), section.content());
    String kind = map.string("kind");
    return map.finish(
        switch (kind) {
          case "classes" -> new PredictedQuantity.Classes(map.strings("names"));
          case "number" ->
              new PredictedQuantity.Number(map.finite("mean"), map.finite("deviation"));
          default -> throw map.refuse("kind", "classes or number", kind);
        });
  }

  @Override
  public Section migrate(Section section) {
    throw new IllegalArgumentException("there is no older version");
  }
}
