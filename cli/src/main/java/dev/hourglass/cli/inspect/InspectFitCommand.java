package dev.hourglass.cli.inspect;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.cli.command.Interruption;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import dev.hourglass.tasks.anomaly.image.ImageDetectorFitting;
import dev.hourglass.tasks.anomaly.image.ImageDetectorOptions;
import dev.hourglass.tasks.anomaly.image.ImageReading;
import dev.hourglass.tasks.anomaly.image.ImageSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a detector of images. */
@Command(
    name = "fit",
    header = "Fit a detector on normal images and write it to a file.",
    description = {
      "",
      "A network learns to repair defects of many shapes that are drawn on the images; where it"
          + " would change an image, there is something that normal ones do not have. A fifth of"
          + " the images is kept aside to see what normal ones score. Images are shrunk to 128"
          + " pixels along their longer side; of several sizes all become squares."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect images fit good/ --out parts.safetensors",
      "  hourglass detect images fit xray/ --normal normal --out xray.safetensors"
    })
public final class InspectFitCommand implements Callable<Integer> {
  private static final int MOST_LINES = 10;

  @Parameters(
      paramLabel = "FOLDER",
      description = "A folder of normal images, or an array of them.")
  String folder;

  @Option(
      names = "--normal",
      paramLabel = "CLASS",
      description = "The sub-folder of normal images. Default: all images are normal.")
  String normal;

  @Option(
      names = "--threshold",
      paramLabel = "RULE",
      description =
          "From which score on an image is flagged, by the images kept aside: quantile:Q,"
              + " extreme:RISK or alarms:PER_DAY:IMAGES_PER_DAY. Default: quantile:0.99.")
  ThresholdRule threshold;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the detector goes (.safetensors).")
  Path out;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Passes over the images. Default: as many as see 60 million pixels.")
  Integer epochs;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop training after this long, such as 90s or 10m. Default: none.")
  Duration timeLimit;

  @Mixin ImageFlags images;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, Destination.Kind.SAFETENSORS);
    ImageDetectorOptions options =
        new ImageDetectorOptions(
            threshold == null ? ThresholdRule.defaultFor(Regime.NORMAL) : threshold,
            seed.seed,
            Optional.ofNullable(epochs),
            Optional.ofNullable(timeLimit));
    Dataset read = read();
    try (Interruption interruption = Interruption.watch(common.screen())) {
      Progress progress = new Progress(common.screen(), "", MOST_LINES, interruption::isRequested);
      ImageDetector detector =
          new ImageDetectorFitting(options, common.kernels(), progress).fit(read);
      progress.finish();
      ModelFile.write(destination.withFolder().file(), detector.model());
      interruption.tell(common.page(), detector.model());
      answer(options, detector, read.size());
    }
    return ExitCode.OK;
  }

  private Dataset read() {
    Dataset all;
    try (ReadingProgress watching = new ReadingProgress(common.screen())) {
      all = ImageReading.read(folder, images.options(), watching, common.screen()::remark);
    }
    if (normal == null) {
      all.labels()
          .filter(labels -> labels.names().size() > 1)
          .ifPresent(
              labels ->
                  common
                      .screen()
                      .remark(
                          "all classes are taken for normal (%s); --normal CLASS names one"
                              .formatted(String.join(", ", labels.names()))));
      return all;
    }
    Labels labels =
        all.labels()
            .orElseThrow(
                () -> new Mistake("--normal %s: %s has no sub-folders".formatted(normal, folder)));
    int number = labels.names().indexOf(normal);
    if (number < 0) {
      throw new Mistake(
          "--normal %s: is none of the classes %s"
              .formatted(normal, String.join(", ", labels.names())));
    }
    return all.subset(
        IntStream.range(0, all.size()).filter(i -> labels.values()[i] == number).toArray());
  }

  private void answer(ImageDetectorOptions options, ImageDetector detector, int count) {
    Provenance.Outcome outcome = detector.model().provenance().outcome();
    ImageSplit split = new ImageSplit(count);
    split.doubt(options.threshold()).ifPresent(common.screen()::remark);
    double seconds = detector.model().provenance().computation().seconds();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", out.toString());
    figures.put("images", count);
    figures.put("shape", detector.shape().toString());
    figures.put("thresholdRule", options.threshold().text());
    figures.put("threshold", detector.threshold());
    figures.put("epochs", outcome.epochs());
    outcome.stopped().ifPresent(why -> figures.put("stopReason", why));
    figures.put("seconds", seconds);
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "detector    %s%nfitted on   %,d normal images in %s, %d of %d epochs%s%nthreshold   %s"
                + " by %s of %,d %s%nmodel       %s%n",
            detector.model().autoencoder().blueprint().summary(),
            count,
            Progress.time(seconds),
            outcome.epochs(),
            detector.model().training().epochs(),
            outcome.stopped().map(" (%s)"::formatted).orElse(""),
            Progress.figure(detector.threshold()),
            options.threshold().text(),
            split.judging(),
            split.keepsSomeAside() ? "images kept aside" : "images",
            out);
  }
}
