package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server started from the command line, asked, and ended by a signal. */
class ServeTest {
  @TempDir Path folder;

  @Test
  void it_says_where_it_listens_answers_and_ends_when_it_is_told_to() throws Exception {
    Process process =
        new HourglassProcess(folder)
            .start("serve", "digits=" + TrainedModels.plain(), "--port", "0", "--json", "--quiet")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Map<String, Object> started = new Outcome(0, out.readLine(), "").json();
      assertThat(started.get("models").toString()).isEqualTo("[digits]");
      HttpResponse<String> codes =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(started.get("url") + "/encode"))
                      .POST(HttpRequest.BodyPublishers.ofString(Arrays.toString(new float[784])))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(codes.statusCode()).isEqualTo(200);
      assertThat(codes.body()).startsWith("{\"model\":\"digits\",\"codes\":[[");
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void what_would_let_everybody_in_or_is_no_model_is_refused() throws IOException {
    Files.writeString(folder.resolve("short"), "secret\n");
    String model = TrainedModels.plain().toString();
    try (HourglassSession hourglass = new HourglassSession(folder)) {
      Outcome open = hourglass.run("serve", model, "--host", "0.0.0.0");
      assertThat(open.exitCode()).isEqualTo(2);
      assertThat(open.err())
          .contains("everybody in the network could ask: give a token (--token-file)");
      Outcome brief = hourglass.run("serve", model, "--token-file", "short");
      assertThat(brief.exitCode()).isEqualTo(2);
      assertThat(brief.err()).contains("the token has 6 characters");
      Outcome twice = hourglass.run("serve", "a=" + model, "a=" + model);
      assertThat(twice.exitCode()).isEqualTo(2);
      assertThat(twice.err()).contains("two models are called 'a'");
      Outcome missing = hourglass.run("serve", "none.safetensors", "--port", "0");
      assertThat(missing.exitCode()).isEqualTo(1);
      assertThat(missing.err()).contains("none.safetensors");
    }
  }
}
