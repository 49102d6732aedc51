package dev.hourglass.autoencoder.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A use keeps its own things in a model file, as a detector or an index will. */
class SectionTest {
  private static final SectionCodec<ThresholdSection> CODEC = ThresholdSection.CODEC;
  private static final ThresholdSection VALUE =
      new ThresholdSection(0.125, 0.99, new float[] {1.5f, -2});
  private static ModelFile.Model plain;

  @BeforeAll
  static void train() {
    Dataset samples = Samples.of(32, 1);
    plain =
        new Trainer(Samples.training().withEpochs(1), Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples)
            .model(
                Preparation.none(SampleShape.vector(Samples.FEATURES)),
                Samples.training(),
                samples);
  }

  @Test
  void a_model_without_the_section_says_so() {
    assertThat(plain.section(CODEC)).isEmpty();
    assertThat(ModelFile.read(ModelFile.toBytes(plain), Samples.KERNELS).section(CODEC)).isEmpty();
  }

  @Test
  void what_a_use_writes_it_reads_again() throws Exception {
    byte[] bytes = ModelFile.toBytes(plain.withSection(CODEC, VALUE));
    assertValue(ModelFile.read(bytes, Samples.KERNELS));
    Safetensors raw = Safetensors.read(bytes, Arena.ofAuto());
    assertThat(raw.metadata())
        .containsEntry("section/threshold", "{\"threshold\":0.125,\"share\":0.99}")
        .containsEntry("section/threshold/version", "2");
    assertThat(raw.tensors().get("threshold/mean").sides()).containsExactly(2L);
  }

  @Test
  void a_value_takes_the_place_of_the_one_before() {
    ModelFile.Model model =
        plain
            .withSection(CODEC, new ThresholdSection(9, 0.5, new float[0]))
            .withSection(CODEC, VALUE);
    assertValue(ModelFile.read(ModelFile.toBytes(model), Samples.KERNELS));
  }

  @Test
  void an_older_section_is_migrated() {
    ModelFile.Model read =
        ModelFile.read(
            ModelFile.toBytes(
                with("threshold", version1("{\"threshold\":0.125,\"percentile\":99.0}"))),
            Samples.KERNELS);
    assertThat(read.sections().get("threshold").version()).isEqualTo(1);
    assertValue(read);
    assertThat(
            ModelFile.read(ModelFile.toBytes(read), Samples.KERNELS)
                .sections()
                .get("threshold")
                .version())
        .isEqualTo(1);
  }

