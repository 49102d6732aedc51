package dev.hourglass.examples;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.image.HeatMap;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import dev.hourglass.tasks.anomaly.image.ImageDetectorFitting;
import dev.hourglass.tasks.anomaly.image.ImageDetectorOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Finds what is wrong in images without having seen anything wrong: a detector fitted on good discs
 * tells scratched ones and says where the scratch is.
 */
public final class FindDefects {
  private static final SampleShape SHAPE = SampleShape.image(1, 48, 48);
  private static final int SCRATCHED = 20;

  private FindDefects() {}

  /** Runs it; a heat map goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);

    ImageDetector detector =
        new ImageDetectorFitting(
                ImageDetectorOptions.defaults().withEpochs(20), kernels, TrainingListener.SILENT)
            .fit(discs(60, 1, false));

    Dataset scratched = discs(SCRATCHED, 2, true);
    List<SampleShape> shapes = Collections.nCopies(SCRATCHED, SHAPE);
    List<ImageDetector.Seen> seen = detector.look(scratched, shapes);
    System.out.printf("scratched discs flagged of %d: %d%n", SCRATCHED, flagged(seen));
    System.out.printf(
        "good discs flagged of %d: %d%n",
        SCRATCHED, flagged(detector.look(discs(SCRATCHED, 3, false), shapes)));
    System.out.println("where the first one's is: " + seen.getFirst().score().regions().getFirst());

    Path file = folder.resolve("defect.png");
    new HeatMap(SHAPE, seen.getFirst().map(), detector.placeThreshold())
        .over(new Picture(scratched.row(0), SHAPE, 8))
        .writePng(file);
    System.out.println("picture: " + file);
  }

  private static long flagged(List<ImageDetector.Seen> seen) {
    return seen.stream().filter(each -> each.score().flagged()).count();
  }

  private static Dataset discs(int count, long seed, boolean scratched) {
    Random random = new Random(seed);
    int side = SHAPE.width();
    float[] images = new float[count * side * side];
    for (int i = 0; i < count; i++) {
      double middleX = 22 + 4 * random.nextDouble();
      double middleY = 22 + 4 * random.nextDouble();
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double level = Math.hypot(x - middleX, y - middleY) < 17 ? 0.6 : 0.15;
          if (scratched && Math.abs(x - 26) < 7 && Math.abs(y - 20 - (x - 26) / 3.0) < 1.5) {
            level = 0.25;
          }
          images[(i * side + y) * side + x] = (float) (level + 0.02 * random.nextGaussian());
        }
      }
    }
    return Dataset.ofFloats(images, SHAPE);
  }
}
