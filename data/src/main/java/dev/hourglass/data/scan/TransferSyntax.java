package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import java.nio.file.Path;

/** How the bytes of a DICOM file are laid out, by its unique name (PS3.6, annex A). */
final class TransferSyntax {
  static final String IMPLICIT = "1.2.840.10008.1.2";
  static final String EXPLICIT = "1.2.840.10008.1.2.1";

  private static final String JPEG = "1.2.840.10008.1.2.4.";

  private static final int LONGEST = 64;

  private TransferSyntax() {}

  /**
   * Whether elements tell their kind.
   *
   * @throws DataException if the syntax is one that is not read
   */
  static boolean isExplicit(Path path, String syntax) {
    return switch (syntax) {
      case IMPLICIT -> false;
      case EXPLICIT -> true;
      default ->
          throw new DataException(
              "%s: is %s (transfer syntax %s), but uncompressed little-endian DICOM is expected;"
                      .formatted(path, name(syntax), told(syntax))
                  + " convert it with a program that does, such as gdcmconv (its option 'raw'),"
                  + " dcmconv or dcmdjpeg");
    };
  }

  /** What else stands there in a damaged file may be anything, a person's name included. */
  private static boolean isName(String syntax) {
    return syntax.length() <= LONGEST
        && syntax.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
  }

  private static String told(String syntax) {
    return syntax.isEmpty() ? "not told" : isName(syntax) ? syntax : "damaged";
  }

  private static String name(String syntax) {
    if (syntax.startsWith(JPEG)) {
      return "compressed with " + jpeg(syntax.substring(JPEG.length()));
    }
    return switch (syntax) {
      case "1.2.840.10008.1.2.1.99" -> "deflated";
      case "1.2.840.10008.1.2.2" -> "big-endian";
      case "1.2.840.10008.1.2.5" -> "compressed with RLE";
      case "" -> "of no known layout";
      default -> "laid out or compressed in another way";
    };
  }

  private static String jpeg(String number) {
    return switch (number) {
      case "50", "51" -> "JPEG";
      case "57", "70" -> "lossless JPEG";
      case "80", "81" -> "JPEG-LS";
      case "90", "91", "92", "93" -> "JPEG 2000";
      case "201", "202", "203" -> "High-Throughput JPEG 2000";
      case "100", "101", "102", "103", "104", "105", "106" -> "MPEG";
      case "107", "108" -> "HEVC";
      default -> "JPEG or a relative";
    };
  }
}
