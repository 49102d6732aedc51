package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, and how much. */
class AccessTest {
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
  void rows_and_bytes_have_limits() {
    ServerOptions options = ServerOptions.local(0).withLimits(new RequestLimits(1_000, 2, 10_000));
    try (ModelServer small = ModelServer.start(options, served.files(), ServedModels.KERNELS)) {
      for (String body :
          List.of(
              "[" + ServedModels.GOOD + "," + ServedModels.GOOD + "," + ServedModels.GOOD + "]",
              " ".repeat(1_001))) {
        HttpResponse<String> response =
            ServedModels.send(
                ServedModels.at(small, "/score")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("send fewer");
      }
    }
  }

  @Test
  void with_a_token_only_its_bearer_is_answered() {
    ServerOptions options = ServerOptions.local(0).withToken("a-token-of-some-length");
    try (ModelServer guarded = ModelServer.start(options, served.files(), ServedModels.KERNELS)) {
      assertThat(ServedModels.send(ServedModels.at(guarded, "/models").build()).statusCode())
          .isEqualTo(401);
      assertThat(
              ServedModels.send(
                      ServedModels.at(guarded, "/models")
                          .header("Authorization", "Bearer no")
                          .build())
                  .statusCode())
          .isEqualTo(401);
      assertThat(
              ServedModels.send(
                      ServedModels.at(guarded, "/models")
                          .header("Authorization", "Bearer a-token-of-some-length")
                          .build())
                  .statusCode())
          .isEqualTo(200);
      assertThat(ServedModels.send(ServedModels.at(guarded, "/health").build()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void elsewhere_than_on_this_machine_it_listens_only_with_a_token() throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(
            () -> new ServerOptions(everywhere, 0, Optional.empty(), RequestLimits.defaults()))
        .hasMessageContaining("option 'token-file'");
    assertThatThrownBy(() -> ServerOptions.local(0).withToken("short"))
        .hasMessageContaining("at least 16");
    assertThatThrownBy(
            () ->
                ModelServer.start(
                    ServerOptions.local(served.server().port()),
                    served.files(),
                    ServedModels.KERNELS))
        .hasMessageContaining("cannot listen at port " + served.server().port())
        .hasMessageContaining("option 'port'");
  }
}
