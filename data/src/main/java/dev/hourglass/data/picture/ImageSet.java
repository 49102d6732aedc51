package dev.hourglass.data.picture;

import dev.hourglass.base.MachineMemory;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Image files decoded on all cores, brought to one size and one number of channels. Photos are
 * decoded one at a time: shrunk, they cost little; whole, each takes as much as a thousand small
 * ones.
 *
 * @param raw the images that could be read
 * @param readable which of the files those are
 * @param remarks what was done to them, and which could not be read
 */
@SuppressWarnings("ArrayRecordComponent") // passes from decoding to labels, never compared
record ImageSet(RawData.Array raw, int[] readable, List<String> remarks) {
  /** An image of more pixels is decoded alone. */
  private static final long PHOTO_PIXELS = 4_000_000;

  /** Where a larger share of the files cannot be read, something is wrong with all of it. */
  private static final double MOST_DAMAGED = 0.25;

  /** One image, or why there is none. */
  private record Result(Optional<ImageDecoder.Decoded> image, Optional<DataException> failure) {}

  static ImageSet decode(List<Path> files, Path source, ImageOptions options) {
    ReentrantLock photos = new ReentrantLock();
    AtomicReferenceArray<Result> results = new AtomicReferenceArray<>(files.size());
    AtomicReferenceArray<ImageSize> sizes = new AtomicReferenceArray<>(files.size());
    onAllCores(
        files.size(),
        i -> {
          try {
            sizes.set(i, ImageDecoder.sizeOf(files.get(i)));
          } catch (DataException e) {
            results.set(i, new Result(Optional.empty(), Optional.of(e)));
          }
        });
    if (options.resize().isEmpty()) {
      checkOneSize(files, sizes);
    }
    checkRoom(sizes, options);
    onAllCores(
        files.size(),
        i -> {
          if (results.get(i) == null) {
            results.set(i, decoded(files.get(i), sizes.get(i), options, photos));
          }
        });
    int[] readable =
        IntStream.range(0, files.size()).filter(i -> results.get(i).image.isPresent()).toArray();
    List<String> remarks = new ArrayList<>(damaged(files, source, results, readable.length));
    remarks.addAll(notes(source, results, readable));
    int grey = (int) IntStream.of(readable).filter(i -> pixels(results, i).channels() == 1).count();
    if (grey > 0 && grey < readable.length) {
      remarks.add(
          "%s: %,d of %,d images are grey; they get three equal channels, as the others have three"
              .formatted(source, grey, readable.length));
    }
    return new ImageSet(stored(results, readable, source), readable, remarks);
  }

  /** Refuses before anything is decoded what would not fit: all of it is there at once. */
  private static void checkRoom(AtomicReferenceArray<ImageSize> sizes, ImageOptions options) {
    long bytes = 0;
    for (int i = 0; i < sizes.length(); i++) {
      if (sizes.get(i) != null) {
        ImageSize size = options.resize().orElse(sizes.get(i));
        bytes += (long) size.width() * size.height() * (options.color() == ColorMode.RGB ? 3 : 1);
      }
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw new DataException(
          "decoded, the images take %s, but Java's heap has %s (-Xmx); bring them to a smaller size"
                  .formatted(MachineMemory.text(bytes), MachineMemory.text(heap))
              + " (option 'resize') or take fewer (option 'limit')");
    }
  }

  private static void onAllCores(int count, IntConsumer step) {
    IntStream.range(0, count).parallel().forEach(step);
  }

  private static Result decoded(
      Path file, ImageSize size, ImageOptions options, ReentrantLock photos) {
    boolean alone = (long) size.width() * size.height() > PHOTO_PIXELS;
    if (alone) {
      photos.lock();
    }
    try {
      ImageDecoder.Decoded decoded = ImageDecoder.decode(file);
      Pixels colored =
          switch (options.color()) {
            case KEEP -> decoded.pixels();
            case GREY -> decoded.pixels().toGrey();
            case RGB -> decoded.pixels().toRgb();
          };
      Pixels sized = options.resize().map(colored::resized).orElse(colored);
      return new Result(
          Optional.of(new ImageDecoder.Decoded(sized, decoded.notes())), Optional.empty());
    } catch (DataException e) {
      return new Result(Optional.empty(), Optional.of(e));
    } finally {
      if (alone) {
        photos.unlock();
      }
    }
  }

