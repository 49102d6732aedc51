package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyLabelsTest {
  private static RawData labelled(String... labels) {
    Dataset rows = Dataset.of(new float[labels.length][1]);
    return new RawData.Array(rows.withLabels(Labels.of(List.of(labels))), NumberKind.FLOATS);
  }

  @Test
  void zero_or_normal_is_normal_however_it_is_written() {
    assertThat(AnomalyLabels.of(labelled("0", "1", "0"), Optional.empty()).anomalies())
        .containsExactly(false, true, false);
    assertThat(AnomalyLabels.of(labelled("0.0", "1.0"), Optional.empty()).anomalies())
        .containsExactly(false, true);
    assertThat(AnomalyLabels.of(labelled("Normal", "fraud"), Optional.empty()).anomalies())
        .containsExactly(false, true);
  }

  @Test
  void all_other_labels_are_anomalies_which_is_said() {
    AnomalyLabels labels = AnomalyLabels.of(labelled("normal", "dos", "probe"), Optional.empty());
    assertThat(labels.anomalies()).containsExactly(false, true, true);
    assertThat(labels.remarks()).singleElement().asString().contains("'normal'", "dos, probe");
    assertThat(labels.normalRows()).containsExactly(0);
  }

  @Test
  void another_label_may_be_the_normal_one() {
    AnomalyLabels labels = AnomalyLabels.of(labelled("1", "-1"), Optional.of("1"));
    assertThat(labels.anomalies()).containsExactly(false, true);
    assertThat(labels.normal()).isEqualTo("1");
  }

  @Test
  void what_cannot_be_told_is_refused() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AnomalyLabels.of(labelled("a", "b", "c"), Optional.empty()))
        .withMessageContainingAll("a, b, c", "option 'normal'");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AnomalyLabels.of(labelled("0", "normal"), Optional.empty()))
        .withMessageContaining("0 and normal");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AnomalyLabels.of(labelled("0", "1"), Optional.of("2")))
        .withMessageContainingAll("'2'", "0, 1");
    RawData bare = new RawData.Array(Dataset.of(new float[2][1]), NumberKind.FLOATS);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AnomalyLabels.of(bare, Optional.empty()))
        .withMessageContaining("option 'label-column'");
  }
}
