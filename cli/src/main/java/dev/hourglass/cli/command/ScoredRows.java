package dev.hourglass.cli.command;

import dev.hourglass.data.table.RowForm;
import dev.hourglass.data.table.TableRows;
import dev.hourglass.tasks.anomaly.Contribution;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.Drift;
import dev.hourglass.tasks.anomaly.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Writes rows with what a detector says of them: blocks are read ahead on a thread of their own
 * while others are scored.
 */
final class ScoredRows {
  private final Detector detector;
  private final int explained;
  private long rows;
  private long flagged;

  /**
   * @param explained columns to name for a flagged row; 0 for no explanations
   */
  ScoredRows(Detector detector, int explained) {
    this.detector = detector;
    this.explained = explained;
  }

  /** How many rows were written. */
  long rows() {
    return rows;
  }

  /** How many of them were flagged. */
  long flagged() {
    return flagged;
  }

  /** Scores and writes all rows; the stream stays open. */
  void write(TableRows table, Drift drift, OutputStream out) throws IOException {
    List<String> names = names(table.columnNames());
    boolean begun = false;
    try (ReadAhead blocks = new ReadAhead(table)) {
      for (TableRows.Block block = blocks.next(); block != null; block = blocks.next()) {
        if (block.texts().isEmpty()) {
          continue;
        }
        byte[] text = text(block, table.form(), drift, names);
        if (!begun && table.form() == RowForm.CSV) {
          List<String> header = new ArrayList<>(table.columnNames());
          header.addAll(names);
          out.write((RowForm.CSV.text(List.of(), header) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        begun = true;
        out.write(text);
        out.flush();
        if (out instanceof PrintStream stream && stream.checkError()) {
          return; // nobody reads any more, which is said where the program ends
        }
      }
    }
  }

  /** What is appended is called, so that no column of the table is called the same. */
  private List<String> names(List<String> taken) {
    List<String> names = new ArrayList<>(List.of("score", "flag", "percentile", "pValue"));
    if (explained > 0) {
      names.add("explanation");
    }
    names.replaceAll(
        name -> {
          String free = name;
          for (int i = 2; taken.contains(free); i++) {
            free = name + "." + i;
          }
          return free;
        });
    return names;
  }

  private byte[] text(TableRows.Block block, RowForm form, Drift drift, List<String> names) {
    double[] scores = detector.scores(block.table());
    detector.count(block.table(), drift);
    List<Verdict> verdicts = Arrays.stream(scores).mapToObj(detector::verdict).toList();
    List<List<Contribution>> reasons = reasons(block, verdicts);
    StringBuilder text = new StringBuilder(scores.length * 64);
    for (int i = 0; i < scores.length; i++) {
      Verdict verdict = verdicts.get(i);
      rows++;
      flagged += verdict.flagged() ? 1 : 0;
      if (form == RowForm.CSV) {
        appendCsv(text, block.texts().get(i), verdict, reasons.get(i));
      } else {
        appendJson(text, block.texts().get(i), verdict, reasons.get(i), names);
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** An explanation asks for scores of its own, a row for every column: rows share processors. */
  private List<List<Contribution>> reasons(TableRows.Block block, List<Verdict> verdicts) {
    return IntStream.range(0, verdicts.size())
        .parallel()
        .mapToObj(
            i ->
                explained > 0 && verdicts.get(i).flagged()
                    ? detector.explain(block.table(), i, explained)
                    : List.<Contribution>of())
        .toList();
  }

  private void appendCsv(StringBuilder text, String row, Verdict verdict, List<Contribution> why) {
    text.append(row)
        .append(',')
        .append((float) verdict.score())
        .append(verdict.flagged() ? ",1," : ",0,")
        .append(rounded(verdict.percentile()))
        .append(',')
        .append((float) verdict.pValue());
    if (explained > 0) {
      List<String> words = why.stream().map(ScoredRows::words).toList();
      text.append(',').append(RowForm.CSV.text(List.of(), List.of(String.join("; ", words))));
    }
  }

  private void appendJson(
      StringBuilder text, String row, Verdict verdict, List<Contribution> why, List<String> names) {
    text.append('{').append(row);
    member(text, names.get(0)).append((float) verdict.score());
    member(text, names.get(1)).append(verdict.flagged());
    member(text, names.get(2)).append(rounded(verdict.percentile()));
    member(text, names.get(3)).append((float) verdict.pValue());
    if (explained > 0) {
      member(text, names.get(4)).append('[');
      for (Contribution part : why) {
        text.append(text.charAt(text.length() - 1) == '[' ? "{" : ",{");
        RowForm.appendJson(text, "column");
        RowForm.appendJson(text.append(':'), part.column());
        RowForm.appendJson(member(text, "seen"), part.seen());
        RowForm.appendJson(member(text, "expected"), part.expected());
        member(text, "share").append((float) part.share());
        member(text, "alone").append((float) part.alone()).append('}');
      }
      text.append(']');
    }
    text.append('}');
  }

  private static StringBuilder member(StringBuilder text, String name) {
    text.append(',');
    RowForm.appendJson(text, name);
    return text.append(':');
  }

  /** Such as {@code flow = 12.5, expected 30.1 (64%)}. */
  private static String words(Contribution part) {
    return String.format(
        Locale.ROOT,
        "%s = %s, expected %s (%.0f%%)",
        part.column(),
        part.seen().isEmpty() ? "(missing)" : part.seen(),
        part.expected(),
        100 * part.share());
  }

  private static double rounded(double percentile) {
    return Math.round(percentile * 1000) / 1000.0;
  }
}
