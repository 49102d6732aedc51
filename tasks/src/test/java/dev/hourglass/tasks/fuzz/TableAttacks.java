package dev.hourglass.tasks.fuzz;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.TableOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Tables and lists of labels as nobody should write them. */
final class TableAttacks {
  private static final List<String> CELLS =
      List.of(
          "1",
          "2.5",
          "-3e4",
          "",
          "NA",
          "?",
          "null",
          "x",
          "red",
          "NaN",
          "inf",
          "-Infinity",
          "1e999",
          "1e-999",
          "0x10",
          "1f",
          "1d",
          "1,5",
          "\"a b\"",
          "\"a\"\"b\"",
          "\"x\ny\"",
          "\"",
          "é",
          "\u0000",
          "1 000",
          "٣",
          " 7 ",
          "+1",
          "1_000",
          "9".repeat(400),
          "1e308",
          "-1e308",
          "4.9e-324",
          "'1'",
          "\uFEFF1",
          "true",
          "2026-01-01",
          "１２",
          "\uD800",
          "\u001b[31m",
          "12%",
          "1.000,5",
          "23:59:60",
          "2026-13-45T99:99",
          "€ 5",
          "−4",
          "x".repeat(5_000));

  private static final List<String> ODD =
      List.of(
          "",
          "\n",
          "\n\n\n",
          ",",
          ",,,\n,,,\n",
          "\"\"",
          "\"",
          "a",
          "a\n",
          "a,a\n1,2\n",
          "a,b\n",
          "\uFEFF",
          "\uFEFFa,b\n1,2",
          "1\n2\n3",
          "a\n\n\n1\n\n2\n",
          "\r\r\r",
          "a,\n1,\n2,\n",
          ",a\n,1\n",
          "a;b,c\n1;2,3\n",
          "x\n" + "NA\n".repeat(50),
          "x\n" + "1\n".repeat(50),
          "  \n  \n",
          "\t\n\t\n",
          "#c\n1,2\n",
          "a,b\n1,2\n\0",
          "\"a\nb\",c\n1,2\n",
          "sep=;\n",
          "sep=;\na;b\n1;2\n",
          "a,b\n\"1\"\"\"2,3\n",
          "# t\n# u\n\na b\n1 2\n3 4\n");

  private TableAttacks() {}

  static Attack table(Path folder, SplittableRandom random) throws IOException {
    String what;
    byte[] bytes;
    switch (random.nextInt(12)) {
      case 0 -> {
        what = "any damage";
        bytes = Damage.any(cells(random, 0).getBytes(StandardCharsets.UTF_8), random);
      }
      case 1 -> {
        what = "odd text";
        bytes = Damage.one(random, ODD).getBytes(StandardCharsets.UTF_8);
      }
      case 2 -> {
        what = "UTF-16";
        byte[] text = cells(random, 1).getBytes(StandardCharsets.UTF_16);
        bytes = random.nextBoolean() ? text : Damage.any(text, random);
      }
      case 3 -> {
        int columns = Damage.one(random, 1_000, 20_000);
        what = columns + " columns";
        bytes = ("1,2,".repeat(columns / 2) + "\n").repeat(3).getBytes(StandardCharsets.UTF_8);
      }
      case 4 -> {
        int length = Damage.one(random, 100_000, 3_000_000);
        what = "a cell of " + length;
        byte[] long1 = new byte[length];
        Arrays.fill(long1, Damage.one(random, (byte) 'x', (byte) '"', (byte) ' ', (byte) '9'));
        bytes = Damage.joined("a,b\n1,".getBytes(StandardCharsets.UTF_8), long1);
      }
      case 5 -> {
        int count = Damage.one(random, 99, 1_001, 5_000);
        what = count + " categories";
        StringBuilder text = new StringBuilder("k,v\n");
        for (int i = 0; i < 3 * count; i++) {
          text.append('k').append(i % count).append(',').append(i).append('\n');
        }
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      }
      default -> {
        int hostile = random.nextInt(4);
        what = "cells, hostile " + hostile;
        bytes = cells(random, hostile).getBytes(StandardCharsets.UTF_8);
      }
    }
    boolean packed = random.nextInt(6) == 0;
    if (packed) {
      bytes = Damage.gzip(bytes);
      bytes = random.nextInt(3) == 0 ? Damage.any(bytes, random) : bytes;
    }
    Path file = Files.write(folder.resolve(packed ? "forged.csv.gz" : "forged.csv"), bytes);
    ReadOptions options = options(random);
    return new Attack(
        what, file, () -> DataUse.use(file.toString(), options), Set.of(DataException.class));
  }

  static Attack labels(Path folder, SplittableRandom random) throws IOException {
    StringBuilder text = new StringBuilder();
    int count = Damage.one(random, 20, 20, 20, 19, 21, 0, 1);
    int hostile = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(6) < hostile ? Damage.one(random, CELLS) : "" + i % 3);
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    String name = Damage.one(random, "labels.txt", "labels.csv", "labels.npy", "labels-idx1-ubyte");
    Path file =
        Files.write(
            folder.resolve(name), random.nextInt(3) == 0 ? Damage.any(bytes, random) : bytes);
    ReadOptions options = ReadOptions.defaults().withLabelsFile(file);
    return new Attack(
        name + " of " + count,
        file,
        () -> {
          RawData raw = DataReader.read("digits:20", options);
          if (raw.labels().isEmpty()) {
            throw new IllegalStateException("no labels");
          }
        },
        Set.of(DataException.class));
  }

  private static String cells(SplittableRandom random, int hostile) {
    String separator = Damage.one(random, ",", ";", "\t", "|", " ");
    int columns = random.nextInt(1, 6);
    StringBuilder text = new StringBuilder();
    for (int row = random.nextInt(1, 30); row > 0; row--) {
      for (int column = 0; column < columns; column++) {
        text.append(column > 0 ? separator : "");
        text.append(
            random.nextInt(10) < hostile
                ? Damage.one(random, CELLS)
                : Integer.toString(random.nextInt(100)));
      }
      text.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
    }
    return text.toString();
  }

  private static ReadOptions options(SplittableRandom random) {
    ReadOptions options = ReadOptions.defaults();
    if (random.nextInt(3) == 0) {
      options = options.withHeader(Damage.one(random, TableOptions.Header.values()));
    }
    if (random.nextInt(6) == 0) {
      options = options.withLabel(Damage.one(random, "1", "-1", "zz"));
    }
    if (random.nextInt(6) == 0) {
      options = options.withCategorical(List.of("1"));
    }
    if (random.nextInt(6) == 0) {
      options = options.withIgnore(List.of("-1"));
    }
    if (random.nextInt(4) == 0) {
      options = options.withNanIsMissing(true);
    }
    return random.nextInt(8) == 0 ? options.withLimit(2) : options;
  }
}
