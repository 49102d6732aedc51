package dev.hourglass.tasks.fuzz;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.read.ReadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Arrays whose headers promise what is not there, or what no memory holds. */
final class ArrayAttacks {
  private static final List<String> TYPES =
      List.of("<f4", "<f8", "|u1", "<i8", ">f4", "<f2", "|b1", "<u8", "=f4", "<c8", "|O", "<U5");

  private static final List<String> ODD_TYPES =
      List.of("", "f4", "|S3", "<f16", "<m8[ns]", "><f4", "<f4'", "<f999999999999");

  private static final List<String> SHAPES =
      List.of(
          "(6, 4)",
          "(6, 4)",
          "(6, 2, 2)",
          "(6,)",
          "()",
          "(24,)",
          "(0, 4)",
          "(6, 0)",
          "(-6, -4)",
          "(9223372036854775807, 2)",
          "(4294967296, 4294967296)",
          "(99999999999999999999,)",
          "(2147483648, 0)",
          "(6L, 4L)",
          "(6, 4,)",
          "(,)",
          "(6,,4)",
          "(6 4)",
          "(1, 1, 1, 24)",
          "(1, 3, 2, 4)",
          "(2, 3, 4, 1)",
          "(3, 2, 2, 2)",
          "(1, 24)",
          "(24, 1)",
          "(6, 4",
          "6, 4",
          "(6.0, 4)",
          "(+6, 4)",
          "( 6 , 4 )",
          "(True, 24)",
          "(46341, 46341)",
          "(0, 2147483648)",
          "(" + "1, ".repeat(33) + ")",
          "(1, 1, 24)",
          "(0, 9223372036854775807)");

  private static final List<Integer> SIDES =
      List.of(0, 1, -1, 2, 3, 28, 46341, 65536, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE);

  private static final List<String> NAMES =
      List.of("x", "y", "../x", "arr_", "x/y", "\u001b[31m", "a:b", "\u0000", "é", "n".repeat(900));

  // APPNOTE.TXT, 4.3.12: where an entry of the directory has what.
  private static final int DIRECTORY_MAGIC = 0x02014b50;
  private static final int DIRECTORY_ENTRY = 46;
  private static final int PACKED_SIZE = 20;
  private static final int UNPACKED_SIZE = 24;

  private ArrayAttacks() {}

  static Attack npy(Path folder, SplittableRandom random) throws IOException {
    byte[] bytes = npy(random);
    boolean packed = random.nextInt(6) == 0;
    Path file = folder.resolve(packed ? "forged.npy.gz" : "forged.npy");
    return attack("npy", file, packed ? Damage.gzip(bytes) : bytes, random);
  }

