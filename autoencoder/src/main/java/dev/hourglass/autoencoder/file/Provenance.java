package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.StrictMap;
import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param version of Hourglass that trained it
 * @param created when, ISO 8601 in UTC
 * @param data it was trained on: a path or description
 * @param samples it was trained on
 * @param epochs that were done
 * @param bestEpoch whose parameters these are
 * @param loss of that epoch: the validation samples' where there were some
 * @param precision products and activations were computed in
 * @param kernels that computed
 * @param seconds the training took
 */
public record Provenance(
    String version,
    String created,
    String data,
    int samples,
    int epochs,
    int bestEpoch,
    double loss,
    String precision,
    String kernels,
    double seconds) {

  Map<String, Object> toMap() {
    return BlueprintMap.ordered(
        "version", version,
        "created", created,
        "data", data,
        "samples", samples,
        "epochs", epochs,
        "bestEpoch", bestEpoch,
        "loss", Double.toString(loss),
        "precision", precision,
        "kernels", kernels,
        "seconds", seconds);
  }

  static Provenance fromMap(Map<String, Object> map) {
    StrictMap reader = new StrictMap("provenance", map);
    return reader.finish(
        new Provenance(
            reader.string("version"),
            reader.string("created"),
            reader.string("data"),
            reader.integer("samples"),
            reader.integer("epochs"),
            reader.integer("bestEpoch"),
            Double.parseDouble(reader.string("loss")),
            reader.string("precision"),
            reader.string("kernels"),
            reader.number("seconds")));
  }
}
