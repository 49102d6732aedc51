package dev.hourglass.autoencoder.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.read.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  private static final Dataset SAMPLES = Samples.of(64, 1);
  private static ModelFile.Model model;
  private static byte[] bytes;

  @TempDir Path folder;

  @BeforeAll
  static void train(@TempDir Path folder) throws IOException {
    TrainingResult result =
        new Trainer(Samples.training(), Samples.KERNELS)
            .train(Samples.blueprint(Preset.VARIATIONAL), SAMPLES);
    model =
        result
            .model(
                Preparation.none(SampleShape.vector(Samples.FEATURES)),
                Samples.training(),
                SAMPLES,
                new Provenance.Reading(
                    ReadOptions.defaults().withLabel("class").withLimit(64),
                    new Provenance.Validation.Share(0.25)))
            .withSection(
                ThresholdSection.CODEC, new ThresholdSection(0.25, 0.99, new float[] {1, 2}));
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    bytes = Files.readAllBytes(file);
  }

  @Test
  void what_is_written_is_read_back() {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    ModelFile.Model read = ModelFile.read(file, Samples.KERNELS);
    assertThat(read.autoencoder().blueprint()).isEqualTo(model.autoencoder().blueprint());
    assertThat(read.training()).isEqualTo(model.training());
    assertThat(read.provenance()).isEqualTo(model.provenance());
    assertThat(read.preparation().toMap()).isEqualTo(model.preparation().toMap());
    assertThat(read.autoencoder().parameters().row(0))
        .isEqualTo(model.autoencoder().parameters().row(0));
    assertThat(read.autoencoder().encode(SAMPLES).toArray())
        .isDeepEqualTo(model.autoencoder().encode(SAMPLES).toArray());
  }

  @Test
  void bytes_and_streams_hold_what_a_file_does() throws IOException {
    assertThat(ModelFile.toBytes(model)).isEqualTo(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, model);
    assertThat(out.toByteArray()).isEqualTo(bytes);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    for (ModelFile.Model read :
        List.of(ModelFile.read(bytes, Samples.KERNELS), ModelFile.read(in, Samples.KERNELS))) {
      assertThat(read.provenance()).isEqualTo(model.provenance());
      assertThat(ModelFile.toBytes(read)).isEqualTo(bytes);
    }
  }

  @Test
  void damaged_bytes_and_streams_are_refused() {
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> ModelFile.read(cut, Samples.KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("the file is damaged");
    assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(cut), Samples.KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("the stream is damaged");
  }

  @Test
  void a_stream_that_fails_is_unreadable() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is dead");
          }
        };
    assertThatThrownBy(() -> ModelFile.read(failing, Samples.KERNELS))
        .isInstanceOfSatisfying(
            ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
        .hasMessageContaining("the line is dead");
  }

  @Test
  void the_data_is_known_by_name_and_fingerprint_and_not_by_its_folder() {
    DataIdentity data = model.provenance().data();
    assertThat(data.name()).isEqualTo("memory");
    assertThat(data.samples()).isEqualTo(64);
    assertThat(data.fingerprint()).isPresent();
    assertThat(DataIdentity.of(SAMPLES)).isEqualTo(data);
    assertThat(DataIdentity.of(Samples.of(64, 2))).isNotEqualTo(data);
    assertThat(DataIdentity.nameOf("/home/me/secret/table.csv")).isEqualTo("table.csv");
    assertThat(DataIdentity.nameOf("C:\\data\\cats\\")).isEqualTo("cats");
    assertThat(DataIdentity.nameOf("digits:200:1")).isEqualTo("digits:200:1");
    assertThat(DataIdentity.nameOf("images/")).isEqualTo("images");
  }

  @Test
  void weights_are_matrices_and_all_else_vectors() throws Exception {
    Map<String, Block> tensors = Safetensors.read(bytes, Arena.ofAuto()).tensors();
    assertThat(tensors.get("encoder.0.weight").sides()).containsExactly(12L, 16L);
    assertThat(tensors.get("encoder.0.bias").sides()).containsExactly(16L);
    assertThat(tensors.get("threshold/mean").sides()).containsExactly(2L);
  }

  @Test
  void weights_of_a_single_input_are_matrices_too_and_read_as_either() throws Exception {
    Dataset single = Dataset.of(new float[][] {{0}, {1}, {0.5f}, {0.25f}});
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(single.shape(), List.of(3), 1);
    ModelFile.Model small =
        new Trainer(Samples.training().withWorkers(1), Samples.KERNELS)
            .train(blueprint, single)
            .model(Preparation.none(single.shape()), Samples.training(), single);
    Safetensors written = Safetensors.read(ModelFile.toBytes(small), Arena.ofAuto());
    assertThat(written.tensors().get("encoder.0.weight").sides()).containsExactly(1L, 3L);
    assertThat(written.tensors().get("decoder.0.weight").sides()).containsExactly(1L, 3L);
    SequencedMap<String, Block> vectors = new LinkedHashMap<>(written.tensors());
    Block weight = written.tensors().get("encoder.0.weight");
    vectors.put("encoder.0.weight", new Block(weight.type(), List.of(3L), weight.bytes()));
    byte[] asBefore = new Safetensors(written.metadata(), vectors).withChecksum().toBytes();
    assertThat(ModelFile.read(asBefore, Samples.KERNELS).autoencoder().parameters().row(0))
        .isEqualTo(small.autoencoder().parameters().row(0));
  }

  /** As Python's library does, which sorts tensors by type and name. */
  @Test
  void a_file_saved_again_in_another_order_is_read() throws Exception {
    ModelFile.Model read = ModelFile.read(inOrderOfNames(bytes), Samples.KERNELS);
    assertThat(read.autoencoder().parameters().row(0))
        .isEqualTo(model.autoencoder().parameters().row(0));
    assertThat(ModelFile.toBytes(read)).isEqualTo(bytes);
  }

  @Test
  void a_file_of_version_1_saved_again_in_another_order_is_read() throws Exception {
    byte[] old =
        ModelFileTest.class
            .getResourceAsStream("golden/version-1/normalised.safetensors")
            .readAllBytes();
    byte[] sorted = inOrderOfNames(old);
    assertThat(sorted).isNotEqualTo(old);
    assertThat(ModelFile.read(sorted, Samples.KERNELS).autoencoder().parameters().row(0))
        .isEqualTo(ModelFile.read(old, Samples.KERNELS).autoencoder().parameters().row(0));
    sorted[sorted.length - 1] ^= 1;
    assertThatThrownBy(() -> ModelFile.read(sorted, Samples.KERNELS))
        .hasMessageContaining("its checksum is");
  }

  private static byte[] inOrderOfNames(byte[] file) throws Exception {
    Safetensors read = Safetensors.read(file, Arena.ofAuto());
    return new Safetensors(new TreeMap<>(read.metadata()), new TreeMap<>(read.tensors())).toBytes();
  }

  @Test
  void version_1_is_migrated_on_reading() throws Exception {
    byte[] old =
        ModelFileTest.class
            .getResourceAsStream("golden/version-1/images.safetensors")
            .readAllBytes();
    ModelFile.Model read = ModelFile.read(old, Samples.KERNELS);
    Provenance provenance = read.provenance();
    assertThat(provenance.data()).isEqualTo(new DataIdentity("images", Optional.empty(), 16));
    assertThat(provenance.reading()).isEmpty();
    assertThat(provenance.outcome().epochs()).isEqualTo(12);
    assertThat(provenance.outcome().stopped()).isEmpty();
    assertThat(provenance.computation().kernels()).isEqualTo("portable");
    assertThat(provenance.changes()).isEmpty();
    assertThat(read.sections()).isEmpty();
    ModelFile.Model again = ModelFile.read(ModelFile.toBytes(read), Samples.KERNELS);
    assertThat(again.provenance()).isEqualTo(provenance);
    assertThat(again.autoencoder().blueprint()).isEqualTo(read.autoencoder().blueprint());
  }

  @Test
  void writing_leaves_nothing_beside_the_file() throws IOException {
    ModelFile.write(folder.resolve("model.safetensors"), model);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("model.safetensors"));
    }
  }

  @Test
  void a_folder_that_is_missing_is_refused_on_writing() {
    assertThatThrownBy(() -> ModelFile.write(folder.resolve("no/model.safetensors"), model))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write the model to");
  }

  @Test
  void every_truncation_is_refused() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int length = i < 20 ? i : random.nextInt(bytes.length);
      Path file = write(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ModelFile.read(file, Samples.KERNELS))
          .as("cut to %d bytes", length)
          .isInstanceOfSatisfying(
              ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void every_flipped_byte_is_refused() throws IOException {
    long seed = 17;
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = bytes.clone();
      int at = i < 100 ? i : random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Path file = write(damaged);
      try {
        ModelFile.read(file, Samples.KERNELS);
        // Spaces that pad the header mean nothing, and JSON allows tabs in their place.
        if (bytes[at] != ' ') {
          fail("seed %d: flipped byte %d of %d went unnoticed".formatted(seed, at, bytes.length));
        }
      } catch (ModelFileException e) {
        assertThat(e).hasMessageContaining("damaged.safetensors");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blueprint", "preparation", "training", "provenance"})
  void metadata_that_make_no_sense_are_refused(String key) throws Exception {
    Safetensors whole = Safetensors.read(bytes, Arena.ofAuto());
    for (String text : List.of("null", "[]", "3", "\"x\"", "", "{", "{}", "{\"x\":null}")) {
      assertDamaged(whole, metadata -> metadata.put(key, text), "is damaged");
    }
    assertDamaged(whole, metadata -> metadata.remove(key), "its metadata lack '" + key + "'");
  }

  /** Every value of the JSON in turn becomes null, a list, an object. */
  @ParameterizedTest
  @ValueSource(strings = {"blueprint", "preparation", "training", "provenance"})
  void no_value_may_be_of_another_kind(String key) throws Exception {
    Safetensors whole = Safetensors.read(bytes, Arena.ofAuto());
    String json = whole.metadata().get(key);
    Matcher values =
        Pattern.compile("(?<=\":)(-?[0-9.E-]+|\"[^\"]*\"|true|false)(?=[,}])").matcher(json);
    int tried = 0;
    while (values.find()) {
      for (String other : List.of("null", "[null]", "{}")) {
        String changed = json.substring(0, values.start()) + other + json.substring(values.end());
        assertDamaged(whole, metadata -> metadata.put(key, changed), "is damaged");
        tried++;
      }
    }
    assertThat(tried).isPositive();
  }

  @Test
  void tensors_that_are_not_the_blueprints_are_refused() throws Exception {
    Safetensors whole = Safetensors.read(bytes, Arena.ofAuto());
    assertTensorRefused(whole, "encoder.0.bias", null, "it lacks the tensor 'encoder.0.bias'");
    assertTensorRefused(
        whole,
        "encoder.0.bias",
        Block.of(new float[2], 2L),
        "its tensor 'encoder.0.bias' should be 1×16 FLOAT32, but is 1×2 FLOAT32");
    assertTensorRefused(
        whole,
        "encoder.0.bias",
        new Block(StoredType.F64, List.of(16L), MemorySegment.ofArray(new double[16])),
        "its tensor 'encoder.0.bias' should be 1×16 FLOAT32, but is 1×16 FLOAT64");
    float[] infinite = new float[16];
    infinite[3] = Float.POSITIVE_INFINITY;
    assertTensorRefused(
        whole,
        "encoder.0.bias",
        Block.of(infinite, 16L),
        "its tensor 'encoder.0.bias' holds Infinity");
    assertTensorRefused(
        whole, "more", Block.of(new float[1], 1L), "it holds 10 tensors, but its blueprint has 9");
  }

  private static void assertTensorRefused(
      Safetensors whole, String name, Block block, String detail) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>(whole.tensors());
    tensors.remove(name);
    if (block != null) {
      tensors.put(name, block);
    }
    byte[] damaged = new Safetensors(whole.metadata(), tensors).withChecksum().toBytes();
    assertCorrupt(damaged, detail);
  }

  private static void assertDamaged(
      Safetensors whole, Consumer<Map<String, String>> damage, String detail) {
    Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
    damage.accept(metadata);
    assertCorrupt(new Safetensors(metadata, whole.tensors()).withChecksum().toBytes(), detail);
  }

  private static void assertCorrupt(byte[] damaged, String detail) {
    assertThatThrownBy(() -> ModelFile.read(damaged, Samples.KERNELS))
        .isInstanceOfSatisfying(
            ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining(detail);
  }

  @Test
  void random_bytes_are_refused() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      if (noise.length > 8 && i % 2 == 0) {
        ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN).putLong(0, noise.length - 8L);
      }
      Path file = write(noise);
      assertThatThrownBy(() -> ModelFile.read(file, Samples.KERNELS))
          .isInstanceOf(ModelFileException.class);
    }
  }

  @Test
  void a_safetensors_file_of_somebody_else_is_foreign() throws IOException {
    Path file = writeHeader("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
    assertRefused(file, Kind.FOREIGN, "it says nothing of its format");
  }

  @Test
  void a_later_format_is_too_new() throws IOException {
    Path file =
        writeHeader(
            "{\"__metadata__\":{\"format\":\"hourglass-model\",\"format_version\":\"9\"}}", 0);
    assertRefused(file, Kind.TOO_NEW, "its format is version 9");
  }

  @Test
  void an_earlier_format_is_too_old() throws IOException {
    Path file =
        writeHeader(
            "{\"__metadata__\":{\"format\":\"hourglass-model\",\"format_version\":\"0\"}}", 0);
    assertRefused(file, Kind.TOO_OLD, "its format is version 0");
  }

  @Test
  void a_tensor_longer_than_the_file_is_refused_before_it_is_allocated() throws IOException {
    Path file =
        writeHeader(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000],\"data_offsets\":[0,16000000000000000000]}}",
            4);
    assertRefused(file, Kind.CORRUPT, "tensor 'w'");
  }

  @Test
  void a_missing_file_is_named() {
    assertRefused(folder.resolve("none.safetensors"), Kind.UNREADABLE, "there is no such file");
  }

  @Test
  void a_folder_is_named() {
    assertRefused(folder, Kind.UNREADABLE, "it is a folder");
  }

  private static void assertRefused(Path file, Kind kind, String detail) {
    assertThatThrownBy(() -> ModelFile.read(file, Samples.KERNELS))
        .isInstanceOfSatisfying(ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(detail);
  }

  private Path write(byte[] contents) throws IOException {
    return Files.write(folder.resolve("damaged.safetensors"), contents);
  }

  private Path writeHeader(String json, int dataBytes) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    return write(file.array());
  }
}
