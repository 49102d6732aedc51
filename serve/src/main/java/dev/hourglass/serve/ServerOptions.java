package dev.hourglass.serve;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How a server listens.
 *
 * @param address to listen at
 * @param port 0 for any that is free
 * @param token that requests must bear; none only at a loopback address
 * @param limits of a request
 */
public record ServerOptions(
    InetAddress address, int port, Optional<String> token, RequestLimits limits) {
  private static final int LAST_PORT = 65_535;
  private static final int SHORTEST_TOKEN = 16;

  /**
   * @throws IllegalArgumentException if there is no such port, the token is short, or others could
   *     ask without one
   */
  public ServerOptions {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "option 'port' is a number from 0 to %d, but was %d".formatted(LAST_PORT, port));
    }
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "the token has %d characters, but at least %d are needed"
              .formatted(token.get().length(), SHORTEST_TOKEN));
    }
    if (token.isEmpty() && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          ("at %s everybody in the network could ask: give a token (option 'token-file'), or"
                  + " listen at 127.0.0.1")
              .formatted(address.getHostAddress()));
    }
  }

  /** At the loopback address, for this machine alone. */
  public static ServerOptions local(int port) {
    return new ServerOptions(
        InetAddress.getLoopbackAddress(), port, Optional.empty(), RequestLimits.defaults());
  }

  /** With other limits. */
  public ServerOptions withLimits(RequestLimits other) {
    return new ServerOptions(address, port, token, other);
  }

  /** With a token. */
  public ServerOptions withToken(String wanted) {
    return new ServerOptions(address, port, Optional.of(wanted), limits);
  }
}
