package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.base.Label;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an index is, kept with every commit: so it changes with the codes or not at all.
 *
 * @param options how codes are kept
 * @param codeSize numbers in a code
 * @param model whose codes they are
 * @param data what the first samples were called
 * @param next the number that the next sample without a name of its own gets
 */
record Manifest(
    IndexOptions options, int codeSize, ModelFingerprint model, String data, long next) {
  private static final String FORMAT = "hourglass-index";
  private static final int VERSION = 1;

  Manifest withNext(long value) {
    return new Manifest(options, codeSize, model, data, value);
  }

  /** The file that holds the model: one of another model has another name. */
  String modelFile() {
    return "model-" + model.brief() + ".safetensors";
  }

  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("version", Integer.toString(VERSION));
    map.put("distance", options.distance().label());
    map.put("bits", Integer.toString(options.bits()));
    map.put("codeSize", Integer.toString(codeSize));
    map.put("model", model.text());
    map.put("data", data);
    map.put("next", Long.toString(next));
    return map;
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException saying what is missing or makes no sense
   */
  static Manifest of(Map<String, String> map) {
    if (!FORMAT.equals(map.get("format"))) {
      throw new IllegalArgumentException("it is a Lucene index, but none of Hourglass");
    }
    int version = Math.toIntExact(number(map, "version"));
    if (version > VERSION) {
      throw new IllegalArgumentException(
          "it is of version %d, but this program reads versions up to %d"
              .formatted(version, VERSION));
    }
    return new Manifest(
        new IndexOptions(
            Label.named(Distance.class, text(map, "distance")),
            Math.toIntExact(number(map, "bits"))),
        Math.toIntExact(number(map, "codeSize")),
        new ModelFingerprint(text(map, "model")),
        text(map, "data"),
        number(map, "next"));
  }

  private static String text(Map<String, String> map, String key) {
    String value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("its commit lacks '" + key + "'");
    }
    return value;
  }

  private static long number(Map<String, String> map, String key) {
    String value = text(map, key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "its commit's '%s' is no number but '%s'".formatted(key, value), e);
    }
  }
}
