package dev.hourglass.cli.inspect;

import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.OpenScans;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import dev.hourglass.data.scan.NiftiFile;
import dev.hourglass.data.scan.NiftiWriter;
import dev.hourglass.data.scan.Scan;
import dev.hourglass.tasks.anomaly.image.HeatMap;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws what a detector saw: over the images, or as numbers.
 *
 * @param detector whose maps they are
 * @param in the image or the folder that was looked at
 */
record MapFiles(ImageDetector detector, Path in) {
  private static final double LEVELS_A_DEVIATION = 1000;
  private static final int MOST_LEVEL = 65535;
  private static final int DEEP = 16;

  /** Each image as a PNG with its map over it. */
  void overlay(Path folder, List<PictureFrame> frames, List<ImageDetector.Seen> seen) {
    OpenScans scans = new OpenScans();
    for (int i = 0; i < frames.size(); i++) {
      Picture image = Picture.read(frames.get(i), scans);
      heat(seen.get(i)).over(image).writePng(target("--overlay", folder, frames.get(i), ".png"));
    }
  }

  /**
   * Each map in deviations: a PNG of 16 bits, a thousand levels a deviation, or, of a NIfTI volume
   * of which all slices were looked at, one of the same grid.
   */
  void numbers(Path folder, List<PictureFrame> frames, List<ImageDetector.Seen> seen) {
    OpenScans scans = new OpenScans();
    Map<Path, List<Integer>> byFile = new LinkedHashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      byFile.computeIfAbsent(frames.get(i).file(), _ -> new ArrayList<>()).add(i);
    }
    byFile.forEach(
        (file, rows) -> {
          if (NiftiFile.isNamedSo(file)) {
            Scan scan = scans.at(file);
            if (scan.slices() == rows.size()) {
              String extension =
                  file.getFileName().toString().substring(ImageFormat.stem(file).length());
              PictureFrame whole = PictureFrame.first(file);
              new NiftiWriter(target("--maps", folder, whole, extension))
                  .writeOver(scan, slice -> doubles(map(seen.get(rows.get(slice)), scan.shape())));
              return;
            }
          }
          for (int row : rows) {
            SampleShape size = Picture.sizeOf(frames.get(row));
            float[] levels = map(seen.get(row), size);
            for (int i = 0; i < levels.length; i++) {
              levels[i] = (float) (Math.max(0, levels[i]) * LEVELS_A_DEVIATION / MOST_LEVEL);
            }
            new Picture(levels, size, DEEP)
                .writePng(target("--maps", folder, frames.get(row), ".png"));
          }
        });
  }

  private HeatMap heat(ImageDetector.Seen seen) {
    return new HeatMap(detector.shape(), seen.map(), detector.placeThreshold());
  }

  private float[] map(ImageDetector.Seen seen, SampleShape size) {
    return heat(seen).resized(size.height(), size.width());
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private Path target(String flag, Path folder, PictureFrame frame, String extension) {
    Path file = frame.file();
    Path within = Files.isDirectory(in) ? in.relativize(file) : file.getFileName();
    String slice =
        frame.slice().isPresent()
            ? String.format(Locale.ROOT, "-%03d", frame.slice().getAsInt() + 1)
            : "";
    Path target = folder.resolve(within).resolveSibling(ImageFormat.stem(file) + slice + extension);
    if (target.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
      throw new Mistake("%s %s: would overwrite %s".formatted(flag, folder, file));
    }
    return target;
  }
}
