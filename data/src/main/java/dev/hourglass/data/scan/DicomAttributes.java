package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where the attributes of a data set that an image needs lie in its file. */
final class DicomAttributes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final double[] NONE = {};

  /** A value's bytes. */
  record Extent(long at, long length) {}

  private final Path path;
  private final MemorySegment file;
  private final Map<Integer, Extent> values = new HashMap<>();
  private List<DicomAttributes> frames = List.of();

  DicomAttributes(Path path, MemorySegment file) {
    this.path = path;
    this.file = file;
  }

  void put(int tag, long at, long length) {
    values.putIfAbsent(tag, new Extent(at, length));
  }

  void frames(List<DicomAttributes> each) {
    frames = List.copyOf(each);
  }

  boolean has(int tag) {
    return values.containsKey(tag);
  }

  /** Of one frame, or those of all where it has none of its own. */
  private DicomAttributes of(int frame, int tag) {
    return frame < frames.size() && frames.get(frame).has(tag) ? frames.get(frame) : this;
  }

  OptionalLong lengthOf(int tag) {
    return has(tag) ? OptionalLong.of(values.get(tag).length) : OptionalLong.empty();
  }

  long placeOf(int tag) {
    return values.get(tag).at;
  }

  String text(int tag) {
    Extent extent = values.get(tag);
    return extent == null ? "" : DicomElements.text(file, extent.at, extent.length);
  }

  /** A number of two bytes without a sign. */
  OptionalInt number(int tag) {
    Extent extent = values.get(tag);
    return extent == null || extent.length < 2
        ? OptionalInt.empty()
        : OptionalInt.of(Short.toUnsignedInt(file.get(SHORT, extent.at)));
  }

  /** The same where it must be there. */
  int needed(int tag, String name) {
    return number(tag)
        .orElseThrow(
            () ->
                new DataException(
                    "%s: this DICOM file has no image: %s is missing; remove it from the folder"
                        .formatted(path, name)));
  }

  /** Numbers written as text with backslashes between them; none where there are none. */
  double[] decimals(int frame, int tag) {
    String text = of(frame, tag).text(tag);
    if (text.isEmpty()) {
      return NONE;
    }
    String[] parts = text.split("\\\\", -1);
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException _) {
        numbers[i] = Double.NaN;
      }
      if (!Double.isFinite(numbers[i])) {
        throw new DataException(
            "%s: attribute (%04X,%04X) of this DICOM file is no number; export it again, or remove it"
                .formatted(path, tag >>> 16, tag & 0xFFFF));
      }
    }
    return numbers;
  }
}
