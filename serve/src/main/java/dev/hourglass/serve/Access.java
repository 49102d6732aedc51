package dev.hourglass.serve;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may ask: whoever bears the token, or without one whoever means this machine. */
final class Access {
  private static final String BEARER = "bearer ";
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Optional<byte[]> digest;

  Access(Optional<String> token) {
    this.digest = token.map(Access::digest);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Lets pass.
   *
   * @throws Refusal otherwise; the comparison takes as long whatever was given
   */
  void check(Headers headers) {
    if (digest.isEmpty()) {
      checkHost(headers.getFirst("Host"));
      return;
    }
    String given = headers.getFirst("Authorization");
    String token =
        given != null && given.toLowerCase(Locale.ROOT).startsWith(BEARER)
            ? given.substring(BEARER.length()).strip()
            : "";
    if (!MessageDigest.isEqual(digest.get(), digest(token))) {
      throw new Refusal(
          Refusal.UNAUTHORIZED, "send the token: the header 'Authorization: Bearer TOKEN'");
    }
  }

  /** A page in a browser, led here by a name of its own, is not who the loopback address is for. */
  private static void checkHost(String host) {
    String name = host == null ? "" : host.replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!LOCAL.contains(name)) {
      throw Refusal.bad("the header 'Host' must name this machine: localhost or 127.0.0.1");
    }
  }
}
