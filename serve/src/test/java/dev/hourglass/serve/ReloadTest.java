package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are read again while they are asked. */
class ReloadTest {
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
  void a_model_is_read_again_without_a_request_lost() throws Exception {
    Path file = folder.resolve("again.safetensors");
    served.detector().save(file);
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    files.put("again", file);
    files.put("digits", folder.resolve("digits.index"));
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    try (ModelServer reloaded =
        ModelServer.start(ServerOptions.local(0), files, ServedModels.KERNELS)) {
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      HttpRequest request =
                          ServedModels.at(reloaded, "/score")
                              .POST(HttpRequest.BodyPublishers.ofString(ServedModels.GOOD))
                              .build();
                      try {
                        failed.addAndGet(
                            ServedModels.CLIENT
                                        .send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                    == 200
                                ? 0
                                : 1);
                        asked.incrementAndGet();
                      } catch (IOException _) {
                        failed.incrementAndGet();
                      } catch (InterruptedException _) {
                        return;
                      }
                    }
                  });
      HttpRequest reload =
          ServedModels.at(reloaded, "/models/again/reload")
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      for (int i = 0; i < 3; i++) {
        assertThat(ServedModels.send(reload).statusCode()).isEqualTo(200);
      }
      Files.writeString(file, "broken");
      HttpResponse<String> refused = ServedModels.send(reload);
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).contains("the old one stays").doesNotContain(folder.toString());
      assertThat(
              ServedModels.send(
                      ServedModels.at(reloaded, "/models/digits/reload")
                          .POST(HttpRequest.BodyPublishers.noBody())
                          .build())
                  .statusCode())
          .isEqualTo(200);
      asking.interrupt();
      asking.join();
      assertThat(asked.get()).isPositive();
      assertThat(failed.get()).isZero();
      assertThat(
              ServedModels.send(
                      ServedModels.at(reloaded, "/score")
                          .POST(HttpRequest.BodyPublishers.ofString(ServedModels.GOOD))
                          .build())
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