  private static Pixels pixels(AtomicReferenceArray<Result> results, int i) {
    return results.get(i).image.orElseThrow().pixels();
  }

  private static void checkOneSize(List<Path> files, AtomicReferenceArray<ImageSize> sizes) {
    int[] known = IntStream.range(0, files.size()).filter(i -> sizes.get(i) != null).toArray();
    if (known.length == 0) {
      return;
    }
    ImageSize first = sizes.get(known[0]);
    int[] others = IntStream.of(known).filter(i -> !sizes.get(i).equals(first)).toArray();
    if (others.length > 0) {
      throw new DataException(
          "images must have one size, but %s is %s and %s is %s (%,d of %,d differ from the first);"
                  .formatted(
                      files.get(known[0]),
                      first,
                      files.get(others[0]),
                      sizes.get(others[0]),
                      others.length,
                      known.length)
              + " give option 'resize' = WxH, such as option 'resize' = "
              + first);
    }
  }

  private static List<String> damaged(
      List<Path> files, Path source, AtomicReferenceArray<Result> results, int readable) {
    List<Integer> failed =
        IntStream.range(0, files.size())
            .filter(i -> results.get(i).failure.isPresent())
            .boxed()
            .toList();
    if (failed.isEmpty()) {
      return List.of();
    }
    DataException first = results.get(failed.getFirst()).failure.orElseThrow();
    if (failed.size() > MOST_DAMAGED * files.size()) {
      throw failed.size() == 1
          ? first
          : new DataException(
              first.getMessage()
                  + "; %,d of %,d images cannot be read".formatted(failed.size(), files.size()),
              first);
    }
    List<String> names =
        failed.stream().map(i -> source.relativize(files.get(i)).toString()).toList();
    return List.of(
        "%s: left out %,d of %,d images, which cannot be read: %s. The first: %s"
            .formatted(
                source, failed.size(), files.size(), ShortList.of(names), first.getMessage()));
  }

  private static List<String> notes(
      Path source, AtomicReferenceArray<Result> results, int[] readable) {
    Map<ImageDecoder.Note, Integer> counts = new EnumMap<>(ImageDecoder.Note.class);
    for (int i : readable) {
      for (ImageDecoder.Note note : results.get(i).image.orElseThrow().notes()) {
        counts.merge(note, 1, Integer::sum);
      }
    }
    List<String> remarks = new ArrayList<>();
    counts.forEach(
        (note, count) ->
            remarks.add(
                "%s: %,d of %,d images %s".formatted(source, count, readable.length, note.text())));
    return remarks;
  }

  private static RawData.Array stored(
      AtomicReferenceArray<Result> results, int[] readable, Path source) {
    Pixels first = pixels(results, readable[0]);
    int channels =
        IntStream.of(readable).map(i -> pixels(results, i).channels()).max().orElseThrow();
    boolean deep = IntStream.of(readable).anyMatch(i -> pixels(results, i).bits() > 8);
    SampleShape shape = SampleShape.image(channels, first.height(), first.width());
    int number = deep ? Float.BYTES : 1;
    MemorySegment values =
        Storage.allocate(Math.multiplyExact((long) readable.length * number, shape.features()));
    for (int row = 0; row < readable.length; row++) {
      Pixels own = pixels(results, readable[row]);
      Pixels pixels = channels == 3 ? own.toRgb() : own;
      long at = (long) row * shape.features();
      if (deep) {
        for (int i = 0; i < pixels.count(); i++) {
          float value = (float) pixels.level(i) / pixels.full();
          values.setAtIndex(ValueLayout.JAVA_FLOAT, at + i, value);
        }
      } else {
        MemorySegment.copy(pixels.values(), 0, values, ValueLayout.JAVA_BYTE, at, pixels.count());
      }
      results.set(readable[row], null); // large sets need not lie in memory twice
    }
    Dataset samples =
        deep
            ? new FloatSamples(values, readable.length, shape, source.toString())
            : new ByteSamples(values, readable.length, shape, source.toString());
    return new RawData.Array(samples, deep ? NumberKind.FLOATS : NumberKind.BYTES);
  }
}
