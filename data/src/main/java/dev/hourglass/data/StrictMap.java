package dev.hourglass.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A map from a file, of which every key must be known and every value of its kind. */
final class StrictMap {
  private final String where;
  private final Map<?, ?> map;
  private final TreeSet<String> used = new TreeSet<>();

  /**
   * @param where what the map describes, for messages
   */
  StrictMap(String where, Map<?, ?> map) {
    this.where = where;
    this.map = new HashMap<>(map);
  }

  DataException wrong(String key, String expected, String found) {
    return new DataException(
        "%s: '%s' must be %s, but was %s; the model file is damaged or was edited"
            .formatted(where, key, expected, found));
  }

  private Object get(String key, String expected) {
    used.add(key);
    Object value = map.get(key);
    if (value == null) {
      throw wrong(key, expected, "missing");
    }
    return value;
  }

  String text(String key) {
    return asText(key, get(key, "a text"));
  }

  private String asText(String key, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(key, "a text", kindOf(value));
  }

  boolean bool(String key) {
    if (get(key, "true or false") instanceof Boolean value) {
      return value;
    }
    throw wrong(key, "true or false", kindOf(map.get(key)));
  }

  double number(String key) {
    return asNumber(key, get(key, "a number"));
  }

  private double asNumber(String key, Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(key, "a finite number", value instanceof Number ? value.toString() : kindOf(value));
  }

  private List<?> list(String key) {
    if (get(key, "a list") instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list", kindOf(map.get(key)));
  }

  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    list(key).forEach(value -> numbers.add(asNumber(key, value)));
    return numbers;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    list(key).forEach(value -> texts.add(asText(key, value)));
    return texts;
  }

  List<StrictMap> maps(String key) {
    List<StrictMap> maps = new ArrayList<>();
    for (Object value : list(key)) {
      if (!(value instanceof Map<?, ?> inner)) {
        throw wrong(key, "a list of objects", "one with " + kindOf(value));
      }
      maps.add(new StrictMap(where + ", " + key + "[" + maps.size() + "]", inner));
    }
    return maps;
  }

  void refuseOthers() {
    for (Object key : map.keySet()) {
      if (!(key instanceof String text) || !used.contains(text)) {
        throw new DataException(
            ("%s: '%s' is unknown (known are %s); the model file is damaged, or a "
                    + "newer program wrote it")
                .formatted(where, key, used));
      }
    }
  }

  private static String kindOf(Object value) {
    return switch (value) {
      case null -> "missing";
      case String text -> "the text '" + text + "'";
      case Number number -> "the number " + number;
      case Boolean flag -> flag.toString();
      case List<?> list -> "a list";
      case Map<?, ?> map -> "an object";
      default -> value.getClass().getSimpleName();
    };
  }
}