  @Test
  void a_newer_section_is_too_new_and_its_model_is_not() {
    Section newer = new Section(3, "{}", new LinkedHashMap<>());
    ModelFile.Model read =
        ModelFile.read(ModelFile.toBytes(with("threshold", newer)), Samples.KERNELS);
    assertThatThrownBy(() -> read.section(CODEC))
        .isInstanceOfSatisfying(
            ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_NEW))
        .hasMessageContaining("the model's section 'threshold' is too new for this version")
        .hasMessageContaining("it is of version 3")
        .hasMessageContaining("which reads versions up to 2; upgrade Hourglass");
  }

  @Test
  void a_section_that_makes_no_sense_to_its_use_is_damaged() {
    for (String json : List.of("{\"threshold\":\"x\",\"percentile\":99}", "{}")) {
      assertThatThrownBy(() -> with("threshold", version1(json)).section(CODEC))
          .isInstanceOfSatisfying(
              ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
          .hasMessageContaining("the model's section 'threshold' is damaged: threshold");
    }
    Section withoutTensor = Section.of(2, Map.of("threshold", 1, "share", 0.5));
    assertThatThrownBy(() -> with("threshold", withoutTensor).section(CODEC))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("it lacks the tensor 'mean'");
  }

  @Test
  void a_migration_that_skips_a_version_is_a_fault_of_the_program() {
    SectionCodec<String> standing =
        new SectionCodec<>() {
          @Override
          public String name() {
            return "threshold";
          }

          @Override
          public int version() {
            return 2;
          }

          @Override
          public Section write(String value) {
            return Section.of(2, Map.of());
          }

          @Override
          public String read(Section section) {
            return section.json();
          }

          @Override
          public Section migrate(Section section) {
            return section;
          }
        };
    assertThatThrownBy(() -> with("threshold", version1("{}")).section(standing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 1 was migrated to version 1 instead of the next");
  }

  /** Numbers, keys and spaces as another program wrote them, and types that no tensor here has. */
  @Test
  void a_section_nobody_knows_survives_reading_and_writing_byte_by_byte() throws Exception {
    String json = "{ \"words\": [\"grüß\", 1.50, 1e3, null, {\"b\":1,\"a\":2}],  \"x\":0.1 }";
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    byte[] words = {1, 2, 3, 4, 5, 6};
    tensors.put(
        "words", new Block(StoredType.U8, List.of(1L, 3L, 2L), MemorySegment.ofArray(words)));
    tensors.put(
        "count", new Block(StoredType.I64, List.of(), MemorySegment.ofArray(new long[] {7})));
    ModelFile.Model model = with("word-index", new Section(5, json, tensors));
    byte[] bytes = ModelFile.toBytes(model);
    ModelFile.Model read = ModelFile.read(bytes, Samples.KERNELS);
    assertThat(ModelFile.toBytes(read)).isEqualTo(bytes);
    Section section =
        ModelFile.read(ModelFile.toBytes(read), Samples.KERNELS).sections().get("word-index");
    assertThat(section.version()).isEqualTo(5);
    assertThat(section.json()).isEqualTo(json);
    assertThat(section.tensor("words").type()).isEqualTo(StoredType.U8);
    assertThat(section.tensor("words").sides()).containsExactly(1L, 3L, 2L);
    assertThat(section.tensor("words").bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(words);
    assertThat(section.tensor("count").sides()).isEmpty();

    ModelFile.Model both = read.withSection(CODEC, VALUE);
    assertThat(ModelFile.read(ModelFile.toBytes(both), Samples.KERNELS).sections())
        .containsOnlyKeys("word-index", "threshold");
  }

  @Test
  void names_that_no_section_can_have_are_refused() {
    for (String name : List.of("", "Index", "a/b", "1st", "a b")) {
      assertThatThrownBy(() -> with(name, version1("{}")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but was '" + name + "'");
    }
  }

  @Test
  void sections_of_a_damaged_file_are_refused() throws Exception {
    Safetensors whole =
        Safetensors.read(ModelFile.toBytes(plain.withSection(CODEC, VALUE)), Arena.ofAuto());
    assertDamaged(
        whole, "section/threshold/version", null, "its section 'threshold': its version is ''");
    assertDamaged(
        whole, "section/threshold/version", "x", "its section 'threshold': its version is 'x'");
    assertDamaged(whole, "section/threshold/version", "0", "a section's version is at least 1");
    assertDamaged(
        whole, "section/threshold", "[]", "its section 'threshold': is not a JSON object");
    assertDamaged(
        whole, "section/threshold", "null", "its section 'threshold': is not a JSON object");
    assertDamaged(
        whole,
        "section/threshold",
        null,
        "it has tensors of the sections [threshold], which its metadata lack");
  }

  private static void assertDamaged(Safetensors whole, String key, String value, String detail) {
    Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
    metadata.remove(key);
    if (value != null) {
      metadata.put(key, value);
    }
    byte[] damaged = new Safetensors(metadata, whole.tensors()).withChecksum().toBytes();
    assertThatThrownBy(() -> ModelFile.read(damaged, Samples.KERNELS))
        .isInstanceOfSatisfying(
            ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining(detail);
  }

  private static Section version1(String json) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put("mean", Block.of(VALUE.mean(), 2L));
    return new Section(1, json, tensors);
  }

  private static ModelFile.Model with(String name, Section section) {
    return new ModelFile.Model(
        plain.autoencoder(),
        plain.preparation(),
        plain.training(),
        plain.provenance(),
        Map.of(name, section));
  }

  private static void assertValue(ModelFile.Model model) {
    ThresholdSection found = model.section(CODEC).orElseThrow();
    assertThat(found.threshold()).isEqualTo(VALUE.threshold());
    assertThat(found.share()).isEqualTo(VALUE.share());
    assertThat(found.mean()).isEqualTo(VALUE.mean());
  }
}
