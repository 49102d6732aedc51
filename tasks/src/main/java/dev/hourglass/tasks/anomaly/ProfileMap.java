package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.StrictMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column's profile as a map for JSON, and back. */
final class ProfileMap {
  private ProfileMap() {}

  static Map<String, Object> of(ColumnProfile profile) {
    return switch (profile) {
      case ColumnProfile.Numbers numbers ->
          BlueprintMap.ordered(
              "name", numbers.name(),
              "quantiles", list(numbers.quantiles()),
              "edges", list(numbers.edges()),
              "shares", list(numbers.shares()));
      case ColumnProfile.Texts texts ->
          BlueprintMap.ordered(
              "name", texts.name(),
              "categories", List.copyOf(texts.categories().keySet()),
              "shares", List.copyOf(texts.categories().values()),
              "missing", texts.missing());
    };
  }

  static ColumnProfile read(StrictMap map) {
    String name = map.string("name");
    double[] shares = array(map.numbers("shares"));
    if (!map.has("categories")) {
      return map.finish(
          new ColumnProfile.Numbers(
              name, array(map.numbers("quantiles")), array(map.numbers("edges")), shares));
    }
    List<String> categories = map.strings("categories");
    if (categories.size() != shares.length) {
      throw map.refuse("shares", "as many as categories", shares.length);
    }
    Map<String, Double> all = new LinkedHashMap<>();
    for (int k = 0; k < shares.length; k++) {
      all.put(categories.get(k), shares[k]);
    }
    return map.finish(new ColumnProfile.Texts(name, all, map.finite("missing")));
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
