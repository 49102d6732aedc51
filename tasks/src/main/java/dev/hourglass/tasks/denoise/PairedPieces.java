package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.CropSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.OpenScans;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads noisy pictures and what they look like clean, as pieces cut at the same places of both. */
public final class PairedPieces {
  private static final long ALIGNMENT = 64;

  /**
   * Two files of one picture.
   *
   * @param noisy as it was taken
   * @param clean as it should be
   */
  public record PicturePair(PictureFrame noisy, PictureFrame clean) {
    /**
     * Reads both, in colour where one of them is.
     *
     * @throws DataException if they are not of one size
     */
    public DenoisingEvaluation.Damaged read() {
      return read(new OpenScans());
    }

    private DenoisingEvaluation.Damaged read(OpenScans scans) {
      Picture in = Picture.read(noisy, scans);
      Picture target = Picture.read(clean, scans);
      SampleShape size = in.shape();
      SampleShape wanted = target.shape();
      if (size.height() != wanted.height() || size.width() != wanted.width()) {
        throw new DataException(
            "%s is %dx%d and %s %dx%d pixels, but both of a pair are of one size"
                .formatted(
                    noisy, size.width(), size.height(), clean, wanted.width(), wanted.height()));
      }
      return size.equals(wanted)
          ? new DenoisingEvaluation.Damaged(target, in)
          : new DenoisingEvaluation.Damaged(target.toRgb(), in.toRgb());
    }
  }

  private PairedPieces() {}

  /**
   * Which files belong together.
   *
   * @param pairs a folder of noisy pictures called as the clean ones; or a text file with a line
   *     for each pair, the noisy file and the clean one apart by a comma or tab, seen from the
   *     folder it lies in or, for the clean one, from {@code clean}; a first line that names no
   *     files is a header
   * @param clean the folder of clean pictures
   * @throws DataException naming the line or file that finds no other
   */
  public static List<PicturePair> find(Path pairs, Path clean) {
    if (!Files.exists(pairs)) {
      throw DataException.missing(pairs);
    }
    List<PicturePair> found =
        Files.isDirectory(pairs) ? byName(pairs, clean) : listed(pairs, clean);
    if (found.isEmpty()) {
      throw new DataException(pairs + ": names no pairs of a noisy and a clean picture");
    }
    return found;
  }

  private static List<PicturePair> byName(Path noisy, Path clean) {
    Map<String, Path> known = new HashMap<>();
    for (Path file : Picture.filesAt(clean)) {
      known.put(stem(clean, file), file);
    }
    List<PicturePair> found = new ArrayList<>();
    for (Path file : Picture.filesAt(noisy)) {
      Path other = known.get(stem(noisy, file));
      if (other == null) {
        throw new DataException(
            "%s: has no clean picture of the same name in %s; add it, or take this one away"
                .formatted(file, clean));
      }
      addSlices(file, other, found);
    }
    return found;
  }

  /** Slices of two scans belong together in their order. */
  private static void addSlices(Path noisy, Path clean, List<PicturePair> found) {
    List<PictureFrame> first = PictureFrame.of(noisy);
    List<PictureFrame> second = PictureFrame.of(clean);
    if (first.size() != second.size()) {
      throw new DataException(
          "%s has %d slices and %s %d, but both of a pair have as many"
              .formatted(noisy, first.size(), clean, second.size()));
    }
    for (int i = 0; i < first.size(); i++) {
      found.add(new PicturePair(first.get(i), second.get(i)));
    }
  }

  private static String stem(Path folder, Path file) {
    if (folder.equals(file)) {
      return "";
    }
    String name = folder.relativize(file).toString();
    return name.substring(0, name.length() - file.getFileName().toString().length())
        + ImageFormat.stem(file);
  }

  private static List<PicturePair> listed(Path file, Path clean) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": is no text in UTF-8; list pairs as NOISY,CLEAN", e);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
    Path folder = file.toAbsolutePath().getParent();
    List<PicturePair> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] cells = lines.get(i).split(lines.get(i).contains("\t") ? "\t" : ",", -1);
      if (cells.length != 2) {
        throw new DataException(
            "%s: line %d has %d cells, but a noisy and a clean file are expected: NOISY,CLEAN"
                .formatted(file, i + 1, cells.length));
      }
      Path noisy = folder.resolve(unquoted(cells[0]));
      Path target = folder.resolve(unquoted(cells[1]));
      if (!Files.isRegularFile(target)) {
        target = clean.resolve(unquoted(cells[1]));
      }
      boolean header = i == 0 && !Files.isRegularFile(noisy) && !Files.isRegularFile(target);
      if (header) {
        continue;
      }
      for (Path each : List.of(noisy, target)) {
        if (!Files.isRegularFile(each)) {
          throw new DataException(
              "%s: line %d names %s, which is not there".formatted(file, i + 1, each));
        }
      }
      addSlices(noisy, target, found);
    }
    return found;
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /**
   * Reads pairs into memory.
   *
   * @throws DataException naming a pair of different sizes, or one too small to learn from
   */
  public static Pairs read(List<PicturePair> files) {
    List<Picture> noisy = new ArrayList<>();
    List<Picture> clean = new ArrayList<>();
    boolean colored = false;
    OpenScans scans = new OpenScans();
    int side = CleanPieces.MOST_SIDE;
    for (PicturePair pair : files) {
      DenoisingEvaluation.Damaged both = pair.read(scans);
      SampleShape size = both.clean().shape();
      side = Math.min(side, Math.min(size.height(), size.width()));
      if (side < CleanPieces.LEAST_SIDE) {
        throw CleanPieces.tooSmall(pair.noisy.toString(), size);
      }
      colored |= size.channels() == 3;
      noisy.add(both.noisy());
      clean.add(both.clean());
    }
    int whole = side / CleanPieces.STRIDE * CleanPieces.STRIDE;
    Path folder = files.getFirst().clean.file().toAbsolutePath().getParent();
    return new Pairs(pieces(noisy, colored, whole, folder), pieces(clean, colored, whole, folder));
  }

  private static Dataset pieces(List<Picture> pictures, boolean colored, int side, Path folder) {
    int count = pictures.size();
    long[] places = new long[count];
    int[] heights = new int[count];
    int[] widths = new int[count];
    long bytes = 0;
    int channels = colored ? 3 : 1;
    for (int i = 0; i < count; i++) {
      places[i] = bytes;
      heights[i] = pictures.get(i).shape().height();
      widths[i] = pictures.get(i).shape().width();
      bytes += (long) heights[i] * widths[i] * channels * Float.BYTES;
    }
    MemorySegment stored = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    for (int i = 0; i < count; i++) {
      Picture picture = colored ? pictures.get(i).toRgb() : pictures.get(i);
      MemorySegment.copy(
          picture.values(), 0, stored, ValueLayout.JAVA_FLOAT, places[i], picture.values().length);
    }
    return new CropSamples(
        new CropSamples.Pictures(stored, false, places, heights, widths, channels),
        SampleShape.image(channels, side, side),
        folder.toString());
  }
}
