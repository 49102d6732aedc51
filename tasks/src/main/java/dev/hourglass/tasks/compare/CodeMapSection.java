package dev.hourglass.tasks.compare;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import dev.hourglass.tasks.report.ScatterChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The test codes in the plane, coloured by class. */
final class CodeMapSection {
  private static final String OTHERS = "others";

  private CodeMapSection() {}

  /**
   * Classes as they are coloured: each has a hue as long as there are enough, else the largest have
   * and the rest share the last.
   */
  private record Coloring(int[] hueOfClass, List<String> names) {
    static Coloring of(Labels labels) {
      int classes = labels.classes();
      if (classes <= Palette.labels()) {
        return new Coloring(IntStream.range(0, classes).toArray(), labels.names());
      }
      int[] counts = labels.counts();
      List<Integer> largest =
          IntStream.range(0, classes)
              .boxed()
              .sorted(Comparator.comparingInt((Integer c) -> -counts[c]))
              .limit(Palette.labels() - 1L)
              .sorted()
              .toList();
      int[] hues = new int[classes];
      Arrays.fill(hues, largest.size());
      List<String> names = new ArrayList<>();
      for (int c : largest) {
        hues[c] = names.size();
        names.add(labels.names().get(c));
      }
      names.add(OTHERS);
      return new Coloring(hues, names);
    }
  }

  static void addTo(Page page, Look look) {
    Optional<Labels> labels = look.result().data().test().labels();
    Coloring coloring = labels.map(Coloring::of).orElse(new Coloring(new int[] {0}, List.of()));
    StringBuilder html = new StringBuilder();
    if (!coloring.names.isEmpty()) {
      html.append("<ul class=\"legend\">");
      for (int k = 0; k < coloring.names.size(); k++) {
        html.append(
            "<li class=\"%1$s\"><i class=\"dot %1$s\"></i>%2$s</li>"
                .formatted(Palette.label(k), Html.text(coloring.names.get(k))));
      }
      html.append("</ul>");
    }
    html.append("<div class=\"grid\">");
    for (ModelResult model : look.models()) {
      CodeMap map = model.code().map();
      int[] colors = new int[map.rows().length];
      labels.ifPresent(
          l -> Arrays.setAll(colors, i -> coloring.hueOfClass[l.values()[map.rows()[i]]]));
      ScatterChart chart =
          new ScatterChart("Code map of " + model.name(), map.points(), colors, coloring.names);
      String remark =
          map.projected()
              ? "%s%% of the variance".formatted(Math.round(100 * map.share()))
              : "the code itself";
      html.append("<figure>")
          .append(look.heading(model, remark))
          .append(chart.svg())
          .append("</figure>");
    }
    html.append("</div>");
    page.add(
        "maps",
        "Code maps",
        "Code maps",
        "Every dot is a test sample’s code, seen along the two directions in which a model’s codes"
            + " vary most (PCA; no neighbour embedding, whose islands would flatter every model);"
            + " how much of all variation that is stands beside its name."
            + (coloring.names.isEmpty()
                ? " Clusters are samples that the model holds to be alike."
                : " Classes that lie apart here are told apart by the code; those on top of each"
                    + " other may still part in the directions out of view. Point at a class in the"
                    + " legend to see it alone."),
        html.toString());
  }
}
