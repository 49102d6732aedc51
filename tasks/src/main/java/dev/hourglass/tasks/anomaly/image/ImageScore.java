package dev.hourglass.tasks.anomaly.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How unlike normal ones an image is.
 *
 * @param score the distance, and the repair beyond two deviations; 0 is what a normal image has, 1
 *     a deviation more
 * @param repair what a network would change in it, in deviations of normal images
 * @param neighbours how far it is from its nearest normal ones, in such deviations
 * @param flagged whether the score lies above the threshold
 * @param regions where it would be changed most, the worst first
 */
public record ImageScore(
    double score, double repair, double neighbours, boolean flagged, List<Region> regions) {
  /** Copies the list. */
  public ImageScore {
    regions = List.copyOf(regions);
  }

  /**
   * A part of an image, in pixels of the file.
   *
   * @param x its left edge
   * @param y its upper edge
   * @param width of the box around it
   * @param height of the box
   * @param peak the most deviations within it
   */
  public record Region(int x, int y, int width, int height, double peak) {
    /** Plain numbers, ready for JSON. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("x", x);
      map.put("y", y);
      map.put("width", width);
      map.put("height", height);
      map.put("peak", peak);
      return map;
    }
  }

  /** Plain maps and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("score", score);
    map.put("repair", repair);
    map.put("neighbours", neighbours);
    map.put("flagged", flagged);
    map.put("regions", regions.stream().map(Region::toMap).toList());
    return map;
  }
}
