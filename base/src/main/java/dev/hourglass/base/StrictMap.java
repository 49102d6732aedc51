package dev.hourglass.base;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A map read from a file, of which every key must be known and every value of its kind.
 *
 * <p>All getters throw {@link IllegalArgumentException} naming the path of the key, what was
 * expected and what was found.
 */
public final class StrictMap {
  /** Longer values are cut in messages. */
  private static final int SHOWN = 200;

  private final String path;
  private final Map<?, ?> map;
  private final Set<String> read = new HashSet<>();

  /**
   * A map to be read.
   *
   * @param path where it stands, for messages: {@code blueprint}, {@code preparation.columns[3]}
   */
  public StrictMap(String path, Map<?, ?> map) {
    this.path = path;
    this.map = new HashMap<>(map);
  }

  /** Whether there is such a key. */
  public boolean has(String key) {
    return map.containsKey(key);
  }

  /** Its keys as text, in alphabetical order. */
  public SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>();
    map.keySet().forEach(key -> keys.add(String.valueOf(key)));
    return keys;
  }

  /** A text. */
  public String string(String key) {
    return get(key, String.class, "a text");
  }

  /** A truth value. */
  public boolean bool(String key) {
    return get(key, Boolean.class, "true or false");
  }

  /** Any number, not necessarily finite. */
  public double number(String key) {
    return get(key, Number.class, "a number").doubleValue();
  }

  /** A number that is neither infinite nor NaN. */
  public double finite(String key) {
    return finite(key, get(key, Number.class, "a finite number"));
  }

  private double finite(String key, Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw refuse(key, "a finite number", value);
  }

  /** A whole number that fits an int. */
  public int integer(String key) {
    return Math.toIntExact(whole(key, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** A whole number that fits a long. */
  public long whole(String key) {
    return whole(key, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private long whole(String key, long least, long most) {
    Number number = get(key, Number.class, "a whole number");
    try {
      // Not longValue, which takes the lowest 64 bits of a longer number.
      long value = new BigDecimal(number.toString()).longValueExact();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException _) {
      // A fraction, too long, infinite or NaN.
    }
    throw refuse(key, "a whole number from " + least + " to " + most, number);
  }

  /** A map within the map. */
  public StrictMap object(String key) {
    return new StrictMap(path + "." + key, get(key, Map.class, "an object"));
  }

  /** A list of anything. */
  public List<?> list(String key) {
    return get(key, List.class, "a list");
  }

  /** A list of whole numbers. */
  public List<Integer> integers(String key) {
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

  /** A list of finite numbers. */
  public List<Double> numbers(String key) {
    return list(key).stream().map(item -> finite(key, item)).toList();
  }

  /** A list of texts. */
  public List<String> strings(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof String text) {
                return text;
              }
              throw refuse(key, "a list of texts", item);
            })
        .toList();
  }

  /** A list of maps. */
  public List<StrictMap> objects(String key) {
    List<?> items = list(key);
    StrictMap[] objects = new StrictMap[items.size()];
    for (int i = 0; i < objects.length; i++) {
      if (!(items.get(i) instanceof Map<?, ?> inner)) {
        throw refuse(key, "a list of objects", items.get(i));
      }
      objects[i] = new StrictMap("%s.%s[%d]".formatted(path, key, i), inner);
    }
    return List.of(objects);
  }

  /** A map within the map that may be missing. */
  public Optional<StrictMap> optionalObject(String key) {
    return has(key) ? Optional.of(object(key)) : Optional.empty();
  }

  /** A number that may be missing. */
  public Optional<Double> optionalNumber(String key) {
    return has(key) ? Optional.of(number(key)) : Optional.empty();
  }

  /** A whole number that may be missing. */
  public Optional<Integer> optionalInteger(String key) {
    return has(key) ? Optional.of(integer(key)) : Optional.empty();
  }

  /** A truth value that may be missing. */
  public Optional<Boolean> optionalBool(String key) {
    return has(key) ? Optional.of(bool(key)) : Optional.empty();
  }

  /** A list of texts that may be missing. */
  public Optional<List<String>> optionalStrings(String key) {
    return has(key) ? Optional.of(strings(key)) : Optional.empty();
  }

  /** A text that may be missing. */
  public Optional<String> optionalString(String key) {
    return has(key) ? Optional.of(string(key)) : Optional.empty();
  }

  /**
   * The value, after making sure that no key was left unread.
   *
   * @throws IllegalArgumentException naming a key that nobody asked for
   */
  public <T> T finish(T value) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String text) || !read.contains(text)) {
        throw new IllegalArgumentException(
            "%s has an unknown key '%s'".formatted(path, shown(key)));
      }
    }
    return value;
  }

  /** The exception for a value that is not as it should be. */
  public IllegalArgumentException refuse(String key, String expected, Object found) {
    return new IllegalArgumentException(
        "%s.%s must be %s, but was '%s'".formatted(path, key, expected, shown(found)));
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
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
