package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Rows of a pump: three gauges that follow from its speed and its valve, which is open, half or
 * shut. In a faulty one a gauge shows what it would at another speed.
 */
final class Pumps {
  private static final List<String> GAUGES = List.of("flow", "pressure", "power");
  private static final List<String> VALVES = List.of("half", "open", "shut");

  private Pumps() {}

  /**
   * Pumps labelled 0, or with the gauge that is wrong.
   *
   * @param faultEvery so many rows one is faulty; 0 for none
   */
  static RawData.Table rows(int rows, int faultEvery, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] numbers = new double[4][rows];
    int[] valves = new int[rows];
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double speed = random.nextDouble(1000, 3000);
      valves[i] = random.nextInt(VALVES.size());
      String label = "0";
      boolean faulty = faultEvery > 0 && i % faultEvery == faultEvery / 2;
      numbers[0][i] = speed;
      for (int gauge = 0; gauge < 3; gauge++) {
        numbers[gauge + 1][i] = gauge(gauge, speed, valves[i]) * (1 + 0.01 * random.nextGaussian());
      }
      if (faulty) {
        int gauge = random.nextInt(3);
        numbers[gauge + 1][i] = gauge(gauge, speed > 2000 ? 1000 : 3000, valves[i]);
        label = GAUGES.get(gauge);
      }
      labels.add(label);
    }
    int[] lines = new int[rows];
    Arrays.setAll(lines, i -> i + 2);
    return new RawData.Table(
        List.of(
            new Column.Numeric("speed", numbers[0]),
            new Column.Categorical("valve", valves, VALVES),
            new Column.Numeric("flow", numbers[1]),
            new Column.Numeric("pressure", numbers[2]),
            new Column.Numeric("power", numbers[3])),
        true,
        lines,
        Optional.of(Labels.of(labels)),
        "pumps.csv");
  }

  private static double gauge(int gauge, double speed, int valve) {
    double open = new double[] {0.5, 1, 0.1}[valve];
    return switch (gauge) {
      case 0 -> speed * open / 50;
      case 1 -> speed * speed * (1.2 - open) / 1e6;
      default -> 2 + speed * (0.5 + open) / 500;
    };
  }
}
