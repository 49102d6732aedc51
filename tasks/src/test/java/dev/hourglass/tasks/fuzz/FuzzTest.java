package dev.hourglass.tasks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a file holds, reading it ends in a result or in an exception that is documented, whose
 * message is short and names the file, soon and within bounded memory.
 *
 * <p>Another run: {@code -Dhourglass.fuzz.seed=N}; a longer one: {@code
 * -Dhourglass.fuzz.seconds=600}, which is per kind of file; one attack again: {@code
 * -Dhourglass.fuzz.kind=NPY -Dhourglass.fuzz.seed=N -Dhourglass.fuzz.attacks=1}.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("hourglass.fuzz.seed", 20261127);
  private static final int SECONDS = Integer.getInteger("hourglass.fuzz.seconds", 1);
  private static final int ATTACKS = Integer.getInteger("hourglass.fuzz.attacks", 300_000_000);
  private static final String KIND = System.getProperty("hourglass.fuzz.kind", "");

  /** More of one kind are usually one fault. */
  private static final int ENOUGH_COMPLAINTS = 20;

  /** What is read. */
  enum Kind {
    MODEL(ModelAttacks::ofModels),
    CHECKPOINT(ModelAttacks::ofCheckpoints),
    NPY(_ -> ArrayAttacks::npy),
    NPZ(_ -> ArrayAttacks::npz),
    IDX(_ -> ArrayAttacks::idx),
    TABLE(_ -> TableAttacks::table),
    LABELS(_ -> TableAttacks::labels),
    IMAGE(_ -> ImageAttacks::image),
    RECIPE(_ -> RecipeAttacks::recipe);

    private final Function<Path, FileAttacks> attacks;

    Kind(Function<Path, FileAttacks> attacks) {
      this.attacks = attacks;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatever_a_file_holds_it_is_read_or_refused_in_a_line(Kind kind)
      throws IOException, InterruptedException {
    if (!KIND.isEmpty() && !KIND.equals(kind.name())) {
      return;
    }
    FileAttacks attacks = kind.attacks.apply(folder);
    Map<String, String> complaints = new LinkedHashMap<>();
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(SECONDS).toNanos();
    int refused = 0;
    int made = 0;
    while (made < ATTACKS && System.nanoTime() < end && complaints.size() < ENOUGH_COMPLAINTS) {
      long seed = SEED + made++;
      Path here = Files.createDirectory(folder.resolve("attack"));
      Attack attack = attacks.next(here, new SplittableRandom(seed));
      Outcome outcome = Outcome.of(attack);
      refused += outcome.refused() ? 1 : 0;
      outcome
          .complaint()
          .ifPresent(
              text ->
                  complaints.putIfAbsent(
                      fault(text), "seed %d, %s: %s".formatted(seed, attack.what(), text)));
      remove(here);
    }
    System.out.printf(
        "fuzz %s: %d attacks from seed %d in %d ms, %d refused%n",
        kind, made, SEED, (System.nanoTime() - start) / 1_000_000, refused);
    assertThat(complaints.values()).isEmpty();
    if (made > 100) {
      // Attacks that are all refused, or all passed, would be no test.
      assertThat(refused).isBetween(1, made - 1);
    }
  }

  /** The same fault is one complaint, whatever numbers its message holds. */
  private static String fault(String complaint) {
    return complaint.replaceAll("(?m)^.*(Exception|Error).*$", "").replaceAll("[0-9]{2,}", "#");
  }

  private static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.toList().reversed()) {
        Files.delete(path);
      }
    }
  }
}
