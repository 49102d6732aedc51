package dev.hourglass.tasks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.TinyImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ComparisonResultTest {
  private static final Dataset SAMPLES = TinyImages.of(40, 1);

  private static ComparisonResult resultWith(SequencedMap<String, String> failures) {
    return new ComparisonResult(
        ComparisonData.split("tiny", SAMPLES, 0.1, 0.2, 1),
        ComparisonOptions.defaults(),
        List.of(),
        failures,
        new int[0],
        new ComparisonResult.Setting("1", "today", KernelLadder.portable(), "here", 0));
  }

  @Test
  void failures_are_told_in_the_order_they_were_tried() {
    SequencedMap<String, String> failures = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      failures.put("model " + i, "diverged");
    }
    List<String> tried = new ArrayList<>(failures.keySet());

    ComparisonResult result = resultWith(failures);

    assertThat(result.failures().keySet()).containsExactlyElementsOf(tried);
    assertThat(((Map<?, ?>) result.toMap().get("failures")).keySet().stream().toList())
        .isEqualTo(tried);
  }

  @Test
  void a_result_is_not_changed_by_what_becomes_of_the_map_it_was_made_from() {
    SequencedMap<String, String> failures = new LinkedHashMap<>();
    failures.put("wild", "diverged");
    ComparisonResult result = resultWith(failures);
    failures.clear();
    assertThat(result.failures()).containsExactly(Map.entry("wild", "diverged"));
    assertThatThrownBy(() -> result.failures().put("tame", ""))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
