package dev.hourglass.data.picture;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.CropSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Decodes image files into a {@link PixelStore}: no more of them is in memory at a time than there
 * are threads. First all headers are looked at, so that what cannot go together is refused before
 * anything is decoded. Photos are decoded one at a time: shrunk, they cost little; whole, each
 * takes as much as a thousand small ones.
 */
final class ImageDecoding {
  /** An image of more pixels is decoded alone. */
  private static final long PHOTO_PIXELS = 4_000_000;

  private final List<PictureFrame> files;
  private final Path source;
  private final ImageOptions options;
  private final DecoderTeam team;
  private final OpenScans scans = new OpenScans();
  private final ReentrantLock photos = new ReentrantLock();

  // What is known of each file; each place is written by one thread at a time.
  private final ImageSize[] sizes;
  private final DataException[] failures;
  private final PixelLayout[] layouts;
  private final List<Set<ImageDecoder.Note>> notes;

  ImageDecoding(List<PictureFrame> files, Path source, ImageOptions options, DecoderTeam team) {
    this.files = files;
    this.source = source;
    this.options = options;
    this.team = team;
    this.sizes = new ImageSize[files.size()];
    this.failures = new DataException[files.size()];
    this.layouts = new PixelLayout[files.size()];
    this.notes = new ArrayList<>(Collections.nCopies(files.size(), Set.of()));
  }

  ImageSet run() {
    team.each(files.size(), "images looked at", this::look);
    checkSizes();
    PixelLayout layout = first();
    while (true) {
      long[] places = places(layout);
      PixelStore store = PixelStore.of(places[files.size()]);
      Optional<PixelLayout> wider = decodeInto(store, layout, places);
      if (wider.isEmpty()) {
        return result(store, layout, places);
      }
      store.abandon();
      layout = wider.get();
    }
  }

  // ---- sizes ----

  private void look(int i) {
    try {
      sizes[i] = ImageDecoder.sizeOf(files.get(i));
    } catch (DataException e) {
      fail(i, e);
    }
  }

  private void fail(int i, DataException e) {
    if (!options.skipsUnreadable()) {
      throw files.size() == 1
          ? e
          : new DataException(
              e.getMessage() + "; or leave out what cannot be read (option 'skip-unreadable')", e);
    }
    failures[i] = e;
  }

  private void checkSizes() {
    int[] known = IntStream.range(0, files.size()).filter(i -> sizes[i] != null).toArray();
    if (known.length == 0) {
      throw noneReadable();
    }
    if (options.crop().isPresent()) {
      for (int i : known) {
        checkPieces(i, options.crop().get());
      }
    }
    if (options.resize().isEmpty()) {
      if (options.crop().isEmpty()) {
        checkOneSize(known);
      }
    } else if (options.fit() == Fit.CROP) {
      checkLargeEnough(known, options.resize().get());
    }
  }

  private void checkOneSize(int[] known) {
    ImageSize first = sizes[known[0]];
    int[] others = IntStream.of(known).filter(i -> !sizes[i].equals(first)).toArray();
    if (others.length > 0) {
      throw new DataException(
          "images must have one size, but %s is %s and %s is %s (%,d of %,d differ from the first);"
                  .formatted(
                      files.get(known[0]),
                      first,
                      files.get(others[0]),
                      sizes[others[0]],
                      others.length,
                      known.length)
              + " give option 'resize' = WxH, such as option 'resize' = "
              + first
              + ", and option 'fit' = cover or option 'fit' = crop where they are to be cut and not"
              + " stretched; or option 'crop' = WxH, which trains on pieces of that size");
    }
  }

  private void checkPieces(int i, ImageSize piece) {
    if (!piece.liesWithin(keptSize(i))) {
      throw new DataException(
          "%s: is %s, of which pieces of %s cannot be cut; give a smaller option 'crop', or remove it from the folder"
              .formatted(files.get(i), keptSize(i), piece));
    }
  }

  private void checkLargeEnough(int[] known, ImageSize wanted) {
    IntStream.of(known)
        .filter(i -> !wanted.liesWithin(sizes[i]))
        .findFirst()
        .ifPresent(
            i -> {
              throw new DataException(
                  "%s: is %s, of which %s cannot be cut; option 'fit' = cover enlarges it first"
                      .formatted(files.get(i), sizes[i], wanted));
            });
  }

  /** The size in which a file's image is kept; of one that nothing is known of, another's. */
  private ImageSize keptSize(int i) {
    return options.resize().orElseGet(() -> sizes[i] == null ? first(sizes) : sizes[i]);
  }

  private static ImageSize first(ImageSize[] sizes) {
    return Arrays.stream(sizes).filter(Objects::nonNull).findFirst().orElseThrow();
  }

  /** The byte where each image begins, and where the last one ends. */
  private long[] places(PixelLayout layout) {
    long[] places = new long[files.size() + 1];
    for (int i = 0; i < files.size(); i++) {
      places[i + 1] = Math.addExact(places[i], layout.bytes(keptSize(i)));
    }
    return places;
  }

  // ---- pixels ----

  /** The layout that the first readable image needs. */
  private PixelLayout first() {
    for (int i = 0; i < files.size(); i++) {
      Optional<Pixels> pixels = decoded(i);
      if (pixels.isPresent()) {
        return PixelLayout.of(pixels.get());
      }
    }
    throw noneReadable();
  }

