package dev.hourglass.tasks.text;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of a file that must be UTF-8. */
final class Utf8Lines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Utf8Lines() {}

  /**
   * All lines.
   *
   * @throws DataException naming the first line that is not UTF-8
   */
  static List<String> of(Path file) {
    byte[] bytes = bytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s, line %d: is not UTF-8; convert the file, such as with iconv -f LATIN1 -t UTF-8"
              .formatted(file, firstBadLine(bytes)),
          e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  private static int firstBadLine(byte[] bytes) {
    int line = 1;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        try {
          var _ =
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, i - start));
        } catch (CharacterCodingException _) {
          return line;
        }
        line++;
        start = i + 1;
      }
    }
    return line;
  }
}
