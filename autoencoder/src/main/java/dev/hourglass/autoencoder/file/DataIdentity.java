package dev.hourglass.autoencoder.file;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Fingerprint;
import dev.hourglass.data.dataset.Pairs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which samples were trained on, without the samples: so that a checkpoint is not resumed with
 * others, and that whoever trains again knows whether it is on the same.
 *
 * @param name of the file or folder they came from, without the folders it lay in
 * @param fingerprint of the samples as the network saw them, of inputs and, where they are others,
 *     targets; empty where a version wrote the file that kept none
 * @param samples how many there are
 */
public record DataIdentity(String name, Optional<String> fingerprint, int samples) {
  /** Looks at all samples. */
  public static DataIdentity of(Dataset samples) {
    return new DataIdentity(
        samples.name(), Optional.of(Fingerprint.of(samples).text()), samples.size());
  }

  /** Of samples that cannot be looked at: their name and number. */
  public static DataIdentity unseen(Dataset samples) {
    return new DataIdentity(samples.name(), Optional.empty(), samples.size());
  }

  /** Looks at all inputs and targets. */
  public static DataIdentity of(Pairs samples) {
    DataIdentity inputs = of(samples.inputs());
    if (samples.isSame()) {
      return inputs;
    }
    DataIdentity targets = of(samples.targets());
    return new DataIdentity(
        inputs.name + " to " + targets.name,
        Optional.of(inputs.fingerprint.orElseThrow() + "-" + targets.fingerprint.orElseThrow()),
        samples.size());
  }

  /** The last element of a path of any system, such as version 1 kept. */
  static String nameOf(String source) {
    String trimmed = source.replaceAll("[/\\\\]+$", "");
    return trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
  }

  /** Whether other samples are the same as far as one can tell: without a fingerprint, as many. */
  public boolean matches(DataIdentity other) {
    return samples == other.samples
        && (fingerprint.isEmpty()
            || other.fingerprint.isEmpty()
            || fingerprint.equals(other.fingerprint));
  }

  /** Plain strings and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    fingerprint.ifPresent(text -> map.put("fingerprint", text));
    map.put("samples", samples);
    return map;
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or of the wrong kind
   */
  public static DataIdentity fromMap(StrictMap map) {
    return map.finish(
        new DataIdentity(
            map.string("name"), map.optionalString("fingerprint"), map.integer("samples")));
  }

  @Override
  public String toString() {
    return "%d samples of %s%s"
        .formatted(samples, name, fingerprint.map(text -> " (" + text + ")").orElse(""));
  }
}
