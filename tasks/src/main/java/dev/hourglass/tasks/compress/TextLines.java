package dev.hourglass.tasks.compress;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a text file, packed by gzip or not, read from front to back: cut behind every line
 * feed, so that joined again they are the text.
 */
final class TextLines implements Iterator<byte[]>, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** A line that has no end is no line of a table. */
  private static final int LONGEST = 1 << 28;

  private final String name;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  private TextLines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * How much there is.
   *
   * @param lines the last one counts though no line feed ends it
   * @param bytes of all, unpacked
   */
  record Count(int lines, long bytes) {}

  /**
   * Opens a file.
   *
   * @throws CompressionException if it is none
   */
  static TextLines open(String file) {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new CompressionException(
          file + ": option 'lossless' keeps a table's text, so it must be a file of its own");
    }
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
      in.mark(2);
      boolean packed = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return new TextLines(file, packed ? new GZIPInputStream(in, BUFFER) : in);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static CompressionException failed(String file, IOException e) {
    return new CompressionException(file + ": cannot be read: " + e.getMessage(), e);
  }

  /** Counts a file's lines. */
  static Count count(String file) {
    int lines = 0;
    long bytes = 0;
    try (TextLines text = open(file)) {
      while (text.hasNext()) {
        bytes += text.next().length;
        lines = Math.addExact(lines, 1);
      }
    }
    return new Count(lines, bytes);
  }

  /** The first lines of a file. */
  static List<byte[]> first(String file, int most) {
    List<byte[]> lines = new ArrayList<>();
    try (TextLines text = open(file)) {
      while (lines.size() < most && text.hasNext()) {
        lines.add(text.next());
      }
    }
    return lines;
  }

  @Override
  public boolean hasNext() {
    if (at == end) {
      try {
        at = 0;
        end = Math.max(0, in.read(buffer));
      } catch (IOException e) {
        throw failed(name, e);
      }
    }
    return at < end;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all lines have been read");
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended && hasNext()) {
      int from = at;
      while (at < end && !ended) {
        byte next = buffer[at++];
        if (next == 0) {
          throw new CompressionException(
              name + ": holds zero bytes; option 'lossless' is for text of one byte a letter");
        }
        ended = next == '\n';
      }
      line.write(buffer, from, at - from);
      if (line.size() > LONGEST) {
        throw new CompressionException(name + ": has a line of more than 256 MB");
      }
    }
    return line.toByteArray();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(name, e);
    }
  }
}
