package dev.hourglass.base;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON objects as plain maps, lists, strings, numbers and booleans. */
public final class Json {
  private Json() {}

  /** The object on one line, its keys in the map's order. */
  public static String text(Map<String, ?> object) {
    try {
      return JSON.std.asString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException when the text is no JSON or no object
   */
  public static Map<String, Object> object(String text) {
    Map<String, Object> object;
    try {
      object = JSON.std.mapFrom(text.strip());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("is not a JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (object == null) {
      throw new IllegalArgumentException("is not a JSON object, but null");
    }
    return object;
  }
}
