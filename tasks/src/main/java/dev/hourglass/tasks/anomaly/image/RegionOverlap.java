package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well maps cover defects whose places are known (Bergmann et al. 2021, section 5.2).
 *
 * @param pro the mean share of a defect that lies above a threshold, over all thresholds at which
 *     at most three in ten of the places without a defect do: 1 is best, 0.15 what chance has
 * @param placeRocAuc the probability that a place within a defect lies above one without
 * @param regions connected defects that were measured
 */
public record RegionOverlap(double pro, double placeRocAuc, int regions) {
  private static final double MOST_FALSE = 0.3;

  /**
   * A place of a map.
   *
   * @param value of the map
   * @param share of its defect that it is; 0 where there is none
   */
  private record Place(double value, double share) {}

  /**
   * Measures maps.
   *
   * @param maps of a shape
   * @param masks of the same images; empty where nothing is wrong
   * @return empty where no mask has a defect, or all have nothing else
   */
  static Optional<RegionOverlap> of(
      List<float[]> maps, SampleShape shape, List<Optional<DefectMasks.Mask>> masks) {
    List<Place> places = new ArrayList<>();
    int regions = 0;
    for (int i = 0; i < maps.size(); i++) {
      boolean[] touched = new boolean[maps.get(i).length];
      if (masks.get(i).isPresent()) {
        for (int[] region : regions(masks.get(i).get(), shape, touched)) {
          regions++;
          for (int place : region) {
            places.add(new Place(maps.get(i)[place], 1.0 / region.length));
          }
        }
      }
      for (int place = 0; place < touched.length; place++) {
        if (!touched[place]) {
          places.add(new Place(maps.get(i)[place], 0));
        }
      }
    }
    long normal = places.stream().filter(place -> place.share == 0).count();
    if (regions == 0 || normal == 0) {
      return Optional.empty();
    }
    places.sort(Comparator.comparingDouble(Place::value).reversed());
    return Optional.of(measured(places, normal, regions));
  }

  private static RegionOverlap measured(List<Place> places, long normal, int regions) {
    double defects = (double) places.size() - normal;
    double falseRate = 0;
    double overlap = 0;
    double hit = 0;
    double area = 0;
    double rocArea = 0;
    for (int from = 0; from < places.size(); ) {
      int to = from;
      int wrong = 0;
      double more = 0;
      while (to < places.size() && places.get(to).value == places.get(from).value) {
        wrong += places.get(to).share == 0 ? 1 : 0;
        more += places.get(to).share / regions;
        to++;
      }
      double nextRate = falseRate + (double) wrong / normal;
      double nextOverlap = overlap + more;
      double nextHit = hit + (to - from - wrong) / defects;
      if (falseRate < MOST_FALSE && nextRate > falseRate) {
        double end = Math.min(nextRate, MOST_FALSE);
        double share = (end - falseRate) / (nextRate - falseRate);
        double atEnd = overlap + share * more;
        area += (end - falseRate) * (overlap + atEnd) / 2;
      }
      rocArea += (nextRate - falseRate) * (hit + nextHit) / 2;
      falseRate = nextRate;
      overlap = nextOverlap;
      hit = nextHit;
      from = to;
    }
    return new RegionOverlap(area / MOST_FALSE, rocArea, regions);
  }

  /**
   * The places of each connected defect: those that it covers by half, or the one that it covers
   * most.
   *
   * @param touched set where any of a defect is
   */
  private static List<int[]> regions(DefectMasks.Mask mask, SampleShape map, boolean[] touched) {
    int height = mask.shape().height();
    int width = mask.shape().width();
    boolean[] seen = new boolean[mask.values().length];
    int[] stack = new int[seen.length];
    double pixels = (double) seen.length / touched.length;
    List<int[]> regions = new ArrayList<>();
    for (int start = 0; start < seen.length; start++) {
      if (seen[start] || !mask.values()[start]) {
        continue;
      }
      int[] covered = new int[touched.length];
      int count = 0;
      stack[count++] = start;
      seen[start] = true;
      while (count > 0) {
        int pixel = stack[--count];
        int y = pixel / width;
        int x = pixel % width;
        int place =
            (int) ((long) y * map.height() / height) * map.width()
                + (int) ((long) x * map.width() / width);
        covered[place]++;
        touched[place] = true;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
          for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
            int next = ny * width + nx;
            if (mask.values()[next] && !seen[next]) {
              seen[next] = true;
              stack[count++] = next;
            }
          }
        }
      }
      regions.add(places(covered, pixels));
    }
    return regions;
  }

  private static int[] places(int[] covered, double pixels) {
    int most = 0;
    List<Integer> half = new ArrayList<>();
    for (int place = 0; place < covered.length; place++) {
      most = covered[place] > covered[most] ? place : most;
      if (covered[place] > 0 && covered[place] >= pixels / 2) {
        half.add(place);
      }
    }
    return half.isEmpty() ? new int[] {most} : half.stream().mapToInt(Integer::intValue).toArray();
  }
}
