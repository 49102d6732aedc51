package dev.hourglass.cli.exchange;

import dev.hourglass.base.Reason;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Failures;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.serve.ModelServer;
import dev.hourglass.serve.RequestLimits;
import dev.hourglass.serve.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets models answer over HTTP. */
@Command(
    name = "serve",
    header = "Let models answer over HTTP: codes, reconstructions, scores, what is alike.",
    description = {
      "",
      "POST /models/NAME/encode, reconstruct, score (with ?explain=N) or nearest (with ?k=N, of an"
          + " index), with rows as JSON, CSV or .npy; the first model also without /models/NAME."
          + " POST /models/NAME/reload reads its file again. GET /openapi.json says all of it, GET"
          + " /health, /ready and /metrics how it goes.",
      "",
      "Only this machine may ask, unless there is a token. Ctrl-C or SIGTERM lets what has begun"
          + " come to its end."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass serve pump.safetensors --port 8080",
      "  hourglass serve pump.safetensors photos=photos.index --host 0.0.0.0 --token-file token",
      "  curl -d '{\"flow\": 12.5, \"valve\": \"open\"}' localhost:8080/score?explain=3"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8080;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_MEBIBYTES = 1024;

  @Parameters(
      arity = "1..*",
      paramLabel = "[NAME=]MODEL",
      description = "Model files, or folders of indexes. Without a name each goes by its file's.")
  List<String> models;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to listen; 0 for any that is free. Default: " + DEFAULT_PORT + ".")
  int port = DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at; any but this machine's own needs --token-file. Default:"
              + " 127.0.0.1.")
  String host = "127.0.0.1";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token, of 16 characters or more, that requests must bear:"
              + " 'Authorization: Bearer TOKEN'.")
  Path tokenFile;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Rows of a request. Default: 100000.")
  Integer mostRows;

  @Option(
      names = "--max-body",
      paramLabel = "MB",
      converter = NumberFlag.Positive.class,
      description = "Megabytes of a request's body. Default: 64.")
  Integer mostBody;

  @Mixin CommonFlags common;

  @Override
  public Integer call() throws InterruptedException {
    ServerOptions options = options();
    SequencedMap<String, Path> files = files();
    ModelServer server = ModelServer.start(options, files, common.kernels());
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  closed.countDown();
                },
                "hourglass serve stop"));
    if (!options.address().isLoopbackAddress()) {
      common
          .screen()
          .warn(
              "token and rows travel unencrypted; put a proxy with TLS in front where the network"
                  + " is not yours");
    }
    say(options, server, files);
    closed.await();
    return ExitCode.OK;
  }

  private ServerOptions options() {
    try {
      return new ServerOptions(address(), port, token(), limits());
    } catch (IllegalArgumentException e) {
      throw new Mistake(Failures.inFlags(e.getMessage()));
    }
  }

  private void say(ServerOptions options, ModelServer server, SequencedMap<String, Path> files) {
    String address = options.address().getHostAddress();
    String url =
        "http://%s:%d"
            .formatted(address.contains(":") ? "[" + address + "]" : address, server.port());
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("url", url);
      figures.put("port", server.port());
      figures.put("models", List.copyOf(files.keySet()));
      common.print(figures);
    }
    common.page().printf("%s serves %s; Ctrl-C ends it%n", url, String.join(", ", files.keySet()));
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException _) {
      throw new Mistake("--host %s: there is no such address".formatted(host));
    }
  }

  private RequestLimits limits() {
    RequestLimits usual = RequestLimits.defaults();
    int rows = mostRows == null ? usual.rows() : mostRows;
    if (mostBody == null) {
      return new RequestLimits(usual.bytes(), rows, usual.bytesAtOnce());
    }
    if (mostBody > MOST_MEBIBYTES) {
      throw new Mistake(
          "--max-body %d: bodies have at most %d MB".formatted(mostBody, MOST_MEBIBYTES));
    }
    int bytes = mostBody * MEBIBYTE;
    return new RequestLimits(bytes, rows, Math.max(bytes, usual.bytesAtOnce()));
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(tokenFile).strip());
    } catch (IOException e) {
      throw new Mistake("--token-file %s: cannot be read: %s".formatted(tokenFile, Reason.of(e)));
    }
  }

  private SequencedMap<String, Path> files() {
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    for (String each : models) {
      int at = each.indexOf('=');
      boolean isNamed = at > 0 && !Files.exists(Path.of(each));
      Path path = Path.of(isNamed ? each.substring(at + 1) : each);
      String name = isNamed ? each.substring(0, at) : stem(path);
      if (!NAME.matcher(name).matches()) {
        throw new Mistake(
            ("'%s' is no name for a model: letters, digits, '.', '-' and '_' make one; give it as"
                    + " NAME=%s")
                .formatted(name, path));
      }
      if (files.put(name, path) != null) {
        throw new Mistake("two models are called '%s'; name one NAME=%s".formatted(name, path));
      }
    }
    return files;
  }

  private static String stem(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
