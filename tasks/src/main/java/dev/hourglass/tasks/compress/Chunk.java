package dev.hourglass.tasks.compress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A part of a compressed file.
 *
 * @param kind what it is
 * @param number of a block, from 0
 * @param payload what it holds, checked
 * @param end where the next one begins
 */
record Chunk(Kind kind, int number, ByteBuffer payload, long end) {
  /** The first bytes of a compressed file, with the format's version. */
  static final String MAGIC = "HGZ\u0001";

  /** The last bytes. */
  static final String END = "HGZE";

  static final int HEAD_BYTES = 16;

  /** Bytes behind the index: where it begins, and the end's mark. */
  static final int TAIL_BYTES = 12;

  /** What there is. */
  enum Kind {
    HEADER("HEAD"),
    MODEL("MODL"),
    QUANTIZER("CODE"),
    LAYOUT("TABL"),
    BLOCK("DATA"),
    INDEX("INDX");

    private final int tag;

    Kind(String tag) {
      this.tag = ByteBuffer.wrap(tag.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    int tag() {
      return tag;
    }
  }

  static int checksum(Kind kind, int number, ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(kind.tag).putInt(number).flip());
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }
}