  /** Puts all images in their places, or tells the wider layout that they need. */
  private Optional<PixelLayout> decodeInto(PixelStore store, PixelLayout layout, long[] places) {
    AtomicReference<PixelLayout> needed = new AtomicReference<>(layout);
    boolean done = false;
    try {
      team.each(
          files.size(),
          "images decoded",
          i -> {
            if (needed.get().equals(layout)) {
              decoded(i).ifPresent(pixels -> put(places[i], pixels, store, layout, needed));
            }
          });
      done = true;
    } finally {
      if (!done) {
        store.abandon();
      }
    }
    return needed.get().equals(layout) ? Optional.empty() : Optional.of(needed.get());
  }

  private static void put(
      long place,
      Pixels pixels,
      PixelStore store,
      PixelLayout layout,
      AtomicReference<PixelLayout> needed) {
    PixelLayout wider =
        needed.accumulateAndGet(PixelLayout.of(pixels), (all, own) -> all.widened(own));
    if (wider.equals(layout)) {
      store.put(place, layout.bytes(pixels));
    }
  }

  private Optional<Pixels> decoded(int i) {
    if (failures[i] != null) {
      return Optional.empty();
    }
    boolean alone = (long) sizes[i].width() * sizes[i].height() > PHOTO_PIXELS;
    if (alone) {
      photos.lock();
    }
    try {
      ImageDecoder.Decoded decoded = ImageDecoder.decode(files.get(i), scans);
      if (!decoded.pixels().size().equals(sizes[i])) {
        throw new DataException(
            "%s: its header says %s, but it holds %s; replace it or remove it from the folder"
                .formatted(files.get(i), sizes[i], decoded.pixels().size()));
      }
      Pixels pixels = options.apply(decoded.pixels());
      notes.set(i, decoded.notes());
      layouts[i] = PixelLayout.of(pixels);
      return Optional.of(pixels);
    } catch (DataException e) {
      fail(i, e);
      return Optional.empty();
    } finally {
      if (alone) {
        photos.unlock();
      }
    }
  }

  // ---- the result ----

  private ImageSet result(PixelStore store, PixelLayout layout, long[] places) {
    int[] readable = IntStream.range(0, files.size()).filter(i -> failures[i] == null).toArray();
    AtomicReference<MemorySegment> stored = new AtomicReference<>();
    // By a thread that nobody interrupts: a file channel would close itself.
    team.each(1, "images kept", _ -> stored.set(store.finish()));
    List<String> remarks = new ArrayList<>(leftOut(readable.length));
    remarks.addAll(notes(readable));
    int grey = (int) IntStream.of(readable).filter(i -> layouts[i].channels() == 1).count();
    if (grey > 0 && grey < readable.length) {
      remarks.add(
          "%s: %,d of %,d images are grey; they get three equal channels, as the others have three"
              .formatted(source, grey, readable.length));
    }
    if (options.crop().isPresent()) {
      CropSamples pieces = pieces(stored.get(), layout, places, readable, options.crop().get());
      int[] files = IntStream.of(pieces.pictureOfEach()).map(p -> readable[p]).toArray();
      remarks.add(
          "%s: %,d images give %,d pieces each of %s; training draws other ones in every epoch"
              .formatted(source, readable.length, pieces.groupSize(), options.crop().get()));
      return new ImageSet(new RawData.Array(pieces, layout.kind()), files, remarks);
    }
    Dataset all = layout.samples(stored.get(), files.size(), keptSize(0), source.toString());
    Dataset samples = readable.length == files.size() ? all : all.subset(readable);
    return new ImageSet(new RawData.Array(samples, layout.kind()), readable, remarks);
  }

  private CropSamples pieces(
      MemorySegment stored, PixelLayout layout, long[] places, int[] readable, ImageSize size) {
    CropSamples.Pictures pictures =
        new CropSamples.Pictures(
            stored,
            !layout.deep(),
            IntStream.of(readable).mapToLong(i -> places[i]).toArray(),
            IntStream.of(readable).map(i -> keptSize(i).height()).toArray(),
            IntStream.of(readable).map(i -> keptSize(i).width()).toArray(),
            layout.channels());
    return new CropSamples(pictures, layout.shape(size), source.toString());
  }

  private DataException noneReadable() {
    return new DataException(
        "%s; none of the %,d images can be read".formatted(failures[0].getMessage(), files.size()),
        failures[0]);
  }

  private List<String> leftOut(int readable) {
    if (readable == files.size()) {
      return List.of();
    }
    int[] failed = IntStream.range(0, files.size()).filter(i -> failures[i] != null).toArray();
    List<String> names = IntStream.of(failed).mapToObj(i -> files.get(i).name(source)).toList();
    return List.of(
        "%s: left out %,d of %,d images, which cannot be read: %s. The first: %s"
            .formatted(
                source,
                failed.length,
                files.size(),
                ShortList.of(names),
                failures[failed[0]].getMessage()));
  }

  private List<String> notes(int[] readable) {
    Map<ImageDecoder.Note, Integer> counts = new EnumMap<>(ImageDecoder.Note.class);
    for (int i : readable) {
      for (ImageDecoder.Note note : notes.get(i)) {
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
}
