package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison in a few sentences: who is best at what, and by how much. */
final class Findings {
  private final List<ModelResult> models;

  Findings(List<ModelResult> models) {
    this.models = models;
  }

  /** Sentences of markup. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    nothingLearnt().ifPresent(sentences::add);
    reconstruction().ifPresent(sentences::add);
    accuracy().ifPresent(sentences::add);
    noise().ifPresent(sentences::add);
    movement().ifPresent(sentences::add);
    sparsity().ifPresent(sentences::add);
    return sentences;
  }

  private Optional<String> nothingLearnt() {
    List<String> idle = models.stream().filter(m -> !m.learnt()).map(Findings::name).toList();
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    String last = idle.getLast();
    String all =
        idle.size() == 1
            ? last
            : String.join(", ", idle.subList(0, idle.size() - 1)) + " and " + last;
    return Optional.of(
        "%s learnt next to nothing: the mean of all samples would be as good a reconstruction. More"
                .formatted(all)
            + " epochs, a lower learning rate or a lighter penalty may help; until then no other"
            + " figure of theirs is called the best.");
  }

  private Optional<String> reconstruction() {
    return best(Figure.TEST_ERROR)
        .map(
            best -> {
              String text =
                  "%s rebuilds unseen samples best: its error of %s"
                      .formatted(name(best), figure(Figure.TEST_ERROR, best));
              return rival(Figure.TEST_ERROR, best)
                  .map(
                      pca ->
                          text
                              + " is %s of %s’s %s."
                                  .formatted(
                                      share(
                                          value(Figure.TEST_ERROR, best)
                                              / value(Figure.TEST_ERROR, pca)),
                                      name(pca),
                                      figure(Figure.TEST_ERROR, pca)))
                  .orElse(text + " is the lowest.");
            });
  }

  private Optional<String> accuracy() {
    return best(Figure.LINEAR_PROBE)
        .map(
            best -> {
              String text =
                  "A linear classifier learns most from the codes of %s: %s right"
                      .formatted(name(best), figure(Figure.LINEAR_PROBE, best));
              return rival(Figure.LINEAR_PROBE, best)
                      .map(
                          pca ->
                              text
                                  + ", where %s’s give %s"
                                      .formatted(name(pca), figure(Figure.LINEAR_PROBE, pca)))
                      .orElse(text)
                  + ".";
            });
  }

  private Optional<String> noise() {
    return best(Figure.NOISE)
        .map(
            best -> {
              String text =
                  "With 30%% of the features set to 0 or 1, %s errs least: %s"
                      .formatted(name(best), figure(Figure.NOISE, best));
              Optional<ModelResult> cleanest =
                  best(Figure.TEST_ERROR).filter(m -> !m.name().equals(best.name()));
              return cleanest
                      .map(
                          m ->
                              text
                                  + ", against %s for %s, the best on clean samples"
                                      .formatted(figure(Figure.NOISE, m), name(m)))
                      .orElse(text)
                  + ".";
            });
  }

  private Optional<String> movement() {
    return best(Figure.ROTATION)
        .map(
            best ->
                "Turning an image by 10° moves the codes of %s least: %s of the distance between"
                        .formatted(name(best), NumberText.percent(value(Figure.ROTATION, best)))
                    + " two different images.");
  }

  /** Of the networks, since one of k is what k-means is by definition. */
  private Optional<String> sparsity() {
    return models.stream()
        .filter(m -> m.card().kind() == ModelCard.Kind.AUTOENCODER && m.learnt())
        .min(Comparator.comparingDouble(Findings::activeShare))
        .filter(m -> activeShare(m) < 0.8)
        .map(
            m ->
                "%s says most with least: %s of its %s units are active in a sample, on average."
                    .formatted(
                        name(m),
                        NumberText.decimals(m.code().activity().mean(), 1),
                        m.card().codeSize()));
  }

  private static double activeShare(ModelResult model) {
    return model.code().activity().mean() / model.card().codeSize();
  }

  private Optional<ModelResult> best(Figure figure) {
    OptionalDouble best = figure.best(models);
    return best.isEmpty()
        ? Optional.empty()
        : models.stream().filter(m -> m.learnt() && figure.of(m).equals(best)).findFirst();
  }

  /** PCA of the same size as {@code model}, unless that is PCA itself; else any PCA. */
  private Optional<ModelResult> rival(Figure figure, ModelResult model) {
    return models.stream()
        .filter(m -> m.card().kind() == ModelCard.Kind.PCA)
        .filter(m -> !m.name().equals(model.name()))
        .filter(m -> figure.of(m).isPresent())
        .min(Comparator.comparingInt(m -> Math.abs(m.card().codeSize() - model.card().codeSize())));
  }

  private static double value(Figure figure, ModelResult model) {
    return figure.of(model).orElseThrow();
  }

  private static String figure(Figure figure, ModelResult model) {
    return "<b>" + figure.text(value(figure, model)) + "</b>";
  }

  private static String share(double share) {
    return Math.round(100 * share) + "%";
  }

  private static String name(ModelResult model) {
    return "<b>" + Html.text(model.name()) + "</b>";
  }
}
