package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
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
   * @param listener is told how far it is
   * @throws DataException if there are no images, or one of them cannot be read that {@code
   *     options} do not leave out, or their sizes differ and {@code options} have no size to bring
   *     them to
   */
  public static RawData.Array read(
      Path folder, ImageOptions options, OptionalInt limit, ReadingListener listener) {
    ImageFiles direct = ImageFiles.in(folder, listener);
    List<Path> subs = ImageFiles.foldersIn(folder);
    List<ImageFiles> beneath = subs.stream().map(sub -> ImageFiles.under(sub, listener)).toList();
    List<ImageFiles> all = new ArrayList<>(beneath);
    all.addFirst(direct);
    List<String> remarks = new ArrayList<>(ImageFiles.leftOut(folder, all));
    int inSubs = beneath.stream().mapToInt(files -> files.images().size()).sum();
    if (!direct.images().isEmpty()) {
      if (inSubs > 0) {
        throw mixed(folder, direct, subs, beneath);
      }
      Found found = new Found(direct.images(), new int[0], List.of(), folder);
      return found.decode(options, limit, listener, remarks);
    }
    if (IntStream.range(0, subs.size()).allMatch(c -> beneath.get(c).imagesIn(subs.get(c)) == 0)) {
      throw empty(folder, subs, beneath, remarks);
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
      int deeper = images.size() - beneath.get(c).imagesIn(subs.get(c));
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
    return new Found(files, values, names, folder).decode(options, limit, listener, remarks);
  }

  /** Reads a single image as a set of one. */
  public static RawData.Array readFile(Path file, ImageOptions options) {
    List<PictureFrame> frames = PictureFrame.of(file);
    ImageSet images = ImageSet.decode(frames, file, options, ReadingListener.SILENT);
    List<String> called = IntStream.of(images.files()).mapToObj(i -> frames.get(i).name()).toList();
    return new RawData.Array(
        images.raw().samples().withSampleNames(called), images.raw().kind(), 0, images.remarks());
  }

  /**
   * The images of a folder.
   *
   * @param labels the class of each; none where there are no classes
   * @param names of the classes
   */
  @SuppressWarnings("ArrayRecordComponent") // passes from listing to decoding, never compared
  private record Found(List<Path> files, int[] labels, List<String> names, Path folder) {
    RawData.Array decode(
        ImageOptions options, OptionalInt limit, ReadingListener listener, List<String> remarks) {
      List<PictureFrame> frames = new ArrayList<>();
      List<Integer> fileOf = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        for (PictureFrame frame : PictureFrame.of(files.get(i))) {
          frames.add(frame);
          fileOf.add(i);
        }
      }
      int[] chosen = RowOrder.spread(frames.size(), limit.orElse(frames.size()));
      List<PictureFrame> kept = IntStream.of(chosen).mapToObj(frames::get).toList();
      ImageSet images = ImageSet.decode(kept, folder, options, listener);
      remarks.addAll(images.remarks());
      List<String> called =
          IntStream.of(images.files()).mapToObj(i -> kept.get(i).name(folder)).toList();
      RawData.Array raw =
          new RawData.Array(
              images.raw().samples().withSampleNames(called), images.raw().kind(), 0, remarks);
      if (names.isEmpty()) {
        return raw;
      }
      int[] values = IntStream.of(images.files()).map(i -> labels[fileOf.get(chosen[i])]).toArray();
      return raw.withLabels(new Labels(values, names));
    }
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

  private static DataException empty(
      Path folder, List<Path> subs, List<ImageFiles> beneath, List<String> remarks) {
    List<String> deeper =
        IntStream.range(0, subs.size())
            .filter(c -> !beneath.get(c).images().isEmpty())
            .mapToObj(c -> subs.get(c).toString())
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
