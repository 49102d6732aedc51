package dev.hourglass.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIndexTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);
  private static final Digits DIGITS = Digits.generate(800, 3);

  private static ModelFile.Model model;
  private static ModelFile.Model other;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    model = trained(1);
    other = trained(2);
  }

  private static ModelFile.Model trained(long seed) {
    Training training = Training.defaults().withEpochs(2).withSeed(seed);
    TrainingResult result =
        new Trainer(training, KERNELS)
            .train(Preset.DENOISING.blueprint(DIGITS.shape(), List.of(48), 12), DIGITS);
    return new ModelFile.Model(
        result.autoencoder(),
        Preparation.none(DIGITS.shape()),
        training,
        result.provenance(DIGITS, Optional.<Provenance.Reading>empty()));
  }

  private Path place() {
    return folder.resolve("index");
  }

  private IndexBuilder builder() {
    return IndexBuilder.of(place(), KERNELS).withCommitSeconds(0);
  }

  private static IndexData first(int count) {
    return new IndexData(DIGITS.subset(RowOrder.all(count)), List.of(), Map.of());
  }

  private SearchIndex open() {
    return SearchIndex.open(place(), KERNELS);
  }

  /** Distances by the plainest loops over codes in memory. */
  private static List<Integer> nearest(float[][] codes, float[] query, Distance by, int count) {
    double[] far = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      double dot = 0;
      double a = 0;
      double b = 0;
      double squared = 0;
      for (int j = 0; j < query.length; j++) {
        dot += (double) codes[i][j] * query[j];
        a += (double) codes[i][j] * codes[i][j];
        b += (double) query[j] * query[j];
        squared += ((double) codes[i][j] - query[j]) * ((double) codes[i][j] - query[j]);
      }
      far[i] = by == Distance.COSINE ? 1 - dot / Math.sqrt(a * b) : Math.sqrt(squared);
    }
    return IntStream.range(0, codes.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> far[i]))
        .limit(count)
        .toList();
  }

  private static List<Integer> numbers(List<Neighbour> neighbours) {
    return neighbours.stream().map(n -> Integer.parseInt(n.item().id())).toList();
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void exact_search_finds_what_plain_loops_find(Distance distance) {
    builder().build(model, first(400), IndexOptions.defaults().withDistance(distance));
    float[][] codes = model.autoencoder().encode(DIGITS).toArray();
    float[][] indexed = Arrays.copyOf(codes, 400);
    try (SearchIndex index = open()) {
      assertThat(index.size()).isEqualTo(400);
      for (int query = 400; query < 420; query++) {
        List<Neighbour> found = index.nearest(codes[query], Question.nearest(10).exactly(true));
        assertThat(numbers(found)).isEqualTo(nearest(indexed, codes[query], distance, 10));
        assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Neighbour::distance));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 8, 4, 1})
  void the_graph_finds_nearly_all_of_the_nearest_whatever_the_bits(int bits) {
    builder().build(model, first(500), IndexOptions.defaults().withBits(bits));
    try (SearchIndex index = open()) {
      assertThat(index.options().bits()).isEqualTo(bits);
      IndexEvaluation figures = IndexEvaluation.of(index, first(500));
      assertThat(figures.own()).isTrue();
      assertThat(figures.finding().recall()).isGreaterThan(bits == 1 ? 0.9 : 0.99);
      assertThat(figures.finding().labelShare()).isBetween(0.3, 1.0);
      assertThat(figures.cost().bytesPerItem()).isBetween(12 * 4.0, 500.0);
      assertThat(figures.robustness()).isNotEmpty();
    }
  }

  @Test
  void an_item_is_replaced_by_its_id_and_gone_when_deleted() {
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "digit " + i).toList();
    IndexBuilder builder = builder();
    builder.build(model, first(100).withIds(ids), IndexOptions.defaults());
    Dataset moved = DIGITS.subset(new int[] {500, 501, 502});
    IndexData more = new IndexData(moved, List.of("digit 7", "new", "digit 9"), Map.of());
    assertThat(builder.add(model, more)).isEqualTo(new IndexBuilder.Change(1, 2, 0, 101));
    try (SearchIndex index = open()) {
      float[] code = model.autoencoder().encode(DIGITS.row(500));
      Neighbour nearest = index.nearest(code, Question.nearest(1)).getFirst();
      assertThat(nearest.item().id()).isEqualTo("digit 7");
      assertThat(nearest.distance()).isLessThan(1e-6);
      assertThat(index.code("digit 7")).usingComparatorWithPrecision(1e-4f).containsExactly(code);
    }
    assertThat(builder.delete(List.of("digit 7", "new")).items()).isEqualTo(99);
    assertThatThrownBy(() -> builder.delete(List.of("digit 8", "nobody")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("has no item 'nobody'");
    try (SearchIndex index = open()) {
      assertThat(index.find("digit 7")).isEmpty();
      assertThat(index.size()).isEqualTo(99);
    }
  }

  @Test
  void samples_without_ids_are_numbered_on() {
    builder().build(model, first(50), IndexOptions.defaults());
    assertThat(builder().add(model, first(20))).isEqualTo(new IndexBuilder.Change(20, 0, 0, 70));
    try (SearchIndex index = open()) {
      assertThat(index.item("69").label()).isEqualTo(index.item("19").label());
      assertThat(index.find("70")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void only_what_has_the_label_is_found_where_that_is_asked(boolean exact) {
    List<String> odd = IntStream.range(0, 600).mapToObj(i -> i % 2 == 0 ? "even" : "odd").toList();
    builder().build(model, first(600).withFields(Map.of("parity", odd)), IndexOptions.defaults());
    try (SearchIndex index = open()) {
      Question question =
          Question.nearest(10).exactly(exact).among(Map.of("label", "3", "parity", "odd"));
      List<Neighbour> found = index.nearest(model.autoencoder().encode(DIGITS.row(700)), question);
      assertThat(found).hasSize(10);
      for (Neighbour neighbour : found) {
        assertThat(neighbour.item().label()).contains("3");
        assertThat(Integer.parseInt(neighbour.item().id()) % 2).isEqualTo(1);
        assertThat(neighbour.item().fields()).containsEntry("parity", "odd");
      }
    }
    assertThat(builder().deleteWhere(Map.of("parity", "even")).items()).isEqualTo(300);
  }

  @Test
  void another_model_is_refused_and_a_rebuild_takes_it() {
    builder().build(model, first(60), IndexOptions.defaults());
    assertThatThrownBy(() -> builder().add(other, first(10)))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("made by the model", "rebuild");
    builder().rebuild(other, first(40), IndexOptions.defaults());
    try (SearchIndex index = open();
        Stream<Path> files = list()) {
      assertThat(index.size()).isEqualTo(40);
      assertThat(index.code("5"))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(other.autoencoder().encode(DIGITS.row(5)));
      assertThat(files.filter(file -> file.toString().endsWith(".safetensors"))).hasSize(1);
    }
  }

  private Stream<Path> list() {
    try {
      return Files.list(place());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void there_is_one_writer_and_readers_go_on() {
    builder().build(model, first(60), IndexOptions.defaults());
    try (SearchIndex before = open();
        CodeWriter writer = CodeWriter.open(place(), IndexFolder.manifest(place()))) {
      writer.deleteAll();
      assertThatThrownBy(() -> builder().add(model, first(10)))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("being written by another process");
      try (SearchIndex meanwhile = open()) {
        assertThat(meanwhile.size()).isEqualTo(60);
      }
      writer.commit();
      assertThat(before.nearest(before.code("3"), Question.nearest(2))).hasSize(2);
    }
    try (SearchIndex after = open()) {
      assertThat(after.size()).isZero();
      assertThatThrownBy(() -> after.nearest(new float[12], Question.nearest(1)))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("is empty");
    }
  }

  @Test
  void what_breaks_off_leaves_what_was_committed() {
    List<Integer> seen = new ArrayList<>();
    IndexBuilder breaking =
        builder()
            .withListener(
                new IndexListener() {
                  @Override
                  public void put(int samples) {
                    seen.add(samples);
                    throw new IllegalStateException("killed");
                  }
                });
    assertThatThrownBy(() -> breaking.build(model, first(60), IndexOptions.defaults()))
        .hasMessage("killed");
    assertThat(seen).containsExactly(60);
    try (SearchIndex index = open()) {
      assertThat(index.size()).isZero();
    }
    assertThat(builder().add(model, first(60)).added()).isEqualTo(60);
  }

  /** A process that builds is killed after its second block: what was committed is there. */
  @Test
  void killed_while_building_it_opens_with_what_was_committed() throws Exception {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BuildToBeKilled.class.getName(),
                file.toString(),
                place().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int reported = 0;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reported = Integer.parseInt(line);
        if (reported >= 2 * BuildToBeKilled.BLOCK) {
          break;
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(reported).isEqualTo(2 * BuildToBeKilled.BLOCK);
    int kept;
    try (SearchIndex index = open()) {
      kept = index.size();
      assertThat(kept).isBetween(BuildToBeKilled.BLOCK, BuildToBeKilled.SAMPLES - 1);
      assertThat(kept % BuildToBeKilled.BLOCK).isZero();
      assertThat(index.nearest(index.code("7"), Question.nearest(3))).hasSize(3);
    }
    assertThat(builder().add(model, first(60)).items()).isEqualTo(kept + 60);
  }

  @Test
  void a_code_of_zeros_is_as_far_from_all() {
    assertThat(Distance.COSINE.between(new float[2], Distance.COSINE.stored(new float[] {3, 4})))
        .isEqualTo(1);
    assertThat(Distance.COSINE.stored(new float[] {3, 4})).containsExactly(0.6f, 0.8f);
    assertThat(Distance.EUCLIDEAN.between(new float[] {1, 2}, new float[] {4, 6})).isEqualTo(5);
  }

  @Test
  void what_is_no_index_is_refused_with_the_reason() throws IOException {
    assertThatThrownBy(this::open)
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("there is no such index");
    Files.createDirectories(place());
    assertThatThrownBy(this::open).hasMessageContaining("no folder 'codes'");
    Files.writeString(place().resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> builder().build(model, first(5), IndexOptions.defaults()))
        .hasMessageContaining("holds other things");
    assertThat(place().resolve("notes.txt")).hasContent("mine");
    assertThatThrownBy(() -> IndexOptions.defaults().withBits(7))
        .hasMessageContaining("32, 8, 4 or 1");
  }
}
