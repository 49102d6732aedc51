package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Training;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What differs between the training that wrote a checkpoint and the one that resumes it.
 *
 * @param allowed how far and how fast it goes: may change, and is recorded
 * @param refused everything else
 */
record ChangesOnResuming(List<String> allowed, List<String> refused) {
  /** Keys of {@link Training#toMap} that may change on resuming. */
  private static final Set<String> CHANGEABLE = Set.of("epochs", "learningRate", "schedule");

  /** Keys that change no parameter of a whole epoch. */
  private static final Set<String> IRRELEVANT = Set.of("timeLimitSeconds");

  static ChangesOnResuming between(Training then, Training now) {
    Map<String, Object> was = then.toMap();
    Map<String, Object> is = now.toMap();
    Set<String> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    keys.removeAll(IRRELEVANT);
    List<String> allowed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (String key : keys) {
      if (!Objects.equals(was.get(key), is.get(key))) {
        (CHANGEABLE.contains(key) ? allowed : refused)
            .add("%s %s → %s".formatted(words(key), text(was.get(key)), text(is.get(key))));
      }
    }
    return new ChangesOnResuming(allowed, refused);
  }

  /** {@code batchSize} as {@code batch size}. */
  private static String words(String key) {
    return key.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** {@code {kind=step, epochs=4, factor=0.5}} as {@code step:4:0.5}. */
  private static String text(Object value) {
    return switch (value) {
      case null -> "none";
      case Map<?, ?> map ->
          map.values().stream().map(String::valueOf).collect(Collectors.joining(":"));
      default -> value.toString();
    };
  }
}
