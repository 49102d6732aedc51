package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.evaluate.Activity;
import dev.hourglass.tasks.evaluate.RandomCode;
import dev.hourglass.tasks.report.Histogram;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the code's units do: how many are active in a sample, and what each looks for. */
final class UnitSection {
  private static final int COLUMNS = 8;
  private static final int DIVERGENCES = 6;

  private UnitSection() {}

  static void addTo(Page page, Look look) {
    activity(page, look);
    if (look.hasPictures()) {
      pictures(page, look);
    }
  }

  private static void activity(Page page, Look look) {
    StringBuilder html = new StringBuilder("<div class=\"grid tiles\">");
    for (ModelResult model : look.models()) {
      Activity activity = model.code().activity();
      long[] counts = new long[model.card().codeSize() + 1];
      for (int active : activity.activeUnits()) {
        counts[active]++;
      }
      String remark =
          activity.minimum() == activity.maximum()
              ? "always %s of %s".formatted(activity.minimum(), model.card().codeSize())
              : "%s of %s"
                  .formatted(NumberText.decimals(activity.mean(), 1), model.card().codeSize());
      remark += model.code().random().map(UnitSection::divergence).orElse("");
      html.append("<figure>")
          .append(look.heading(model, remark))
          .append(
              new Histogram(
                      "Active units per sample of " + model.name(),
                      "units active in a sample",
                      look.hue(model),
                      counts)
                  .svg())
          .append("</figure>");
    }
    html.append("</div>");
    page.add(
        "activity",
        "Active units",
        "Active units",
        "How many units of the code are at work in a test sample: a bar for every number of active"
            + " units, as high as the share of samples that use as many. A unit counts as active"
            + " when its activation is not 0 (k-sparse and ReLU codes), when its mean varies by"
            + " more than 0.01 over the samples (random codes, whose divergence from the prior is"
            + " told in nats), or at least 0.001 in size (all others); k-means always uses one of"
            + " its centroids.",
        html.toString());
  }

  /** KL of each unit, largest first, as far as there is room. */
  private static String divergence(RandomCode code) {
    String each =
        Arrays.stream(code.divergence())
            .boxed()
            .sorted(Comparator.reverseOrder())
            .limit(DIVERGENCES)
            .map(value -> NumberText.decimals(value, 2))
            .collect(Collectors.joining(", "));
    return "; %s %s nats in all (a unit %s%s)"
        .formatted(
            code.isCollapsed() ? "collapsed," : "tells",
            NumberText.decimals(code.totalDivergence(), 1),
            each,
            code.units() > DIVERGENCES ? " …" : "");
  }

  private static void pictures(Page page, Look look) {
    StringBuilder html = new StringBuilder("<div class=\"grid pairs\">");
    for (ModelResult model : look.models()) {
      UnitPictures units = model.pictures().units();
      String remark =
          units.units().length < model.card().codeSize()
              ? "the %s of %s units that vary most"
                  .formatted(units.units().length, model.card().codeSize())
              : "all %s units".formatted(units.units().length);
      html.append("<figure class=\"unit\">").append(look.heading(model, remark));
      html.append("<div class=\"two\"><div>")
          .append(
              look.patterns(
                  units.lookedFor(), COLUMNS, "what each unit of " + model.name() + " looks for"))
          .append("<figcaption>looks for</figcaption></div>");
      if (units.drawn().rows() > 0) {
        html.append("<div>")
            .append(
                look.patterns(
                    units.drawn(), COLUMNS, "what each unit of " + model.name() + " draws"))
            .append("<figcaption>draws</figcaption></div>");
      }
      html.append("</div></figure>");
    }
    html.append("</div>");
    page.add(
        "units",
        "Unit pictures",
        "What the units look for",
        "Each small picture belongs to one unit of the code. <b>Looks for</b>: what excites it,"
            + " brighter where a picture is <b style=\"color:#e67610\">orange</b>, darker where it"
            + " is <b style=\"color:#3f8fe0\">blue</b> ("
            + methods(look)
            + "). <b>Draws</b>: what the decoder adds and takes away when that unit alone goes from"
            + " its low to its high value (1st to 99th percentile). Strokes and corners mean parts"
            + " of objects, clouds whole ones; an empty picture is a unit that never changes.",
        html.toString());
  }

  /** How the pictures came about, each method with the models it was used for. */
  private static String methods(Look look) {
    Map<UnitPictures.Method, List<String>> users = new EnumMap<>(UnitPictures.Method.class);
    for (ModelResult model : look.models()) {
      users
          .computeIfAbsent(model.pictures().units().method(), _ -> new ArrayList<>())
          .add(model.name());
    }
    List<String> parts = new ArrayList<>();
    UnitPictures.Method usual =
        Collections.max(users.entrySet(), Comparator.comparingInt(entry -> entry.getValue().size()))
            .getKey();
    parts.add(Html.text(usual.text()));
    users.forEach(
        (method, names) -> {
          if (method != usual) {
            parts.add(Html.text("for " + String.join(", ", names) + " " + method.text()));
          }
        });
    return String.join("; ", parts);
  }
}
