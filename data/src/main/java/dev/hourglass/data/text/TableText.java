package dev.hourglass.data.text;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.file.LiveInput;
import dev.hourglass.data.format.Formats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text of a table, packed or not, of which the start has been looked at.
 *
 * @param path the file, for messages
 * @param encoding how its bytes stand for characters
 * @param head the start of the text
 * @param isWhole whether that is all of it
 * @param reader the text from its beginning
 */
public record TableText(
    Path path, TextEncoding encoding, String head, boolean isWhole, Reader reader) {
  /** Looked at to tell encoding, separator and header. */
  private static final int HEAD = 1 << 20;

  /** Where that has too few lines, so much is looked at. */
  private static final int LONGEST_HEAD = 1 << 25;

  private static final int FEW_LINES = 20;

  /** Of a stream that pauses, so much is looked at: a header and a row. */
  private static final int LEAST_LINES = 2;

  private static final long LIVE_MILLIS = 200;

  /**
   * Opens a file.
   *
   * @throws DataException if it cannot be read or is no text
   */
  public static TableText open(Path path, Optional<Charset> encoding) {
    try {
      return of(path, Files.newInputStream(path), encoding);
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  /**
   * Begins with a stream.
   *
   * @param path its name, for messages
   * @param stream closed when it cannot be begun
   * @throws DataException if it cannot be read or is no text
   */
  public static TableText of(Path path, InputStream stream, Optional<Charset> encoding) {
    try {
      InputStream in = Formats.unpacked(path, stream);
      if (stream instanceof LiveInput live) {
        byte[] start = in.readNBytes(1);
        while (start.length < HEAD
            && !(lines(start) >= leastLines(start) && live.pauses(LIVE_MILLIS))) {
          byte[] more = new byte[HEAD - start.length];
          int count = in.read(more);
          if (count < 0) {
            return of(path, start, in, true, encoding);
          }
          start = joined(start, more, count);
        }
        return of(path, start, in, false, encoding);
      }
      byte[] start = in.readNBytes(HEAD);
      if (start.length == HEAD && lines(start) < FEW_LINES) {
        byte[] more = in.readNBytes(LONGEST_HEAD - HEAD);
        start = joined(start, more, more.length);
      }
      boolean whole = start.length < HEAD || start.length > HEAD && start.length < LONGEST_HEAD;
      return of(path, start, in, whole, encoding);
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e instanceof IOException io ? Gzip.failure(path, io) : (RuntimeException) e;
      } catch (IOException closing) {
        throw Gzip.failure(path, closing);
      }
    }
  }

  private static TableText of(
      Path path, byte[] start, InputStream rest, boolean whole, Optional<Charset> chosen) {
    TextEncoding encoding =
        chosen
            .map(charset -> TextEncoding.chosen(charset, start))
            .orElseGet(() -> TextEncoding.of(start));
    String head = encoding.decoded(start);
    if (head.indexOf('\0') >= 0) {
      throw new DataException(
          path + ": is not text, so no table can be read from it; check that it is the right file");
    }
    int mark = encoding.markBytes();
    InputStream all =
        new SequenceInputStream(new ByteArrayInputStream(start, mark, start.length - mark), rest);
    return new TableText(
        path, encoding, head, whole, new StrictReader(path, all, encoding.charset(), mark));
  }

  /** Closes the text. */
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  /** A row of JSON needs no header above it. */
  private static int leastLines(byte[] start) {
    return start[0] == '{' ? 1 : LEAST_LINES;
  }

  private static byte[] joined(byte[] start, byte[] more, int count) {
    byte[] joined = Arrays.copyOf(start, start.length + count);
    System.arraycopy(more, 0, joined, start.length, count);
    return joined;
  }

  private static int lines(byte[] start) {
    int lines = 0;
    for (byte b : start) {
      lines += b == '\n' || b == '\r' ? 1 : 0;
    }
    return lines;
  }
}
