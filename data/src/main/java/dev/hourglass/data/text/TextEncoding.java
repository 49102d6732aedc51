package dev.hourglass.data.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * How the bytes of a text stand for characters.
 *
 * @param charset the encoding
 * @param markBytes how many bytes a byte order mark takes at the start
 * @param isGuessed whether it was told by the look of the text, and not by a mark, by being valid
 *     UTF-8, or by whoever asked
 */
public record TextEncoding(Charset charset, int markBytes, boolean isGuessed) {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");

  /** The currency sign, which nobody writes, where Latin-9 has the euro's. */
  private static final byte EURO_IN_LATIN_9 = (byte) 0xA4;

  /** The encoding that somebody says, with or without a mark. */
  static TextEncoding chosen(Charset charset, byte[] start) {
    TextEncoding marked = marked(start);
    boolean own =
        marked != null && charset.name().startsWith(marked.charset.name().substring(0, 6));
    return own ? marked : new TextEncoding(charset, 0, false);
  }

  /** The encoding of a text that begins with these bytes. */
  static TextEncoding of(byte[] start) {
    TextEncoding marked = marked(start);
    if (marked != null) {
      return marked;
    }
    TextEncoding wide = wide(start);
    if (wide != null) {
      return wide;
    }
    if (decodes(start, StandardCharsets.UTF_8)) {
      return new TextEncoding(StandardCharsets.UTF_8, 0, false);
    }
    return new TextEncoding(guess(start), 0, true);
  }

  private static TextEncoding marked(byte[] b) {
    if (startsWith(b, 0xEF, 0xBB, 0xBF)) {
      return new TextEncoding(StandardCharsets.UTF_8, 3, false);
    }
    if (startsWith(b, 0xFF, 0xFE, 0, 0)) {
      return new TextEncoding(StandardCharsets.UTF_32LE, 4, false);
    }
    if (startsWith(b, 0, 0, 0xFE, 0xFF)) {
      return new TextEncoding(StandardCharsets.UTF_32BE, 4, false);
    }
    if (startsWith(b, 0xFF, 0xFE)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 2, false);
    }
    return startsWith(b, 0xFE, 0xFF) ? new TextEncoding(StandardCharsets.UTF_16BE, 2, false) : null;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-16 without a mark: every other byte of digits and separators is 0. */
  private static TextEncoding wide(byte[] start) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < start.length; i++) {
      if (start[i] == 0) {
        even += 1 - (i & 1);
        odd += i & 1;
      }
    }
    int enough = start.length / 8;
    Charset charset =
        odd > enough && even * 10 < odd
            ? StandardCharsets.UTF_16LE
            : even > enough && odd * 10 < even ? StandardCharsets.UTF_16BE : null;
    return charset != null && decodes(start, charset) ? new TextEncoding(charset, 0, true) : null;
  }

  private static Charset guess(byte[] start) {
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(start, 0, start.length);
    detector.dataEnd();
    String name = detector.getDetectedCharset();
    Charset found =
        name != null && Charset.isSupported(name) ? Charset.forName(name) : WINDOWS_1252;
    if (!decodes(start, found)) {
      found = decodes(start, WINDOWS_1252) ? WINDOWS_1252 : StandardCharsets.ISO_8859_1;
    }
    return found.equals(WINDOWS_1252) && looksLikeLatin9(start) ? LATIN_9 : found;
  }

  private static boolean looksLikeLatin9(byte[] start) {
    boolean euro = false;
    for (byte b : start) {
      if (b < (byte) 0xA0) {
        return false;
      }
      euro |= b == EURO_IN_LATIN_9;
    }
    return euro;
  }

  /** Whether these bytes are valid; a character cut off at the end is. */
  private static boolean decodes(byte[] bytes, Charset charset) {
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), out, false);
    return !result.isError();
  }

  /** As much of a text as these bytes hold; what is invalid is left to whoever reads on. */
  public String decoded(byte[] start) {
    try {
      ByteBuffer in = ByteBuffer.wrap(start, markBytes, start.length - markBytes);
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(in)
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a decoder that replaces what it cannot decode", e);
    }
  }

  /** For people: {@code UTF-8}, {@code windows-1252 (guessed)}. */
  public String text() {
    return charset.name() + (isGuessed ? " (guessed)" : "");
  }
}
