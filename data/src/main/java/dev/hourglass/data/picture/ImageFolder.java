package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.raw.RawData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A folder of image files, read in the order of their names; where it has sub-folders of images
 * instead, each of those is a class, with all that lies beneath it. What is left out is said.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /**
   * Reads a folder.
   *
   * @param limit at most this many images, spread evenly over all
   * @throws DataException if there are no images, or too many of them cannot be read, or their
   *     sizes differ and {@code options} has no size to bring them to
   */
  public static RawData.Array read(Path folder, ImageOptions options, OptionalInt limit) {
    ImageFiles direct = ImageFiles.in(folder);
    List<Path> subs = ImageFiles.foldersIn(folder);
    List<ImageFiles> beneath = subs.stream().map(ImageFiles::under).toList();
    List<ImageFiles> all = new ArrayList<>(beneath);
    all.addFirst(direct);
    List<String> remarks = new ArrayList<>(ImageFiles.leftOut(folder, all));
    int inSubs = beneath.stream().mapToInt(files -> files.images().size()).sum();
    if (!direct.images().isEmpty()) {
      if (inSubs > 0) {
        throw mixed(folder, direct, subs, beneath);
      }
      return decode(direct.images(), new int[0], List.of(), folder, options, limit, remarks);
    }
    if (subs.stream().allMatch(sub -> ImageFiles.in(sub).images().isEmpty())) {
      throw empty(folder, subs, remarks);
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int c = 0; c < subs.size(); c++) {
      List<Path> images = beneath.get(c).images();
      if (images.isEmpty()) {
        remarks.add(
            "%s: has no image that can be read, so that there is no class '%s'"
                .formatted(subs.get(c), subs.get(c).getFileName()));
        continue;
      }
      int deeper = images.size() - ImageFiles.in(subs.get(c)).images().size();
      if (deeper > 0) {
        remarks.add(
            "%s: %,d of its %,d images lie in folders beneath it"
                .formatted(subs.get(c), deeper, images.size()));
      }
      files.addAll(images);
      images.forEach(_ -> labels.add(names.size()));
      names.add(subs.get(c).getFileName().toString());
    }
    int[] values = labels.stream().mapToInt(Integer::intValue).toArray();
    return decode(files, values, names, folder, options, limit, remarks);
  }

  /** Reads a single image as a set of one. */
  public static RawData.Array readFile(Path file, ImageOptions options) {
    ImageSet images = ImageSet.decode(List.of(file), file, options);
    return images.raw().withRemarks(images.remarks());
  }

  private static RawData.Array decode(
      List<Path> files,
      int[] labels,
      List<String> names,
      Path folder,
      ImageOptions options,
      OptionalInt limit,
      List<String> remarks) {
    int[] chosen = RowOrder.spread(files.size(), limit.orElse(files.size()));
    List<Path> kept = IntStream.of(chosen).mapToObj(files::get).toList();
    ImageSet images = ImageSet.decode(kept, folder, options);
    remarks.addAll(images.remarks());
    RawData.Array raw = images.raw().withRemarks(remarks);
    if (names.isEmpty()) {
      return raw;
    }
    int[] values = IntStream.of(images.readable()).map(i -> labels[chosen[i]]).toArray();
    return raw.withLabels(new Labels(values, names));
  }

  private static DataException mixed(
      Path folder, ImageFiles direct, List<Path> subs, List<ImageFiles> beneath) {
    int first =
        IntStream.range(0, subs.size())
            .filter(i -> !beneath.get(i).images().isEmpty())
            .findFirst()
            .orElseThrow();
    return new DataException(
        "%s: has %d images beside sub-folders of images such as %s; "
                .formatted(folder, direct.images().size(), subs.get(first).getFileName())
            + "name one of the sub-folders, or move the images into one");
  }

  private static DataException empty(Path folder, List<Path> subs, List<String> remarks) {
    List<String> deeper =
        subs.stream()
            .filter(sub -> !ImageFiles.under(sub).images().isEmpty())
            .map(Path::toString)
            .toList();
    if (!deeper.isEmpty()) {
      return new DataException(
          "%s: has no images, nor do its sub-folders, but theirs do; did you mean %s?"
              .formatted(folder, String.join(" or ", deeper)));
    }
    String found = remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")";
    return new DataException(
        folder
            + ": has no images (%s), nor do its sub-folders; ".formatted(ImageFormat.ALL)
            + "name the folder that has them, or one with a sub-folder per class"
            + found);
  }
}
