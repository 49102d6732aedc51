package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Walks the elements of a DICOM file (PS3.5, chapter 7) and keeps those that an image needs; all
 * others, names and dates among them, are stepped over unread.
 *
 * @param path for messages
 * @param file its bytes
 */
record DicomElements(Path path, MemorySegment file) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final long OPEN = 0xFFFFFFFFL;
  private static final int DEEPEST = 32;

  /** Kinds of values whose length has four bytes and two unused ones before it. */
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  /** What becomes of the elements of a data set. */
  enum Where {
    TOP,
    ALL_FRAMES,
    EACH_FRAME,
    NOWHERE
  }

  /** What is being read: into whom, how, how deep. */
  private record Level(Where where, DicomAttributes into, boolean explicit, int depth) {
    Level within(int tag, boolean unknown) {
      return new Level(child(tag), into, explicit && !unknown, depth + 1);
    }

    private Where child(int tag) {
      return switch (where) {
        case TOP ->
            tag == DicomTag.ALL_FRAMES
                ? Where.ALL_FRAMES
                : tag == DicomTag.EACH_FRAME ? Where.EACH_FRAME : Where.NOWHERE;
        case ALL_FRAMES, EACH_FRAME -> DicomTag.GROUPS.contains(tag) ? where : Where.NOWHERE;
        case NOWHERE -> Where.NOWHERE;
      };
    }
  }

  /** One element's head. */
  private record Head(int tag, String kind, long length, long value) {
    boolean isOpen() {
      return length == OPEN;
    }
  }

  /**
   * The attributes of a data set.
   *
   * @param at where it begins
   * @param explicit whether elements tell their kind
   */
  DicomAttributes read(long at, boolean explicit) {
    DicomAttributes all = new DicomAttributes(path, file);
    walk(at, file.byteSize(), new Level(Where.TOP, all, explicit, 0));
    return all;
  }

  /** The spelling of what follows the file's meta group, and where that begins. */
  record Meta(String syntax, long end) {}

  /** Reads the meta group, which begins here and is always explicit. */
  Meta meta(long at) {
    String syntax = "";
    long place = at;
    while (place + 8 <= file.byteSize() && (tag(place) >>> 16) == 2) {
      Head head = head(place, true);
      checked(head, file.byteSize());
      if (head.tag == DicomTag.TRANSFER_SYNTAX) {
        syntax = text(file, head.value, head.length);
      }
      place = head.value + head.length;
    }
    return new Meta(syntax, place);
  }

  /** Whether an element that begins here tells its kind. */
  boolean looksExplicit(long at) {
    return isUpper(at + 4) && isUpper(at + 5);
  }

  private boolean isUpper(long at) {
    byte letter = at < file.byteSize() ? file.get(ValueLayout.JAVA_BYTE, at) : 0;
    return letter >= 'A' && letter <= 'Z';
  }

  /** Reads elements up to an end, or up to that of the item they are in; returns what follows. */
  private long walk(long from, long to, Level level) {
    if (level.depth > DEEPEST) {
      throw damaged("its sequences lie deeper in each other than %d".formatted(DEEPEST));
    }
    long at = from;
    while (at + 8 <= to) {
      int tag = tag(at);
      if (tag == ITEM_END || tag == SEQUENCE_END) {
        return at + 8;
      }
      Head head = head(at, level.explicit);
      if (head.isOpen()) {
        if (head.tag == DicomTag.PIXELS && level.where == Where.TOP) {
          throw damaged("its pixels come in pieces, as compressed ones do, and it says otherwise");
        }
        at = items(head.value, to, level.within(head.tag, head.kind.equals("UN")), level.into);
        continue;
      }
      checked(head, to);
      take(head, level);
      at = head.value + head.length;
      if (head.tag == DicomTag.PIXELS && level.where == Where.TOP) {
        return at;
      }
    }
    return to;
  }

  private void take(Head head, Level level) {
    Level within = level.within(head.tag, false);
    if (within.where != Where.NOWHERE) {
      items(head.value, head.value + head.length, within, level.into);
    } else if (level.where != Where.NOWHERE && DicomTag.KEPT.contains(head.tag)) {
      level.into.put(head.tag, head.value, head.length);
    }
  }

  /** Reads the items of a sequence; returns what follows it. */
  private long items(long from, long to, Level level, DicomAttributes into) {
    long at = from;
    List<DicomAttributes> frames = new ArrayList<>();
    boolean each = level.where == Where.EACH_FRAME && level.depth == 1;
    while (at + 8 <= to) {
      int tag = tag(at);
      long length = Integer.toUnsignedLong(file.get(INT, at + 4));
      at += 8;
      if (tag == SEQUENCE_END) {
        break;
      }
      if (tag != ITEM) {
        throw damaged("a sequence in it holds something that is no item");
      }
      DicomAttributes own = into;
      if (each) {
        own = new DicomAttributes(path, file);
        frames.add(own);
      }
      Level item = new Level(level.where, own, level.explicit, level.depth);
      if (length == OPEN) {
        at = walk(at, to, item);
      } else {
        if (length > to - at) {
          throw cutOff(length, to - at);
        }
        walk(at, at + length, item);
        at += length;
      }
    }
    if (each) {
      into.frames(frames);
    }
    return at;
  }

  private Head head(long at, boolean explicit) {
    int tag = tag(at);
    if (!explicit) {
      return new Head(tag, "", Integer.toUnsignedLong(file.get(INT, at + 4)), at + 8);
    }
    if (!looksExplicit(at)) {
      throw damaged("an element in it does not tell its kind where it should");
    }
    String kind = text(file, at + 4, 2);
    if (!LONG.contains(kind)) {
      return new Head(tag, kind, Short.toUnsignedInt(file.get(SHORT, at + 6)), at + 8);
    }
    if (at + 12 > file.byteSize()) {
      throw cutOff(12, file.byteSize() - at);
    }
    return new Head(tag, kind, Integer.toUnsignedLong(file.get(INT, at + 8)), at + 12);
  }

  private int tag(long at) {
    return Short.toUnsignedInt(file.get(SHORT, at)) << 16
        | Short.toUnsignedInt(file.get(SHORT, at + 2));
  }

  private void checked(Head head, long to) {
    if (head.length > to - head.value) {
      throw cutOff(head.length, to - head.value);
    }
  }

  static String text(MemorySegment file, long at, long length) {
    byte[] bytes = file.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
  }

  private DataException cutOff(long said, long there) {
    return damaged(
        "it ends early: an element of %,d bytes is announced where %,d are left"
            .formatted(said, Math.max(0, there)));
  }

  private DataException damaged(String why) {
    return new DataException(
        "%s: this DICOM file is damaged: %s; export it again, or remove it".formatted(path, why));
  }
}
