package dev.hourglass.cli.screen;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The one object that {@code --json} prints. */
public final class Json {
  private Json() {}

  /** One line of JSON. */
  public static String line(Map<String, ?> figures) {
    try {
      return JSON.std.without(JSON.Feature.FAIL_ON_UNKNOWN_TYPE_WRITE).asString(figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
