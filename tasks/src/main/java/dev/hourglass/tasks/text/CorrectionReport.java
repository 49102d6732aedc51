package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages of what a corrector did to a text, and of how well it does on known misspellings. */
public final class CorrectionReport {
  /** More rows than anybody reads. */
  private static final int MOST_CHANGES = 1_000;

  /** Misspellings that are looked at for examples, and shown of each kind. */
  private static final int LOOKED_AT = 2_000;

  private static final int SHOWN = 25;

  private static final int SUGGESTIONS = 5;

  /** From which confidence on a change is hardly in doubt. */
  private static final double SURE = 0.9;

  private CorrectionReport() {}

  /**
   * The changes of a text, the doubtful ones first.
   *
   * @param name of the text
   * @param lines of it
   * @param changes that were made
   */
  public static String ofText(
      WordCorrector corrector, String name, long lines, List<Change> changes) {
    long doubtful = changes.stream().filter(change -> change.confidence() < SURE).count();
    Page page =
        new Page(
            "What was changed in " + name,
            "%s, %s changed; of %s the corrector is less than %.0f%% sure."
                .formatted(
                    count(lines, "line"),
                    count(changes.size(), "word"),
                    NumberText.whole(doubtful),
                    100 * SURE),
            "");
    StringBuilder rows = new StringBuilder();
    changes.stream()
        .sorted(Comparator.comparingDouble(Change::confidence))
        .limit(MOST_CHANGES)
        .forEach(
            change ->
                rows.append(
                    row(
                        change.line() + ":" + change.column(),
                        change.from(),
                        mark(change.to()),
                        sure(change.confidence()))));
    page.add(
        "changes",
        "Changes",
        "Changes",
        "The least certain first%s. The position is the line and the character in it, as the text"
                .formatted(
                    changes.size() > MOST_CHANGES
                        ? ", " + NumberText.whole(MOST_CHANGES) + " of them"
                        : "")
            + " was; confidence is the chance that the word was meant.",
        changes.isEmpty()
            ? "<p class=\"note\">None: all words were right, or nothing likelier was found.</p>"
            : table(List.of("position", "from", "to", "confidence"), rows.toString()));
    return page.html(footer(corrector));
  }

  /**
   * Figures on misspellings, with examples.
   *
   * @param pairs the figures are of
   */
  public static String ofPairs(
      WordCorrector corrector, CorrectionEvaluation figures, List<Misspelling> pairs) {
    Page page =
        new Page(
            "Misspelt words put right",
            "%s misspellings, %s of them one edit from the right word; the first suggestion is right"
                    .formatted(
                        NumberText.whole(figures.pairs()), NumberText.whole(figures.oneEdit()))
                + " in %s of them.".formatted(NumberText.percent(figures.top1())),
            "");
    page.add(
        "figures",
        "Figures",
        "How often it is right",
        "The share of misspellings; at the end a baseline, the word that is nearest in edits, and"
            + " the share of right words that it leaves as they are.",
        new BarChart(
                "Shares of misspellings",
                List.of(
                    bar("first suggestion", Palette.model(0), figures.top1()),
                    bar("of those one edit away", Palette.model(0), figures.top1OneEdit()),
                    bar("among the first five", Palette.model(0), figures.top5()),
                    bar("nearest in edits", Palette.baseline(0), figures.nearest()),
                    bar("right words untouched", Palette.model(2), figures.untouched())),
                1)
            .html());
    addExamples(page, corrector, pairs);
    return page.html(footer(corrector));
  }

  private static BarChart.Bar bar(String name, String hue, double share) {
    return new BarChart.Bar(
        name, hue, share, String.format(Locale.ROOT, "%.1f%%", 100 * share), false);
  }

  private static void addExamples(Page page, WordCorrector corrector, List<Misspelling> pairs) {
    List<Misspelling> some =
        IntStream.of(RowOrder.spread(pairs.size(), LOOKED_AT)).mapToObj(pairs::get).toList();
    List<List<Suggestion>> suggestions =
        corrector.suggestions(some.stream().map(Misspelling::typed).toList(), SUGGESTIONS);
    List<String> right = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      List<Suggestion> found = suggestions.get(i);
      Misspelling pair = some.get(i);
      boolean first =
          !found.isEmpty()
              && WordList.fold(found.getFirst().word()).equals(WordList.fold(pair.right()));
      String words =
          found.stream()
              .map(
                  each ->
                      WordList.fold(each.word()).equals(WordList.fold(pair.right()))
                          ? mark(each.word())
                          : Html.text(each.word()))
              .collect(Collectors.joining(" · "));
      String confidence = found.isEmpty() ? "" : sure(found.getFirst().confidence());
      (first ? right : wrong).add(row(pair.typed(), pair.right(), words, confidence));
    }
    List<String> header = List.of("typed", "meant", "suggested", "confidence");
    page.add(
        "wrong",
        "Wrong at first",
        "Where the first suggestion is wrong",
        "Some of them, with what is suggested, the likeliest first; the right word is marked.",
        table(header, spread(wrong)));
    page.add(
        "right",
        "Right at first",
        "Where it is right",
        "Some of them.",
        table(header, spread(right)));
  }

  private static String spread(List<String> rows) {
    return IntStream.of(RowOrder.spread(rows.size(), Math.min(SHOWN, rows.size())))
        .mapToObj(rows::get)
        .collect(Collectors.joining());
  }

  private static String count(long count, String name) {
    return NumberText.whole(count) + " " + name + (count == 1 ? "" : "s");
  }

  private static String mark(String word) {
    return "<b>" + Html.text(word) + "</b>";
  }

  private static String sure(double confidence) {
    return String.format(
        Locale.ROOT,
        "%.0f%%<span class=\"meter %s\" style=\"width:%.0fpx\"></span>",
        100 * confidence,
        confidence < SURE ? Palette.model(1) : Palette.model(0),
        60 * confidence);
  }

  /** The first two are plain text, the others markup. */
  private static String row(String first, String second, String third, String last) {
    String left = " style=\"text-align:left;white-space:normal\"";
    return "<tr><th scope=\"row\">%s</th><td%s>%s</td><td%s>%s</td><td>%s</td></tr>\n"
        .formatted(Html.text(first), left, Html.text(second), left, third, last);
  }

  private static String table(List<String> header, String rows) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      html.append(
          "<th scope=\"col\"%s>%s</th>"
              .formatted(i < header.size() - 1 ? " style=\"text-align:left\"" : "", header.get(i)));
    }
    return html.append("</tr></thead><tbody>\n")
        .append(rows)
        .append("</tbody></table></div>")
        .toString();
  }

  private static String footer(WordCorrector corrector) {
    return ("<h2>How this was made</h2><dl><dt>word list</dt><dd>%s words</dd><dt>network</dt>"
            + "<dd>%s</dd><dt>version</dt><dd>Hourglass %s</dd></dl>")
        .formatted(
            NumberText.whole(corrector.words().size()),
            Html.text(corrector.model().autoencoder().blueprint().summary()),
            Html.text(Version.current()));
  }
}
