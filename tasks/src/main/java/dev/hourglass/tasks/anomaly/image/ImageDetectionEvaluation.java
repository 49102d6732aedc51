package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.tasks.anomaly.Ranking;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a detector of images makes of labelled ones.
 *
 * @param ranking by its score
 * @param outcome at its threshold
 * @param parts by each part of the score alone, and by principal components
 * @param fitted normal images among them that were fitted
 * @param overlap of the maps with masks, where there are some
 * @param judged each image, in their order
 */
public record ImageDetectionEvaluation(
    Ranking ranking,
    Outcome outcome,
    Map<String, Ranking> parts,
    int fitted,
    Optional<RegionOverlap> overlap,
    List<Judged> judged) {
  /** Copies the list. */
  public ImageDetectionEvaluation {
    judged = List.copyOf(judged);
  }

  /**
   * An image.
   *
   * @param seen by the detector
   * @param anomaly whether it is one
   */
  public record Judged(ImageDetector.Seen seen, boolean anomaly) {}

  /**
   * What was flagged.
   *
   * @param images in all
   * @param anomalies among them
   * @param flagged images
   * @param found anomalies that were flagged
   */
  public record Outcome(int images, int anomalies, int flagged, int found) {}

  /**
   * Measures a detector.
   *
   * @param images of the detector's shape, with labels
   * @param normal the label of normal images; all others are anomalies
   * @throws DataException if there are no labels, none of that name, or no others
   */
  public static ImageDetectionEvaluation of(ImageDetector detector, Dataset images, String normal) {
    return of(detector, images, normal, Optional.empty());
  }

  /**
   * The same, with the places of the defects.
   *
   * @param masks of the anomalies
   * @throws DataException also if an anomaly has no mask
   */
  public static ImageDetectionEvaluation of(
      ImageDetector detector, Dataset images, String normal, Optional<DefectMasks> masks) {
    boolean[] anomalies = anomalies(images, normal);
    Optional<List<Optional<DefectMasks.Mask>>> places =
        masks.map(all -> all.all(images.sampleNames(), anomalies));
    List<ImageDetector.Seen> seen =
        detector.look(images, Collections.nCopies(images.size(), detector.shape()));
    Map<String, Ranking> parts = new LinkedHashMap<>();
    parts.put("repair", ranking(seen, each -> each.score().repair(), anomalies));
    parts.put("neighbours", ranking(seen, each -> each.score().neighbours(), anomalies));
    parts.put("pca", ranking(seen, ImageDetector.Seen::byComponents, anomalies));
    boolean[] known = detector.fitted(images);
    int flagged = 0;
    int found = 0;
    int fitted = 0;
    int odd = 0;
    for (int i = 0; i < anomalies.length; i++) {
      boolean flag = seen.get(i).score().flagged();
      flagged += flag ? 1 : 0;
      found += flag && anomalies[i] ? 1 : 0;
      fitted += known[i] && !anomalies[i] ? 1 : 0;
      odd += anomalies[i] ? 1 : 0;
    }
    return new ImageDetectionEvaluation(
        ranking(seen, each -> each.score().score(), anomalies),
        new Outcome(anomalies.length, odd, flagged, found),
        parts,
        fitted,
        places.flatMap(
            all ->
                RegionOverlap.of(
                    seen.stream().map(ImageDetector.Seen::map).toList(), detector.shape(), all)),
        IntStream.range(0, anomalies.length)
            .mapToObj(i -> new Judged(seen.get(i), anomalies[i]))
            .toList());
  }

  private static Ranking ranking(
      List<ImageDetector.Seen> seen,
      ToDoubleFunction<ImageDetector.Seen> score,
      boolean[] anomalies) {
    return Ranking.of(seen.stream().mapToDouble(score).toArray(), anomalies);
  }

  private static boolean[] anomalies(Dataset images, String normal) {
    Labels labels =
        images
            .labels()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: has no classes; expected a folder with one sub-folder of normal images and others"
                            .formatted(images.source())));
    int number = labels.names().indexOf(normal);
    if (number < 0) {
      throw new DataException(
          "%s: has no class '%s' (option 'normal'), but %s"
              .formatted(images.source(), normal, String.join(", ", labels.names())));
    }
    boolean[] anomalies = new boolean[images.size()];
    for (int i = 0; i < anomalies.length; i++) {
      anomalies[i] = labels.values()[i] != number;
    }
    long odd = Arrays.stream(labels.values()).filter(value -> value != number).count();
    if (odd == 0 || odd == anomalies.length) {
      throw new DataException(
          "%s: all of its %,d images are %s, but both kinds are needed to measure a detector"
              .formatted(
                  images.source(), images.size(), odd == 0 ? "normal" : "no '" + normal + "'"));
    }
    return anomalies;
  }

  /** Plain maps and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rocAuc", ranking.rocAuc());
    map.put("averagePrecision", ranking.averagePrecision());
    overlap.ifPresent(
        found -> {
          map.put("pro", found.pro());
          map.put("placeRocAuc", found.placeRocAuc());
          map.put("regions", found.regions());
        });
    map.put("images", outcome.images);
    map.put("anomalies", outcome.anomalies);
    map.put("flagged", outcome.flagged);
    map.put("precision", outcome.flagged == 0 ? 0.0 : (double) outcome.found / outcome.flagged);
    map.put("recall", (double) outcome.found / outcome.anomalies);
    map.put("fittedAmongNormal", fitted);
    Map<String, Object> others = new LinkedHashMap<>();
    parts.forEach((name, each) -> others.put(name, Map.of("rocAuc", each.rocAuc())));
    map.put("parts", others);
    return map;
  }
}
