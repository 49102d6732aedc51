package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.OpenScans;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images of where the defects of others are: brighter than half where there is one. They lie in a
 * folder as the images do in theirs and are called as those, or so with {@code _mask} behind; a
 * normal image needs none.
 */
public final class DefectMasks {
  private static final String SUFFIX = "_mask";
  private static final float HALF = 0.5f;

  private final Path folder;
  private final Map<String, PictureFrame> byName = new HashMap<>();
  private final OpenScans scans = new OpenScans();

  private DefectMasks(Path folder) {
    this.folder = folder;
  }

  /**
   * Finds the masks of a folder; none is read.
   *
   * @throws DataException if there are none
   */
  public static DefectMasks in(Path folder) {
    DefectMasks masks = new DefectMasks(folder);
    for (PictureFrame frame : PictureFrame.at(folder)) {
      String stem = ImageFormat.stem(frame.file());
      String plain =
          stem.endsWith(SUFFIX) ? stem.substring(0, stem.length() - SUFFIX.length()) : stem;
      Path within = folder.relativize(frame.file()).resolveSibling(plain);
      masks.byName.put(key(within, frame), frame);
    }
    return masks;
  }

  private static String key(Path stem, PictureFrame frame) {
    return stem.toString().replace('\\', '/') + "#" + frame.number();
  }

  /**
   * Which pixels of an image are defects, at the mask's own size.
   *
   * @param values height × width
   * @param shape of the mask
   */
  @SuppressWarnings("ArrayRecordComponent") // read and counted, never compared
  record Mask(boolean[] values, SampleShape shape) {}

  /** The mask of a sample; empty where there is none. */
  Optional<Mask> of(String sample) {
    PictureFrame named = PictureFrame.named(folder, sample);
    Path file = folder.relativize(named.file());
    PictureFrame frame = byName.get(key(file.resolveSibling(ImageFormat.stem(file)), named));
    if (frame == null) {
      return Optional.empty();
    }
    Picture picture = Picture.read(frame, scans);
    SampleShape shape = picture.shape();
    boolean[] values = new boolean[shape.height() * shape.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.values()[i * shape.channels()] > HALF;
    }
    return Optional.of(new Mask(values, SampleShape.image(1, shape.height(), shape.width())));
  }

  /**
   * The masks of images.
   *
   * @param samples their names
   * @param anomalies which of them must have one
   * @throws DataException naming an anomaly without
   */
  List<Optional<Mask>> all(List<String> samples, boolean[] anomalies) {
    List<Optional<Mask>> masks = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Optional<Mask> mask = of(samples.get(i));
      if (mask.isEmpty() && anomalies[i]) {
        throw new DataException(
            "%s: has no mask of %s; add one of the same name (or with %s behind it), bright where the defect is"
                .formatted(folder, samples.get(i), SUFFIX));
      }
      masks.add(mask);
    }
    return masks;
  }
}
