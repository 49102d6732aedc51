package dev.hourglass.cli.inspect;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.tasks.anomaly.image.DefectMasks;
import dev.hourglass.tasks.anomaly.image.ImageDetectionEvaluation;
import dev.hourglass.tasks.anomaly.image.ImageDetectionReport;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import dev.hourglass.tasks.anomaly.image.ImageReading;
import dev.hourglass.tasks.picture.MedicalNotice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a detector of images. */
@Command(
    name = "evaluate",
    header = "Measure a detector on images whose folders tell which are normal.",
    description = {
      "",
      "All sub-folders but that of --normal hold anomalies. rocAuc and averagePrecision do not"
          + " depend on the threshold; flagged, precision and recall do. The parts of the score are"
          + " told by themselves, beside principal components. With --masks pro is the mean share"
          + " of a defect that lies above a threshold, over all at which no more than three in ten"
          + " places without a defect do (Bergmann et al. 2021). This is no medical device."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass detect images evaluate parts.safetensors labelled/ --normal good"
    })
public final class InspectEvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A file of detect images fit.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "A folder with a sub-folder for each class.")
  String folder;

  @Option(
      names = "--normal",
      paramLabel = "CLASS",
      description = "The sub-folder of normal images. Default: normal.")
  String normal = "normal";

  @Option(
      names = "--masks",
      paramLabel = "FOLDER",
      description =
          "Images of where the defects are, bright there, in folders and by names as FOLDER's (or"
              + " with _mask behind the name): tells pro, the mean share of a defect that a map"
              + " covers.")
  Path masks;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A page (.html) with scores, heat maps and figures beside the baseline.")
  Path report;

  @Mixin ImageFlags images;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Optional<Destination> page =
        Optional.ofNullable(report)
            .map(file -> Destination.of("--report", file, Destination.Kind.HTML));
    ImageDetector detector = ImageDetector.load(model, common.kernels());
    Dataset read;
    try (ReadingProgress watching = new ReadingProgress(common.screen())) {
      read =
          ImageReading.readLike(
              detector.shape(), folder, images.options(), watching, common.screen()::remark);
    }
    ImageDetectionEvaluation evaluation =
        ImageDetectionEvaluation.of(
            detector, read, normal, Optional.ofNullable(masks).map(DefectMasks::in));
    page.ifPresent(to -> to.writeText(new ImageDetectionReport(detector, evaluation, read).html()));
    if (evaluation.fitted() > 0) {
      common
          .screen()
          .warn(
              "%,d of the normal images are among those that were fitted: the figures flatter"
                  .formatted(evaluation.fitted()));
    }
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>(evaluation.toMap());
      figures.put("notice", MedicalNotice.TEXT);
      common.print(figures);
    }
    print(evaluation);
    return ExitCode.OK;
  }

  private void print(ImageDetectionEvaluation evaluation) {
    ImageDetectionEvaluation.Outcome outcome = evaluation.outcome();
    common
        .page()
        .printf(
            Locale.ROOT,
            "%,d images, %,d anomalies%nROC-AUC            %.3f%naverage precision  %.3f%nflagged  "
                + "          %,d, of which %,d are anomalies%n",
            outcome.images(),
            outcome.anomalies(),
            evaluation.ranking().rocAuc(),
            evaluation.ranking().averagePrecision(),
            outcome.flagged(),
            outcome.found());
    evaluation
        .overlap()
        .ifPresent(
            overlap ->
                common
                    .page()
                    .printf(
                        Locale.ROOT,
                        "PRO                %.3f of %,d defects; ROC-AUC of places %.3f%n",
                        overlap.pro(),
                        overlap.regions(),
                        overlap.placeRocAuc()));
    evaluation
        .parts()
        .forEach(
            (name, ranking) ->
                common
                    .page()
                    .printf(
                        Locale.ROOT, "by %-15s ROC-AUC %.3f%n", name + " alone", ranking.rocAuc()));
    common.page().println(MedicalNotice.TEXT);
  }
}
