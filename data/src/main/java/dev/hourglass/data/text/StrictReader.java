package dev.hourglass.data.text;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;

/** Decodes a text, and says where it cannot: a byte in the wrong encoding never becomes another. */
final class StrictReader extends Reader {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
  private long before;
  private boolean ended;

  /**
   * @param path the file, for messages
   * @param in the bytes, behind any byte order mark; closed with the reader
   * @param skipped how many bytes lie before them
   */
  StrictReader(Path path, InputStream in, Charset charset, long skipped) {
    this.path = path;
    this.in = in;
    this.charset = charset;
    this.before = skipped;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] into, int from, int count) throws IOException {
    CharBuffer out = CharBuffer.wrap(into, from, count).slice();
    while (true) {
      CoderResult result = decoder.decode(bytes, out, ended);
      if (result.isError()) {
        throw undecodable();
      }
      if (out.position() > 0 || count == 0) {
        return out.position();
      }
      if (ended) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    before += bytes.position();
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
  }

  private DataException undecodable() {
    return new DataException(
        "%s, byte %d: 0x%02X is not valid in %s; say with option 'encoding' what the file is in, "
                .formatted(
                    path, before + bytes.position(), bytes.get(bytes.position()) & 0xFF, charset)
            + "such as windows-1252 or GB18030, or save it as UTF-8");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
