package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.RawData;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples for an index: prepared for its model, with what is to be known of each.
 *
 * @param samples as the model takes them
 * @param ids one each, or none, where samples are numbered
 * @param fields columns kept with each item, by name: one text a sample
 */
public record IndexData(Dataset samples, List<String> ids, Map<String, List<String>> fields) {
  /**
   * @throws DataException if two samples have the same id
   */
  public IndexData {
    ids = List.copyOf(ids);
    fields = new LinkedHashMap<>(fields);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      Integer before = seen.put(ids.get(i), i);
      if (before != null) {
        throw new DataException(
            "%s: rows %d and %d have the same id '%s'; an id names one item"
                .formatted(samples.source(), before + 1, i + 1, ids.get(i)));
      }
    }
  }

  /**
   * Samples that are called what they are called: images after their files, others by numbers.
   *
   * @param raw as it was read
   * @param model that encodes them
   */
  public static IndexData of(RawData raw, ModelFile.Model model) {
    List<String> names =
        raw instanceof RawData.Array array ? array.samples().sampleNames() : List.of();
    return new IndexData(model.preparation().apply(raw), names, Map.of());
  }

  /** The same samples with ids of their own. */
  public IndexData withIds(List<String> value) {
    return new IndexData(samples, value, fields);
  }

  /** The same samples with columns to be kept. */
  public IndexData withFields(Map<String, List<String>> value) {
    return new IndexData(samples, ids, value);
  }

  /** What sample {@code i} is called. */
  public String id(int i, long first) {
    return ids.isEmpty() ? Long.toString(first + i) : ids.get(i);
  }

  /** The item of sample {@code i}. */
  Item item(int i, long first) {
    Map<String, String> own = new LinkedHashMap<>();
    fields.forEach((name, values) -> own.put(name, values.get(i)));
    Optional<Labels> labels = samples.labels();
    return new Item(id(i, first), labels.map(l -> l.name(i)), own);
  }
}
