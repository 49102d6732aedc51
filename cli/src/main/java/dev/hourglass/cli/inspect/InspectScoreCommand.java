package dev.hourglass.cli.inspect;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.CsvOutput;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import dev.hourglass.tasks.anomaly.image.ImageReading;
import dev.hourglass.tasks.anomaly.image.ImageScore;
import dev.hourglass.tasks.picture.MedicalNotice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a detector about images. */
@Command(
    name = "score",
    header = "Say how unlike normal ones images are, and where.",
    description = {
      "",
      "Prints a line of CSV for each image: its score, the two parts of it, whether it is flagged,"
          + " and the box around its worst region in pixels; --json has all regions. --overlay"
          + " draws each image with what the network would repair over it; --maps writes that as"
          + " numbers. Slices of a volume are called NAME#3, the third. This is no medical device."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect images score parts.safetensors new/ --overlay heat/",
      "  hourglass detect images score parts.safetensors one.png --out scores.csv"
    })
public final class InspectScoreCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of(
          "image",
          "score",
          "repair",
          "neighbours",
          "flagged",
          "regions",
          "x",
          "y",
          "width",
          "height");

  @Parameters(index = "0", paramLabel = "MODEL", description = "A file of detect images fit.")
  Path model;

  @Parameters(index = "1", paramLabel = "IN", description = "An image, or a folder of images.")
  Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the lines go (.csv). Default: standard output.")
  Path out;

  @Option(
      names = "--overlay",
      paramLabel = "FOLDER",
      description = "Where a .png of each image goes, with the heat map over it.")
  Path overlay;

  @Option(
      names = "--maps",
      paramLabel = "FOLDER",
      description =
          "Where the map of each image goes, as numbers: a .png of 16 bits, a thousand levels a"
              + " deviation of normal images, or, for a NIfTI volume, a volume of the same grid in"
              + " deviations.")
  Path maps;

  @Mixin ImageFlags images;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    if (out != null) {
      out = Destination.of("--out", out, Destination.Kind.CSV).file();
    }
    checkFolder("--overlay", overlay);
    checkFolder("--maps", maps);
    ImageDetector detector = ImageDetector.load(model, common.kernels());
    Dataset read;
    try (ReadingProgress watching = new ReadingProgress(common.screen())) {
      read =
          ImageReading.readLike(
              detector.shape(), in.toString(), images.options(), watching, common.screen()::remark);
    }
    List<String> names = read.sampleNames();
    List<PictureFrame> files = new ArrayList<>();
    List<SampleShape> shapes = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      if (names.isEmpty()) {
        shapes.add(detector.shape());
      } else {
        files.add(PictureFrame.named(in, names.get(i)));
        shapes.add(Picture.sizeOf(files.getLast()));
      }
    }
    if ((overlay != null || maps != null) && files.isEmpty()) {
      throw new Mistake("--overlay and --maps draw on image files, but %s is none".formatted(in));
    }
    List<ImageDetector.Seen> seen = detector.look(read, shapes);
    if (overlay != null) {
      new MapFiles(detector, in).overlay(overlay, files, seen);
    }
    if (maps != null) {
      new MapFiles(detector, in).numbers(maps, files, seen);
    }
    write(seen, names, detector.threshold());
    return ExitCode.OK;
  }

  private static void checkFolder(String flag, Path folder) {
    if (folder == null) {
      return;
    }
    if (Files.isRegularFile(folder)) {
      throw new Mistake("%s %s: is a file; name a folder".formatted(flag, folder));
    }
    Destination.folder(flag, folder);
  }

  private void write(List<ImageDetector.Seen> seen, List<String> names, double threshold) {
    IntFunction<String> name = i -> names.isEmpty() ? Integer.toString(i) : names.get(i);
    if (out != null) {
      new Destination(out, Destination.Kind.CSV)
          .write(
              stream ->
                  CsvOutput.write(
                      stream, HEADER, seen.size(), i -> cells(name.apply(i), seen.get(i).score())));
      long flagged = seen.stream().filter(each -> each.score().flagged()).count();
      common.page().printf("%s: %,d images, %,d flagged%n", out, seen.size(), flagged);
      common.page().println(MedicalNotice.TEXT);
    }
    if (common.json) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (int i = 0; i < seen.size(); i++) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("image", name.apply(i));
        figures.putAll(seen.get(i).score().toMap());
        all.add(figures);
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("notice", MedicalNotice.TEXT);
      answer.put("threshold", threshold);
      answer.put("images", all);
      common.print(answer);
    } else if (out == null) {
      try {
        CsvOutput.write(
            common.page(), HEADER, seen.size(), i -> cells(name.apply(i), seen.get(i).score()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // Standard output is a table that others read.
      common.screen().say(MedicalNotice.TEXT);
    }
  }

  private static List<String> cells(String name, ImageScore score) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (double figure : new double[] {score.score(), score.repair(), score.neighbours()}) {
      cells.add(String.format(Locale.ROOT, "%.4f", figure));
    }
    cells.add(Boolean.toString(score.flagged()));
    cells.add(Integer.toString(score.regions().size()));
    if (score.regions().isEmpty()) {
      cells.addAll(List.of("", "", "", ""));
    } else {
      ImageScore.Region worst = score.regions().getFirst();
      for (int number : new int[] {worst.x(), worst.y(), worst.width(), worst.height()}) {
        cells.add(Integer.toString(number));
      }
    }
    return cells;
  }
}
