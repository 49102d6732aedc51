package dev.hourglass.data.array;

import dev.hourglass.data.dataset.DataException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python dictionary at the head of a .npy file, for instance {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (60000, 784), }}.
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is being read
public record NpyHeader(ElementType type, ByteOrder order, boolean columnMajor, long[] dimensions) {

  /** numpy refuses longer ones too unless told otherwise. */
  public static final int LONGEST = 10_000;

  private static final int MOST_DIMENSIONS = 32;
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\s\\d,L]*)\\)");

  /**
   * Reads the dictionary.
   *
   * @throws DataException if it lacks an entry or says something that cannot be read
   */
  public static NpyHeader parse(Path path, String text) {
    String descr = find(DESCR, "descr (a plain number type, not a structured one)", text, path);
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
    return new NpyHeader(type, order, columnMajor, dimensions);
  }

  private static DataException unknownType(Path path, String descr) {
    return new DataException(
        path
            + ": holds numbers of type '"
            + descr
            + "'; bool, integers of 8 to 64 bits and floats of 16, 32 and 64 bits are understood. "
            + "Convert with array.astype('float32')");
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
