package dev.hourglass.serve;

import com.sun.net.httpserver.HttpServer;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves models over HTTP: {@code POST /models/NAME/encode}, {@code reconstruct}, {@code score} and
 * {@code nearest}, with rows as JSON, CSV or {@code .npy}; the first model also without {@code
 * /models/NAME}. {@code GET /openapi.json} says all of it.
 *
 * <p>It is the JDK's own server, a virtual thread a request: a slow client costs a small stack.
 * Closing it lets what has begun come to its end.
 */
public final class ModelServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final int BACKLOG = 1_024;

  private final HttpServer server;
  private final Routes routes;
  private final ExecutorService threads;
  private final List<ServedModel> models;

  private ModelServer(
      HttpServer server, Routes routes, ExecutorService threads, List<ServedModel> models) {
    this.server = server;
    this.routes = routes;
    this.threads = threads;
    this.models = models;
  }

  /**
   * Reads the models and begins to listen.
   *
   * @param files by the models' names, at least one: model files, or folders of indexes
   * @throws IllegalArgumentException if there are none
   * @throws UncheckedIOException if it cannot listen there, saying why
   */
  public static ModelServer start(
      ServerOptions options, SequencedMap<String, Path> files, Kernels kernels) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a server needs a model at least");
    }
    configure();
    // Before it reads models, which takes a while, for nothing.
    HttpServer server = bind(options);
    try {
      SequencedMap<String, ServedModel> models = new LinkedHashMap<>();
      files.forEach((name, file) -> models.put(name, new ServedModel(name, file, kernels)));
      Routes routes = new Routes(models, options);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", routes);
      server.start();
      return new ModelServer(server, routes, threads, List.copyOf(models.values()));
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  /**
   * What the JDK's server takes from system properties alone, when its first is made: answers leave
   * at once, and who is slow does not stay. What somebody has set is left.
   */
  private static void configure() {
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.maxReqTime", "30");
    setDefault("sun.net.httpserver.maxRspTime", "60");
    setDefault("sun.net.httpserver.idleInterval", "60");
    setDefault("sun.net.httpserver.maxIdleConnections", "1000");
    setDefault("jdk.httpserver.maxConnections", "2000");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static HttpServer bind(ServerOptions options) {
    try {
      return HttpServer.create(new InetSocketAddress(options.address(), options.port()), BACKLOG);
    } catch (BindException e) {
      throw new UncheckedIOException(
          ("cannot listen at port %d of %s: %s; is another server there? Choose another (option"
                  + " 'port'), or 0 for any that is free")
              .formatted(options.port(), options.address().getHostAddress(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen at port %d: %s".formatted(options.port(), e.getMessage()), e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Takes no more requests, lets those that began end within ten seconds, and ends. */
  @Override
  public void close() {
    routes.retire();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (routes.inFlight() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    server.stop(0);
    threads.shutdown();
    models.forEach(ServedModel::close);
  }
}
