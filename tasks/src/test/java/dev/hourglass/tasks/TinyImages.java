package dev.hourglass.tasks;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import java.util.List;
import java.util.Random;

/** Images of 8×8 in three classes: a bar across, a bar upright, a block. Learnt in no time. */
public final class TinyImages {
  private static final int SIDE = 8;

  private TinyImages() {}

  public static Dataset of(int count, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[count * SIDE * SIDE];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 3;
      int at = 1 + random.nextInt(5);
      int across = 1 + random.nextInt(5);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          boolean ink =
              switch (classes[i]) {
                case 0 -> y == at || y == at + 1;
                case 1 -> x == at || x == at + 1;
                default -> x >= across && x <= across + 2 && y >= at && y <= at + 2;
              };
          pixels[(i * SIDE + y) * SIDE + x] = (ink ? 0.9f : 0.05f) + 0.05f * random.nextFloat();
        }
      }
    }
    return Dataset.ofFloats(pixels, SampleShape.image(1, SIDE, SIDE))
        .withLabels(new Labels(classes, List.of("across", "upright", "block")));
  }
}
