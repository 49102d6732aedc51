package dev.hourglass.tasks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class CorrectorSectionTest {
  private static final CorrectorSection CODEC = CorrectorSection.CODEC;

  private static CorrectorState state() {
    Map<String, Double> counts = new LinkedHashMap<>();
    counts.put("Straße", 12.5);
    counts.put("слово", 0.0);
    counts.put("𝔵y", 3.0);
    SparseCounts slips = new SparseCounts();
    slips.add(77, 2.5f);
    slips.add(5, 1);
    return new CorrectorState(WordList.of(counts), slips, new Ranking(1.25, 0.5, -0.125));
  }

  private static Section with(String tensor, Block block) {
    Section section = CODEC.write(state());
    SequencedMap<String, Block> tensors = new LinkedHashMap<>(section.tensors());
    tensors.put(tensor, block);
    return new Section(section.version(), section.json(), tensors);
  }

  private static Block doubles(double... numbers) {
    return new Block(
        StoredType.F64, List.of((long) numbers.length), MemorySegment.ofArray(numbers));
  }

  @Test
  void a_state_comes_back_as_it_was_written() {
    CorrectorState written = state();
    CorrectorState read = CODEC.read(CODEC.write(written));
    assertThat(read.words().words()).isEqualTo(written.words().words());
    for (int w = 0; w < read.words().size(); w++) {
      assertThat(read.words().count(w)).isEqualTo(written.words().count(w));
    }
    assertThat(read.ranking()).isEqualTo(written.ranking());
    assertThat(read.slips().keys()).hasSize(2);
    assertThat(read.slips().get(77)).isEqualTo(2.5f);
    assertThat(read.slips().get(5)).isEqualTo(1);
    assertThat(read.slips().get(78)).isZero();
  }

  @Test
  void a_corrector_without_pairs_has_no_counts_of_slips() {
    CorrectorState written =
        new CorrectorState(state().words(), new SparseCounts(), state().ranking());
    Section section = CODEC.write(written);
    assertThat(section.tensors()).containsOnlyKeys("words.counts");
    assertThat(CODEC.read(section).slips().keys()).isEmpty();
  }

  @Test
  void damaged_tensors_are_refused_by_name() {
    assertThatThrownBy(() -> CODEC.read(with("words.counts", doubles(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'words.counts'")
        .hasMessageContaining("3 numbers");
    assertThatThrownBy(() -> CODEC.read(with("words.counts", doubles(1, -2, 3))))
        .hasMessageContaining("'words.counts'")
        .hasMessageContaining("-2.0");
    assertThatThrownBy(() -> CODEC.read(with("slips.counts", doubles(1, Double.NaN))))
        .hasMessageContaining("'slips.counts'")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> CODEC.read(with("slips.keys", doubles(1, 2))))
        .hasMessageContaining("'slips.keys'");
  }

  @Test
  void damaged_content_is_refused_by_name() {
    Section section = CODEC.write(state());
    Map<String, Object> twice = new LinkedHashMap<>(section.content());
    twice.put("words", List.of("a", "b", "a"));
    assertThatThrownBy(() -> CODEC.read(Section.of(1, twice, section.tensors())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("words");
    Map<String, Object> unranked = new LinkedHashMap<>(section.content());
    unranked.remove("ranking");
    assertThatThrownBy(() -> CODEC.read(Section.of(1, unranked, section.tensors())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ranking");
    assertThatThrownBy(() -> CODEC.read(Section.of(1, section.content())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("words.counts");
  }
}
