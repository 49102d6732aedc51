package dev.hourglass.examples;

import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Scores payments one by one, as a service would: each is a map of names to texts, and the detector
 * may be asked from any thread.
 *
 * <p>The payments are made up here. Each shop has its usual amounts and hours; a fraud takes an
 * amount of one kind of shop to another, at night.
 */
public final class ScoreAsTheyCome {
  private static final int PAYMENTS = 5_000;
  private static final int INCOMING = 2_000;
  private static final int FRAUD_EVERY = 100;
  private static final List<String> SHOPS = List.of("grocer", "petrol", "jeweller", "travel");
  private static final double[] AMOUNTS = {35, 60, 900, 400};
  private static final double[] HOURS = {11, 15, 14, 18};

  private ScoreAsTheyCome() {}

  /** Runs it; the table goes to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>(List.of("shop,amount,hour,abroad"));
    for (int i = 0; i < PAYMENTS; i++) {
      lines.add(String.join(",", payment(random, false).values()));
    }
    Path file =
        Files.write(Path.of(args.length == 0 ? "target" : args[0]).resolve("payments.csv"), lines);

    Detector detector =
        Detector.fit(
            DataReader.read(file, ReadOptions.defaults()),
            DetectorOptions.of(Regime.NORMAL),
            KernelLadder.climb(KernelChoice.AUTO));

    int frauds = 0;
    int alarms = 0;
    for (int i = 0; i < INCOMING; i++) {
      boolean fraud = i % FRAUD_EVERY == FRAUD_EVERY / 2;
      Verdict verdict = detector.score(payment(random, fraud));
      if (verdict.flagged()) {
        frauds += fraud ? 1 : 0;
        alarms += fraud ? 0 : 1;
      }
    }
    System.out.printf("frauds found of %d: %d%n", INCOMING / FRAUD_EVERY, frauds);
    System.out.printf(
        Locale.ROOT,
        "false alarms: %.1f %%%n",
        100.0 * alarms / (INCOMING - INCOMING / FRAUD_EVERY));
  }

  private static Map<String, String> payment(SplittableRandom random, boolean fraud) {
    int shop = random.nextInt(SHOPS.size());
    int usual = fraud ? (shop + 2) % SHOPS.size() : shop;
    double amount = AMOUNTS[usual] * Math.exp(0.3 * random.nextGaussian());
    double hour = fraud ? 2 + random.nextDouble() : HOURS[shop] + 1.5 * random.nextGaussian();
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("shop", SHOPS.get(shop));
    cells.put("amount", String.format(Locale.ROOT, "%.2f", amount));
    cells.put("hour", String.format(Locale.ROOT, "%.2f", hour));
    cells.put("abroad", random.nextInt(10) == 0 ? "yes" : "no");
    return cells;
  }
}
