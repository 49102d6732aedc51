package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a request is said, and does no harm. */
class RefusedRequestsTest {
  @TempDir static Path folder;

  private static ServedModels served;

  @BeforeAll
  static void start() {
    served = new ServedModels(folder);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void what_is_wrong_with_a_request_is_said() {
    Map<String, String> wrong =
        Map.of(
            "",
            "the body is empty",
            "{",
            "the body is no JSON",
            "[]",
            "there are no rows",
            "{\"flow\": 1}",
            "row 1 lacks the column 'depth'; give null where it is missing",
            "[" + ServedModels.GOOD + ", {\"flow\": \"x\"}]",
            "row 2, column 'flow': 'x' is no number",
            "[[1, 2]]",
            "row 1 has 2 cells, but the model takes 3 columns",
            "[[1e999, 2, \"open\"]]",
            "1e999 is no finite number",
            ServedModels.GOOD + "5",
            "more behind the JSON document");
    wrong.forEach(
        (body, reason) -> {
          HttpResponse<String> response = served.post("/score", "application/json", body);
          assertThat(response.statusCode()).as(body).isEqualTo(400);
          assertThat(Json.object(response.body()).get("error").toString()).contains(reason);
        });
    assertThat(served.post("/score", "image/png", "x").statusCode()).isEqualTo(415);
    assertThat(served.post("/nothing", "application/json", ServedModels.GOOD).statusCode())
        .isEqualTo(404);
    assertThat(served.post("/models/pumps/score", "application/json", ServedModels.GOOD).body())
        .contains("no model 'pumps'");
    assertThat(served.post("/models/pump/nearest", "application/json", ServedModels.GOOD).body())
        .contains("does not answer 'nearest', but encode, reconstruct, score");
    assertThat(served.post("/score?explain=x", "application/json", ServedModels.GOOD).statusCode())
        .isEqualTo(400);
    assertThat(served.get("/score").headers().firstValue("Allow")).contains("POST");
    assertThat(served.post("/models/digits/encode", "application/x-npy", "no array").statusCode())
        .isEqualTo(400);
  }

  @Test
  void of_many_malformed_requests_each_is_refused_and_the_next_good_one_answered() {
    Random random = new Random(7);
    int answered = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder body = new StringBuilder(ServedModels.GOOD);
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        body.setCharAt(
            random.nextInt(body.length()), "{}[]\",:x\u0000\u20ac7e-".charAt(random.nextInt(13)));
      }
      String path = random.nextInt(3) == 0 ? "/models/digits/encode" : "/score";
      String type = random.nextBoolean() ? "application/json" : "text/csv";
      HttpResponse<String> response = served.post(path, type, body.toString());
      if (response.statusCode() == 200) {
        // Some changes leave a good row, of another category or number.
        assertThat(path).as(body.toString()).isEqualTo("/score");
        assertThat(ServedModels.list(Json.object(response.body()), "scores"))
            .as(body.toString())
            .singleElement()
            .extracting(ServedModels::score)
            .isEqualTo(served.detector().score(cells(Json.object(body.toString()))).score());
        answered++;
      } else {
        assertThat(response.statusCode()).as(body.toString()).isBetween(400, 499);
        assertThat(Json.object(response.body()).get("error").toString())
            .as(body.toString())
            .isNotBlank();
      }
    }
    assertThat(answered).isBetween(1, 50);
    assertThat(served.answer("/score", ServedModels.GOOD)).containsKey("scores");
  }

  /** A row as a table has it. */
  private static Map<String, String> cells(Map<String, Object> row) {
    Map<String, String> cells = new LinkedHashMap<>();
    row.forEach((name, value) -> cells.put(name, value == null ? "" : value.toString()));
    return cells;
  }

  @Test
  void what_is_no_http_is_refused_and_half_a_body_holds_nobody_up() throws IOException {
    for (String raw :
        List.of(
            "GARBAGE\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /models HTTP/1.1\r\nHost: evil.example\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server().port())) {
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
        assertThat(head(socket.getInputStream())).as(raw).startsWith("HTTP/1.1 4");
      }
    }
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server().port());
        socket
            .getOutputStream()
            .write(
                "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                    .getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      assertThat(served.answer("/score", ServedModels.GOOD)).containsKey("scores");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    byte[] bytes = new byte[12];
    return new String(bytes, 0, Math.max(0, in.readNBytes(bytes, 0, 12)), StandardCharsets.UTF_8);
  }
}
