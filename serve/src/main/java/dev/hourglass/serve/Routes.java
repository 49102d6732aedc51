package dev.hourglass.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;

/** From a request's path to its answer. */
final class Routes implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Routes.class.getName());
  private static final String POST = "POST";
  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String MODELS = "models";
  private static final String RELOAD = "reload";

  private final SequencedMap<String, ServedModel> models;
  private final ServerOptions options;
  private final Access access;
  private final BodyReader bodies;
  private final Metrics metrics = new Metrics();

  /** So many models at work at once: more would only wait for processors, and hold memory. */
  private final Semaphore work =
      new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);

  private volatile boolean isReady = true;

  Routes(SequencedMap<String, ServedModel> models, ServerOptions options) {
    this.models = models;
    this.options = options;
    this.access = new Access(options.token());
    this.bodies = new BodyReader(options.limits());
  }

  /** From now on says that it is going away. */
  void retire() {
    isReady = false;
  }

  int inFlight() {
    return metrics.inFlight();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    metrics.begin();
    List<String> path = segments(exchange);
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange, path);
      } catch (Refusal e) {
        reply = Reply.error(e.status(), e.getMessage());
      } catch (DataException | IllegalArgumentException e) {
        reply = Reply.error(Refusal.BAD_REQUEST, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a request failed", e);
        reply = Reply.error(Refusal.INTERNAL, "the server failed; its log says more");
      }
      // For counting: never more words than there are operations.
      metrics.answered(Operation.named(path.getLast()), reply.status());
      send(exchange, reply);
    } finally {
      metrics.end();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (reply.status() == Refusal.TOO_LARGE) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    if (reply.status() == Refusal.UNAUTHORIZED) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    if (exchange.getRequestMethod().equals(HEAD)) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    exchange.getResponseBody().write(reply.body());
    // Before the rest of a body is waited for that nobody reads.
    exchange.getResponseBody().flush();
  }

  /**
   * What stands between a path's slashes, behind the first of them; at least one, perhaps empty.
   */
  private static List<String> segments(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    List<String> segments = List.of((path == null ? "" : path).split("/", -1));
    return segments.size() > 1 ? segments.subList(1, segments.size()) : segments;
  }

  private Reply reply(HttpExchange exchange, List<String> path) throws IOException {
    String first = path.getFirst();
    if (path.size() == 1) {
      switch (first) {
        case "health" -> {
          require(exchange, GET);
          return Reply.json(Map.of("status", "up"));
        }
        case "ready" -> {
          require(exchange, GET);
          return isReady
              ? Reply.json(Map.of("status", "ready"))
              : Reply.json(Refusal.UNAVAILABLE, Map.of("status", "stopping"));
        }
        default -> {
          // told apart below, for those who may ask
        }
      }
    }
    access.check(exchange.getRequestHeaders());
    if (path.size() == 1) {
      switch (first) {
        case "metrics" -> {
          require(exchange, GET);
          return Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.text());
        }
        case "openapi.json" -> {
          require(exchange, GET);
          return Reply.json(OpenApi.of(models.values()));
        }
        case MODELS -> {
          require(exchange, GET);
          return Reply.json(
              Map.of(MODELS, models.values().stream().map(Routes::describe).toList()));
        }
        default -> {
          Operation operation = Operation.named(first).orElseThrow(() -> unknown(exchange));
          return ask(exchange, models.firstEntry().getValue(), operation);
        }
      }
    }
    if (!first.equals(MODELS) || path.size() > 3) {
      throw unknown(exchange);
    }
    ServedModel model = model(path.get(1));
    if (path.size() == 2) {
      require(exchange, GET);
      return Reply.json(describe(model));
    }
    if (path.get(2).equals(RELOAD)) {
      require(exchange, POST);
      return reload(model);
    }
    return ask(exchange, model, Operation.named(path.get(2)).orElseThrow(() -> unknown(exchange)));
  }

  private static Refusal unknown(HttpExchange exchange) {
    return new Refusal(
        Refusal.NOT_FOUND,
        "there is nothing at %s; GET /openapi.json says what there is"
            .formatted(RowColumns.excerpt(exchange.getRequestURI().getPath())));
  }

  private ServedModel model(String name) {
    return Optional.ofNullable(models.get(name))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.NOT_FOUND,
                    "there is no model '%s'; there is %s"
                        .formatted(RowColumns.excerpt(name), String.join(", ", models.keySet()))));
  }

  private static void require(HttpExchange exchange, String method) {
    String found = exchange.getRequestMethod();
    if (!found.equals(method) && !(method.equals(GET) && found.equals(HEAD))) {
      exchange.getResponseHeaders().set("Allow", method);
      throw new Refusal(
          Refusal.METHOD_NOT_ALLOWED,
          "it is asked by %s, not by %s".formatted(method, RowColumns.excerpt(found)));
    }
  }

  private static Map<String, Object> describe(ServedModel model) {
    return model.with(loaded -> OpenApi.describe(model.name(), loaded));
  }

  private static Reply reload(ServedModel model) {
    try {
      model.reload();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the model '%s' was not read again: %s".formatted(model.name(), e.getMessage()));
      return Reply.error(
          Refusal.INTERNAL,
          "the model '%s' could not be read again, and the old one stays; the server's log says more"
              .formatted(model.name()));
    }
    return Reply.json(describe(model));
  }

  private Reply ask(HttpExchange exchange, ServedModel model, Operation operation)
      throws IOException {
    require(exchange, POST);
    long begun = System.nanoTime();
    RequestQuery query = RequestQuery.of(exchange.getRequestURI().getRawQuery());
    RequestRows.Form form = RequestRows.Form.of(header(exchange, "Content-Type"));
    if (!header(exchange, "Content-Encoding").isEmpty()) {
      throw new Refusal(Refusal.UNSUPPORTED_TYPE, "bodies are not packed; send it as it is");
    }
    try (BodyReader.Body body =
        bodies.read(exchange.getRequestBody(), announced(header(exchange, "Content-Length")))) {
      return model.with(
          loaded -> {
            if (!loaded.operations().contains(operation)) {
              throw Refusal.bad(
                  "the model '%s' does not answer '%s', but %s"
                      .formatted(
                          model.name(),
                          operation.label(),
                          String.join(
                              ", ", loaded.operations().stream().map(Operation::label).toList())));
            }
            RawData rows = loaded.rows().read(form, body.bytes(), options.limits().rows());
            work.acquireUninterruptibly();
            Answer answer;
            try {
              answer = Answers.of(operation, loaded, rows, query);
            } finally {
              work.release();
            }
            Reply reply = Reply.of(model.name(), answer, header(exchange, "Accept"));
            metrics.worked(model.name(), operation, answer.rows(), System.nanoTime() - begun);
            return reply;
          });
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static long announced(String length) {
    try {
      return length.isEmpty() ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException _) {
      throw Refusal.bad("the header 'Content-Length' is no number");
    }
  }
}
