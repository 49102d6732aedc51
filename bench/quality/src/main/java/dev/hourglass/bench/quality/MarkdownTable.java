package dev.hourglass.bench.quality;

import java.util.ArrayList;
import java.util.List;

/** MarkdownTable of cells as a Markdown table that also reads well as plain text. */
final class MarkdownTable {

  private MarkdownTable() {}

  /** Pads the cells: the first {@code left} columns stand left, the others right. */
  static String aligned(List<String> head, List<List<String>> rows, int left) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    int[] widths = new int[head.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < all.size(); r++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = all.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        text.append("| ").append(i < left ? cell + space : space + cell).append(' ');
      }
      text.append("|\n");
      if (r == 0) {
        for (int i = 0; i < widths.length; i++) {
          text.append('|').append(i < left ? ' ' : '-').append("-".repeat(widths[i]));
          text.append(i < left ? ' ' : ':');
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
