package dev.hourglass.data.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.function.BiConsumer;

/**
 * Takes JSON objects apart: what lies in an object within is named {@code outer.inner}, a list is
 * the text that it is written as. NaN and infinities, which some programs write, are taken as text.
 */
final class JsonMembers {
  private final JsonFactory factory =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** An object that is none, and why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Hands out the members of an object.
   *
   * @param taker is given names and values; null is an empty text
   */
  void read(String object, BiConsumer<String, String> taker) throws Malformed {
    try (JsonParser parser = factory.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("is no JSON object");
      }
      members(parser, object, "", taker);
      if (parser.nextToken() != null) {
        throw new Malformed("has more than one JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new Malformed(
          "is no whole JSON object: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory", e);
    }
  }

  private static void members(
      JsonParser parser, String object, String prefix, BiConsumer<String, String> taker)
      throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      String full = prefix + name;
      switch (parser.nextToken()) {
        case START_OBJECT -> members(parser, object, full + '.', taker);
        case START_ARRAY -> {
          int from = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          taker.accept(
              full, object.substring(from, (int) parser.currentLocation().getCharOffset()));
        }
        case VALUE_NULL -> taker.accept(full, "");
        default -> taker.accept(full, parser.getText());
      }
    }
  }
}
