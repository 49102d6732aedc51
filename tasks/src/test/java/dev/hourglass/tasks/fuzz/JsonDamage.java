package dev.hourglass.tasks.fuzz;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes to maps that were read from JSON, and to JSON that no map is written as. */
final class JsonDamage {
  private static final List<Object> ODD =
      Arrays.asList(
          null,
          0,
          -1,
          1,
          2,
          7,
          512,
          46341,
          65536,
          100_000_000,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          1L << 31,
          1L << 32,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          BigInteger.TWO.pow(64),
          BigInteger.TWO.pow(64).add(BigInteger.TWO),
          new BigInteger("9".repeat(40)),
          0.5,
          1e39,
          1e308,
          -1e308,
          1e-45,
          1e-320,
          "",
          "x",
          "\u0000",
          "\u001b[31m",
          "NaN",
          "Infinity",
          "-1",
          "none",
          "relu",
          "identity",
          "gaussian",
          "28x28x1",
          "0x0x0",
          "1x1x2147483647",
          "999999999x999999999",
          "a".repeat(100_000),
          true,
          false,
          List.of(),
          List.of(0),
          List.of(1),
          List.of(-3),
          List.of("a"),
          List.of(5, 5, 5, 5),
          List.of(100_000, 100_000),
          List.of(Integer.MAX_VALUE),
          List.of(List.of(List.of())),
          Collections.singletonList(null),
          Map.of(),
          Map.of("kind", "l1"));

  private JsonDamage() {}

  static Object odd(SplittableRandom random) {
    return Damage.one(random, ODD);
  }

  /** The object with one leaf or branch another. */
  static Map<String, Object> changed(Map<String, Object> object, SplittableRandom random) {
    Map<String, Object> copy = new LinkedHashMap<>(object);
    if (copy.isEmpty()) {
      copy.put("x", odd(random));
      return copy;
    }
    String key = Damage.one(random, List.copyOf(copy.keySet()));
    switch (random.nextInt(12)) {
      case 0 -> copy.remove(key);
      case 1 -> copy.put("zz" + key, odd(random));
      default -> copy.put(key, changedValue(copy.get(key), random));
    }
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Object changedValue(Object value, SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      return odd(random);
    }
    return switch (value) {
      case Map<?, ?> map -> changed((Map<String, Object>) map, random);
      case List<?> list when !list.isEmpty() -> changedList(list, random);
      case Number number when random.nextBoolean() -> changedNumber(number, random);
      case null, default -> odd(random);
    };
  }

  private static List<Object> changedList(List<?> list, SplittableRandom random) {
    List<Object> copy = new ArrayList<>(list);
    int at = random.nextInt(copy.size());
    switch (random.nextInt(8)) {
      case 0 -> copy.remove(at);
      case 1 -> copy.add(at, copy.get(at));
      case 2 -> copy.addAll(Collections.nCopies(3_000, copy.get(at)));
      default -> copy.set(at, changedValue(copy.get(at), random));
    }
    return copy;
  }

  private static Number changedNumber(Number number, SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> number.longValue() + 1;
      case 1 -> number.longValue() - 1;
      case 2 -> -number.longValue();
      case 3 -> number.doubleValue() * 1e10;
      default -> number.longValue() * 1_000;
    };
  }

  /** A text that is no object, or one that a parser may stumble over. */
  static String text(String json, SplittableRandom random) {
    return switch (random.nextInt(15)) {
      case 0 -> "";
      case 1 -> "null";
      case 2 -> "[]";
      case 3 -> "{";
      case 4 -> json + json;
      case 5 -> json.replaceFirst(":", "");
      case 6 -> json.replaceAll("[0-9]+", "1e999");
      case 7 -> json.replaceAll("[0-9]+", "9".repeat(random.nextBoolean() ? 30 : 2_000));
      case 8 -> json.replaceFirst("\\{", "{\"a\":NaN,");
      case 9 -> json.replaceAll("[0-9]+", "null");
      case 10 -> " ".repeat(1_000_000) + json;
      case 11 -> json.replaceAll("\"[a-zA-Z]+\":", "\"\":");
      case 12 -> json.substring(0, json.length() - 1) + "," + json.substring(1);
      case 13 -> json.substring(0, json.length() - 1) + ",\"deep\":" + deep(random) + "}";
      default -> deep(random);
    };
  }

  private static String deep(SplittableRandom random) {
    int depth = Damage.one(random, 10, 499, 999, 1_001, 5_000, 100_000);
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "[".repeat(depth) + "]".repeat(depth);
      case 2 -> "{\"a\":".repeat(depth);
      default -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    };
  }
}
