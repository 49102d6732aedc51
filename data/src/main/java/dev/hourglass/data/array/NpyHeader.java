package dev.hourglass.data.array;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python dictionary at the head of a .npy file, for instance {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (60000, 784), }}.
 *
 * @param type what one number is
 * @param order the numbers' byte order
 * @param columnMajor whether the first index runs fastest
 * @param dimensions the array's lengths; none of a single number
 * @param length how many bytes stand before the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is being read
public record NpyHeader(
    ElementType type, ByteOrder order, boolean columnMajor, long[] dimensions, long length) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** numpy refuses longer ones too unless told otherwise. */
  public static final int LONGEST = 10_000;

  /** The bytes that every .npy file begins with. */
  public static byte[] magic() {
    return MAGIC.clone();
  }

  /** Whether these first bytes of a file (unpacked) begin a .npy file. */
  public static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads all that stands before the numbers, leaving the stream at the first of them.
   *
   * @throws DataException if it is none
   */
  public static NpyHeader read(Path path, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!hasMagic(magic)) {
      throw new DataException(
          path
              + ": is no .npy file: it does not begin with \\x93NUMPY. "
              + "Write it with numpy.save(path, array)");
    }
    byte[] versions = in.readNBytes(2);
    int version = versions.length < 2 ? 0 : versions[0];
    if (version < 1 || version > 3) {
      throw new DataException(
          path + ": has .npy version " + version + "; versions 1, 2 and 3 are understood");
    }
    byte[] length = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
    long announced = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      announced = announced << 8 | length[i] & 0xFF;
    }
    byte[] text = in.readNBytes((int) Math.min(announced, LONGEST));
    if (length.length < (version == 1 ? Short.BYTES : Integer.BYTES)
        || text.length < Math.min(announced, LONGEST)) {
      throw new DataException(
          path + ": ends within its header; the file was cut short, write it again");
    }
    if (announced > LONGEST) {
      throw new DataException(
          path
              + ": its header of %d bytes is longer than any array needs; the file is damaged"
                  .formatted(announced));
    }
    long all = magic.length + versions.length + length.length + announced;
    return parse(path, new String(text, StandardCharsets.UTF_8), all);
  }

  private static final int MOST_DIMENSIONS = 32;
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern STRUCTURED = Pattern.compile("['\"]descr['\"]\\s*:\\s*\\[");
  private static final Pattern FIELD = Pattern.compile("\\(\\s*['\"]([^'\"]*)['\"]\\s*,");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\s\\d,L]*)\\)");

  private static NpyHeader parse(Path path, String text, long length) {
    refuseStructured(path, text);
    String descr = find(DESCR, "descr", text, path);
    boolean columnMajor = find(FORTRAN, "fortran_order", text, path).equals("True");
    long[] dimensions = dimensions(find(SHAPE, "shape", text, path), path);
    ByteOrder order =
        switch (descr.isEmpty() ? ' ' : descr.charAt(0)) {
          case '<', '|' -> ByteOrder.LITTLE_ENDIAN;
          case '>' -> ByteOrder.BIG_ENDIAN;
          case '=' -> ByteOrder.nativeOrder();
          default -> throw unknownType(path, descr);
        };
    ElementType type =
        switch (descr.substring(1)) {
          case "b1" -> ElementType.BOOL;
          case "u1" -> ElementType.U1;
          case "i1" -> ElementType.I1;
          case "u2" -> ElementType.U2;
          case "i2" -> ElementType.I2;
          case "u4" -> ElementType.U4;
          case "i4" -> ElementType.I4;
          case "u8" -> ElementType.U8;
          case "i8" -> ElementType.I8;
          case "f2" -> ElementType.F2;
          case "f4" -> ElementType.F4;
          case "f8" -> ElementType.F8;
          default -> throw unknownType(path, descr);
        };
    return new NpyHeader(type, order, columnMajor, dimensions, length);
  }

  private static void refuseStructured(Path path, String text) {
    if (!STRUCTURED.matcher(text).find()) {
      return;
    }
    List<String> names = FIELD.matcher(text).results().map(field -> field.group(1)).toList();
    throw new DataException(
        path
            + ": is a structured array with the fields %s; save those wanted as columns of one number"
                .formatted(ShortList.of(names))
            + " type, for instance with numpy.lib.recfunctions.structured_to_unstructured");
  }

  private static DataException unknownType(Path path, String descr) {
    return new DataException(
        path
            + ": holds numbers of type '"
            + descr
            + "'%s; bool, integers of 8 to 64 bits and floats of 16, 32 and 64 bits are understood. "
                .formatted(meaning(descr))
            + remedy(descr));
  }

  private static String meaning(String descr) {
    return switch (kind(descr)) {
      case 'c' -> " (complex)";
      case 'O' -> " (Python objects)";
      case 'U', 'S' -> " (texts)";
      case 'M', 'm' -> " (times)";
      default -> "";
    };
  }

  private static String remedy(String descr) {
    return switch (kind(descr)) {
      case 'c' -> "Save real and imaginary parts as columns: numpy.c_[a.real, a.imag]";
      case 'M', 'm' -> "Convert with array.astype('int64')";
      case 'U', 'S', 'O' -> "Save texts as a table (.csv)";
      default -> "Convert with array.astype('float32')";
    };
  }

  private static char kind(String descr) {
    return descr.length() < 2 ? ' ' : descr.charAt(1);
  }

  private static String find(Pattern pattern, String what, String text, Path path) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text.strip();
      throw new DataException(path + ": its header lacks " + what + "; found " + printable(shown));
    }
    return matcher.group(1);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static long[] dimensions(String text, Path path) {
    String list = text.replace("L", "").strip(); // Python 2 wrote 60000L
    if (list.isEmpty()) {
      return new long[0];
    }
    String[] parts =
        list.endsWith(",")
            ? list.substring(0, list.length() - 1).split(",", -1)
            : list.split(",", -1);
    if (parts.length > MOST_DIMENSIONS) {
      throw new DataException(path + ": has %d dimensions".formatted(parts.length));
    }
    long[] dimensions = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        dimensions[i] = Long.parseLong(parts[i].strip());
      } catch (NumberFormatException e) {
        throw new DataException(
            path + ": its header has the shape (" + text + "), which is none; the file is damaged",
            e);
      }
    }
    return dimensions;
  }

  /** The lengths for people: {@code 60000×784}. */
  public String dimensionText() {
    return NumberArray.dimensionText(dimensions);
  }

  /** The array whose numbers these are. */
  public NumberArray array(Path path, MemorySegment payload) {
    return new NumberArray(path, type, order, columnMajor, dimensions, payload);
  }
}
