package dev.hourglass.autoencoder;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a parsed JSON object strictly: every key of the right kind, none missing, none left over.
 */
final class MapReader {
  private final String path;
  private final Map<?, ?> map;
  private final Set<String> read = new HashSet<>();

  MapReader(String path, Map<?, ?> map) {
    this.path = path;
    this.map = map;
  }

  boolean has(String key) {
    return map.containsKey(key);
  }

  String string(String key) {
    return get(key, String.class, "a string");
  }

  boolean bool(String key) {
    return get(key, Boolean.class, "true or false");
  }

  double number(String key) {
    return get(key, Number.class, "a number").doubleValue();
  }

  int integer(String key) {
    return Math.toIntExact(whole(key, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  long whole(String key) {
    return whole(key, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private long whole(String key, long least, long most) {
    Number number = get(key, Number.class, "a whole number");
    long value = number.longValue();
    if (number.doubleValue() != Math.rint(number.doubleValue()) || value < least || value > most) {
      throw refuse(key, "a whole number from " + least + " to " + most, number);
    }
    return value;
  }

  MapReader object(String key) {
    return new MapReader(path + "." + key, get(key, Map.class, "an object"));
  }

  List<?> list(String key) {
    return get(key, List.class, "a list");
  }

  List<Integer> integers(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof Integer i) {
                return i;
              }
              throw refuse(key, "a list of whole numbers", item);
            })
        .toList();
  }

  List<MapReader> objects(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof Map<?, ?> m) {
                return new MapReader(path + "." + key, m);
              }
              throw refuse(key, "a list of objects", item);
            })
        .toList();
  }

  Optional<MapReader> optionalObject(String key) {
    return has(key) ? Optional.of(object(key)) : Optional.empty();
  }

  Optional<Double> optionalNumber(String key) {
    return has(key) ? Optional.of(number(key)) : Optional.empty();
  }

  /** The value, after making sure that no key was left unread. */
  <T> T finish(T value) {
    for (Object key : map.keySet()) {
      if (!read.contains(key)) {
        throw new IllegalArgumentException("%s has an unknown key '%s'".formatted(path, key));
      }
    }
    return value;
  }

  IllegalArgumentException refuse(String key, String expected, Object found) {
    return new IllegalArgumentException(
        "%s.%s must be %s, but was '%s'".formatted(path, key, expected, found));
  }

  private <T> T get(String key, Class<T> kind, String expected) {
    read.add(key);
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s lacks '%s', %s".formatted(path, key, expected));
    }
    if (!kind.isInstance(value)) {
      throw refuse(key, expected, value);
    }
    return kind.cast(value);
  }
}
