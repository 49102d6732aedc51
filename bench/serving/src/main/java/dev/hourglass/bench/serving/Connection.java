package dev.hourglass.bench.serving;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection to the server that stays: as little work as asking can be, for its cores are ours.
 */
final class Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int STATUS_AT = 9;

  private final int port;
  private final StringBuilder line = new StringBuilder();
  private Socket socket;
  private InputStream in;
  private boolean isLast;
  private byte[] body = new byte[0];

  Connection(int port) throws IOException {
    this.port = port;
    open();
  }

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    isLast = false;
  }

  /** A request as it goes over the wire. */
  static byte[] post(String path, String type, byte[] content) {
    byte[] head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, type, content.length)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[head.length + content.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(content, 0, whole, head.length, content.length);
    return whole;
  }

  /** Sends a request and waits for its answer; the status. */
  int ask(byte[] request) throws IOException {
    if (isLast) {
      socket.close();
      open();
    }
    socket.getOutputStream().write(request);
    String first = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String name = colon < 0 ? header : header.substring(0, colon);
      if (name.equalsIgnoreCase("Content-Length")) {
        length = Integer.parseInt(header.substring(colon + 1).strip());
      } else if (name.equalsIgnoreCase("Connection")) {
        isLast = header.substring(colon + 1).strip().equalsIgnoreCase("close");
      }
    }
    body = in.readNBytes(length);
    return Integer.parseInt(first.substring(STATUS_AT, STATUS_AT + 3));
  }

  /** The last answer's body. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    line.setLength(0);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
