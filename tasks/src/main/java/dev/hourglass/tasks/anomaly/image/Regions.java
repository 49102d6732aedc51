package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Connected places of a map that lie above a threshold. */
final class Regions {
  private static final int MOST = 20;

  private Regions() {}

  /**
   * The regions of a map.
   *
   * @param map height × width numbers
   * @param shape the map's
   * @param file the image's in its file, whose pixels boxes are told in
   */
  static List<ImageScore.Region> of(
      float[] map, SampleShape shape, double threshold, SampleShape file) {
    int height = shape.height();
    int width = shape.width();
    boolean[] seen = new boolean[map.length];
    int[] stack = new int[map.length];
    List<ImageScore.Region> regions = new ArrayList<>();
    for (int start = 0; start < map.length; start++) {
      if (seen[start] || map[start] <= threshold) {
        continue;
      }
      int left = width;
      int right = 0;
      int top = height;
      int bottom = 0;
      double peak = 0;
      int count = 0;
      stack[count++] = start;
      seen[start] = true;
      while (count > 0) {
        int place = stack[--count];
        int y = place / width;
        int x = place % width;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        peak = Math.max(peak, map[place]);
        for (int side = 0; side < 4; side++) {
          int ny = y + (side == 0 ? -1 : side == 1 ? 1 : 0);
          int nx = x + (side == 2 ? -1 : side == 3 ? 1 : 0);
          int next = ny * width + nx;
          if (ny >= 0
              && ny < height
              && nx >= 0
              && nx < width
              && !seen[next]
              && map[next] > threshold) {
            seen[next] = true;
            stack[count++] = next;
          }
        }
      }
      double across = (double) file.width() / width;
      double along = (double) file.height() / height;
      int x = (int) (left * across);
      int y = (int) (top * along);
      int endX = (int) Math.ceil((right + 1) * across);
      int endY = (int) Math.ceil((bottom + 1) * along);
      regions.add(new ImageScore.Region(x, y, endX - x, endY - y, peak));
    }
    regions.sort(Comparator.comparingDouble(ImageScore.Region::peak).reversed());
    return regions.size() <= MOST ? regions : regions.subList(0, MOST);
  }
}
