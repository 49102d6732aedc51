package dev.hourglass.data.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Writes DICOM files for tests: elements of bytes, told explicitly or not. */
public final class DicomBytes {
  public static final String PATIENT = "Muster^Erika";

  private final TreeMap<Integer, byte[]> values = new TreeMap<>(Integer::compareUnsigned);
  private final TreeMap<Integer, String> kinds = new TreeMap<>(Integer::compareUnsigned);
  private String syntax = TransferSyntax.EXPLICIT;
  private boolean preamble = true;

  /** 16 bits, MONOCHROME2, no window, of somebody. */
  public static DicomBytes grey(int width, int height, int frames, short[] pixels) {
    DicomBytes file = new DicomBytes();
    file.text(0x0008_0060, "CS", "MR").text(0x0010_0010, "PN", PATIENT);
    file.text(0x0010_0020, "LO", "PATIENT-XQZWJ").text(0x0010_0030, "DA", "19640812");
    file.number(DicomTag.CHANNELS, 1).text(DicomTag.PHOTOMETRIC, "CS", "MONOCHROME2");
    file.number(DicomTag.ROWS, height).number(DicomTag.COLUMNS, width);
    file.number(DicomTag.BITS_ALLOCATED, 16).number(DicomTag.BITS_STORED, 16);
    file.number(DicomTag.HIGH_BIT, 15).number(DicomTag.SIGNED, 0);
    if (frames > 1) {
      file.text(DicomTag.FRAMES, "IS", Integer.toString(frames));
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(pixels);
    return file.bytes(DicomTag.PIXELS, "OW", bytes.array());
  }

  public DicomBytes text(int tag, String kind, String text) {
    String even = text.length() % 2 == 0 ? text : text + " ";
    return bytes(tag, kind, even.getBytes(StandardCharsets.ISO_8859_1));
  }

  public DicomBytes number(int tag, int value) {
    return bytes(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  public DicomBytes bytes(int tag, String kind, byte[] value) {
    values.put(tag, value);
    kinds.put(tag, kind);
    return this;
  }

  public DicomBytes without(int tag) {
    values.remove(tag);
    return this;
  }

  public DicomBytes syntax(String name) {
    syntax = name;
    return this;
  }

  public DicomBytes withoutPreamble() {
    preamble = false;
    return this;
  }

  /** The elements alone: an item of a sequence. */
  public byte[] elements(boolean explicit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    values.forEach((tag, value) -> put(out, tag, kinds.get(tag), value, explicit));
    return out.toByteArray();
  }

  public byte[] file() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (preamble) {
      out.writeBytes(new byte[128]);
      out.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
      byte[] name =
          (syntax.length() % 2 == 0 ? syntax : syntax + "\0").getBytes(StandardCharsets.ISO_8859_1);
      put(out, 0x0002_0001, "OB", new byte[] {0, 1}, true);
      put(out, DicomTag.TRANSFER_SYNTAX, "UI", name, true);
    }
    out.writeBytes(elements(!syntax.equals(TransferSyntax.IMPLICIT)));
    return out.toByteArray();
  }

  /** A sequence of items, each open or with its length. */
  public static byte[] sequence(boolean open, byte[]... items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] item : items) {
      out.writeBytes(
          little(8)
              .putShort((short) 0xFFFE)
              .putShort((short) 0xE000)
              .putInt(open ? -1 : item.length)
              .array());
      out.writeBytes(item);
      if (open) {
        out.writeBytes(
            little(8).putShort((short) 0xFFFE).putShort((short) 0xE00D).putInt(0).array());
      }
    }
    if (open) {
      out.writeBytes(little(8).putShort((short) 0xFFFE).putShort((short) 0xE0DD).putInt(0).array());
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(
      ByteArrayOutputStream out, int tag, String kind, byte[] value, boolean explicit) {
    ByteBuffer head = little(12).putShort((short) (tag >>> 16)).putShort((short) tag);
    boolean open = kind.equals("SQ open");
    int length = open ? -1 : value.length;
    if (!explicit) {
      head.putInt(length);
    } else {
      head.put(kind.substring(0, 2).getBytes(StandardCharsets.ISO_8859_1));
      if (kind.startsWith("O") || kind.startsWith("SQ")) {
        head.putShort((short) 0).putInt(length);
      } else {
        head.putShort((short) length);
      }
    }
    out.write(head.array(), 0, head.position());
    out.writeBytes(value);
  }
}