  static Attack npz(Path folder, SplittableRandom random) throws IOException {
    int entries = random.nextInt(20) == 0 ? 3_000 : random.nextInt(0, 4);
    byte[] bytes = zip(entries, random);
    String what = entries + " arrays";
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        what += ", any damage";
        bytes = Damage.any(bytes, random);
      }
      case 2 -> {
        what += ", sizes forged";
        forgeSizes(bytes, random);
      }
      default -> {}
    }
    Path file = Files.write(folder.resolve("forged.npz"), bytes);
    ReadOptions options = DataUse.options(random);
    String name = random.nextInt(3) == 0 ? ":" + Damage.one(random, NAMES) + "0" : "";
    return new Attack(
        what + name, file, () -> DataUse.use(file + name, options), Set.of(DataException.class));
  }

  private static byte[] zip(int entries, SplittableRandom random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries; i++) {
        String extension = random.nextInt(5) > 0 ? ".npy" : Damage.one(random, "", "/", ".NPY");
        zip.putNextEntry(new ZipEntry(Damage.one(random, NAMES) + i + extension));
        if (!extension.equals("/")) {
          zip.write(
              switch (random.nextInt(4)) {
                case 0 -> npy(random);
                case 1 -> npyBytes(random, "<f4", "(1000000000, 4)", 1_000);
                default -> npyBytes(random, "<f4", "(6, 4)", 96);
              });
        }
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** Other sizes, packed or unpacked, in the archive's directory. */
  private static void forgeSizes(byte[] zip, SplittableRandom random) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + DIRECTORY_ENTRY <= zip.length; at++) {
      if (bytes.getInt(at) == DIRECTORY_MAGIC) {
        int field = at + (random.nextBoolean() ? PACKED_SIZE : UNPACKED_SIZE);
        bytes.putInt(
            field, Damage.one(random, 0, 1, -1, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE));
      }
    }
  }

  static Attack idx(Path folder, SplittableRandom random) throws IOException {
    int[] types = {0x8, 0x9, 0xB, 0xC, 0xD, 0xE};
    int[] widths = {1, 1, 2, 4, 4, 8};
    int kind = random.nextInt(types.length);
    byte[] bytes;
    String what;
    if (random.nextInt(3) == 0) {
      int[] sides = random.ints(random.nextInt(1, 9), 0, SIDES.size()).map(SIDES::get).toArray();
      what = "sides " + Arrays.toString(sides);
      bytes = idxBytes(types[kind], sides, random.nextInt(300));
    } else {
      int[] sides = random.ints(random.nextInt(1, 6), 1, 5).toArray();
      what = "honest sides " + Arrays.toString(sides);
      int numbers = Arrays.stream(sides).reduce(1, (a, b) -> a * b);
      bytes = idxBytes(types[kind], sides, numbers * widths[kind]);
      if (random.nextBoolean()) {
        what = "damaged " + what;
        bytes = Damage.any(bytes, random);
      } else if (random.nextInt(4) == 0) {
        what = "odd numbers, " + what;
        Arrays.fill(
            bytes, 4 + 4 * sides.length, bytes.length, (byte) (random.nextBoolean() ? 0x7f : -1));
      }
    }
    String name = "forged-images-idx3-ubyte";
    if (random.nextInt(3) == 0) {
      bytes = Damage.gzip(bytes);
      name += ".gz";
      bytes = random.nextInt(3) == 0 ? Damage.any(bytes, random) : bytes;
    }
    return attack(what, folder.resolve(name), bytes, random);
  }

  private static Attack attack(String what, Path file, byte[] bytes, SplittableRandom random)
      throws IOException {
    Files.write(file, bytes);
    ReadOptions options = DataUse.options(random);
    return new Attack(
        what, file, () -> DataUse.use(file.toString(), options), Set.of(DataException.class));
  }

  private static byte[] npy(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      int width = Damage.one(random, 1, 2, 4, 8);
      String type = Damage.one(random, "<", ">") + (width == 1 ? "u1" : "f" + width);
      return npyBytes(random, type, Damage.one(random, "(6, 4)", "(24,)", "(2, 3, 4)"), 24 * width);
    }
    String type = Damage.one(random, random.nextInt(4) > 0 ? TYPES : ODD_TYPES);
    int payload = Damage.one(random, 0, 24, 48, 96, 96, 192, 6, 12, 30, 144, 288);
    byte[] bytes = npyBytes(random, type, Damage.one(random, SHAPES), payload);
    return random.nextInt(5) == 0 ? Damage.any(bytes, random) : bytes;
  }

  private static byte[] npyBytes(SplittableRandom random, String type, String shape, int payload) {
    String order = random.nextInt(5) > 0 ? "False" : Damage.one(random, "True", "0", "None");
    String text = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n";
    String header = text.formatted(type, order, shape);
    header =
        switch (random.nextInt(20)) {
          case 0 -> header.replace("(", "(" + " ".repeat(9_000));
          case 1 -> "";
          case 2 -> "{'descr': '<f4'}";
          case 3 -> header + header;
          case 4 -> "\0".repeat(50);
          case 5 -> "['shape', '(', ".repeat(400);
          default -> header;
        };
    byte[] said = header.getBytes(StandardCharsets.ISO_8859_1);
    int version = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(1, 4);
    int length =
        random.nextInt(10) == 0
            ? Damage.one(random, 0, 1, -1, 65_535, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE)
            : said.length;
    ByteBuffer buffer =
        ByteBuffer.allocate(12 + said.length + payload).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      buffer.putShort((short) length);
    } else {
      buffer.putInt(length);
    }
    buffer.put(said);
    byte[] numbers = new byte[payload];
    int kind = random.nextInt(5);
    for (int i = 0; i < payload; i++) {
      numbers[i] =
          (byte) (kind == 0 ? 0xff : kind == 1 ? random.nextInt(256) : kind == 2 ? 0 : i % 64);
    }
    buffer.put(numbers);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static byte[] idxBytes(int type, int[] sides, int payload) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sides.length + payload);
    buffer.putInt(type << 8 | sides.length);
    for (int side : sides) {
      buffer.putInt(side);
    }
    for (int i = 0; i < payload; i++) {
      buffer.put((byte) (i * 31 & 0x3f));
    }
    return buffer.array();
  }
}
