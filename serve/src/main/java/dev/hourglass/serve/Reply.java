package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hourglass.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What goes back.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // sent, compared by nobody
record Reply(int status, String type, byte[] body) {
  private static final JsonFactory FACTORY = JsonBuffers.lent().build();
  private static final int OK = 200;
  private static final int NOT_ACCEPTABLE = 406;

  static Reply json(Map<String, Object> content) {
    return json(OK, content);
  }

  static Reply json(int status, Map<String, Object> content) {
    return new Reply(
        status, RequestRows.JSON, (Json.text(content) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static Reply text(String type, String text) {
    return new Reply(OK, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply error(int status, String reason) {
    return json(status, Map.of("error", reason));
  }

  /** A model's answer in the form that is accepted; JSON where any is. */
  static Reply of(String model, Answer answer, String accepted) {
    String wanted = accepted.toLowerCase(Locale.ROOT);
    if (wanted.contains(RequestRows.CSV)) {
      return text(RequestRows.CSV + "; charset=utf-8", answer.csv());
    }
    if (wanted.contains(RequestRows.NPY)) {
      if (answer.numbers().isEmpty()) {
        throw new Refusal(
            NOT_ACCEPTABLE,
            "%s are no array of numbers; accept %s or %s"
                .formatted(answer.name(), RequestRows.JSON, RequestRows.CSV));
      }
      return new Reply(OK, RequestRows.NPY, answer.npy());
    }
    return new Reply(OK, RequestRows.JSON, json(model, answer));
  }

  private static byte[] json(String model, Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("model", model);
      json.writeArrayFieldStart(answer.name());
      for (int row = 0; row < answer.rows(); row++) {
        answer.json().write(json, row);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
