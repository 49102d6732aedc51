package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Provenance.Computation;
import dev.hourglass.autoencoder.file.Provenance.Outcome;
import dev.hourglass.autoencoder.file.Provenance.Reading;
import dev.hourglass.autoencoder.file.Provenance.Validation;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.read.ReadOptionsMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Provenance} as plain maps, and back. */
final class ProvenanceMap {
  private ProvenanceMap() {}

  static Map<String, Object> of(Provenance provenance) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", provenance.version());
    map.put("created", provenance.created());
    map.put("data", provenance.data().toMap());
    provenance.reading().ifPresent(reading -> map.put("reading", of(reading)));
    map.put("outcome", of(provenance.outcome()));
    Computation computation = provenance.computation();
    map.put(
        "computation",
        BlueprintMap.ordered(
            "precision", computation.precision(),
            "kernels", computation.kernels(),
            "seconds", computation.seconds()));
    map.put("changes", provenance.changes());
    return map;
  }

  private static Map<String, Object> of(Reading reading) {
    return BlueprintMap.ordered(
        "options",
        ReadOptionsMap.of(reading.options()),
        "validation",
        switch (reading.validation()) {
          case Validation.None _ -> BlueprintMap.ordered("kind", "none");
          case Validation.Share s ->
              BlueprintMap.ordered("kind", "share", "fraction", s.fraction());
          case Validation.Other o -> BlueprintMap.ordered("kind", "data", "data", o.data().toMap());
        });
  }

  private static Map<String, Object> of(Outcome outcome) {
    Map<String, Object> map =
        BlueprintMap.ordered(
            "epochs", outcome.epochs(),
            "bestEpoch", outcome.bestEpoch(),
            // Text, because a diverged training has none and JSON no word for that.
            "loss", Double.toString(outcome.loss()));
    outcome.stopped().ifPresent(why -> map.put("stopped", why));
    return map;
  }

  static Provenance read(Map<String, Object> map) {
    StrictMap reader = new StrictMap("provenance", map);
    return reader.finish(
        new Provenance(
            reader.string("version"),
            reader.string("created"),
            DataIdentity.fromMap(reader.object("data")),
            reader.optionalObject("reading").map(ProvenanceMap::reading),
            outcome(reader.object("outcome")),
            computation(reader.object("computation")),
            reader.strings("changes")));
  }

  private static Reading reading(StrictMap reader) {
    return reader.finish(
        new Reading(
            ReadOptionsMap.read(reader.object("options")),
            validation(reader.object("validation"))));
  }

  private static Validation validation(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "none" -> new Validation.None();
          case "share" -> new Validation.Share(reader.number("fraction"));
          case "data" -> new Validation.Other(DataIdentity.fromMap(reader.object("data")));
          default -> throw reader.refuse("kind", "none, share or data", kind);
        });
  }

  private static Outcome outcome(StrictMap reader) {
    return reader.finish(
        new Outcome(
            reader.integer("epochs"),
            reader.integer("bestEpoch"),
            Double.parseDouble(reader.string("loss")),
            reader.optionalString("stopped")));
  }

  private static Computation computation(StrictMap reader) {
    return reader.finish(
        new Computation(
            reader.string("precision"), reader.string("kernels"), reader.number("seconds")));
  }

  /**
   * A provenance's map of one version of the format as the next has it. Version 1 kept the path of
   * the data, no fingerprint, and all in one map.
   *
   * @param from the version that wrote it
   * @throws IllegalArgumentException naming the key that is missing or of the wrong kind
   */
  static Map<String, Object> migrate(int from, Map<String, Object> map) {
    if (from != 1) {
      return map;
    }
    StrictMap reader = new StrictMap("provenance", map);
    return reader.finish(
        BlueprintMap.ordered(
            "version",
            reader.string("version"),
            "created",
            reader.string("created"),
            "data",
            BlueprintMap.ordered(
                "name", DataIdentity.nameOf(reader.string("data")),
                "samples", reader.integer("samples")),
            "outcome",
            BlueprintMap.ordered(
                "epochs", reader.integer("epochs"),
                "bestEpoch", reader.integer("bestEpoch"),
                "loss", reader.string("loss")),
            "computation",
            BlueprintMap.ordered(
                "precision", reader.string("precision"),
                "kernels", reader.string("kernels"),
                "seconds", reader.number("seconds")),
            "changes",
            List.of()));
  }
}
