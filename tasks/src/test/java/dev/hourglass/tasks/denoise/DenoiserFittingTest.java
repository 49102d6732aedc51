package dev.hourglass.tasks.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.denoise.DenoisingEvaluation.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenoiserFittingTest {
  private static ModelFile.Model model;

  @TempDir Path folder;

  @BeforeAll
  static void fit() {
    model = fitting(30).fit(Pictures.pieces(60, 32));
  }

  private static DenoiserFitting fitting(int epochs) {
    return new DenoiserFitting(
        DenoiserOptions.defaults().withEpochs(epochs), TestKernels.BEST, TrainingListener.SILENT);
  }

  private static DenoisingEvaluation evaluation(PictureDenoiser denoiser, String noise) {
    NoiseMixture kinds = NoiseMixture.parse(noise);
    return DenoisingEvaluation.of(
        denoiser,
        noise,
        6,
        i -> Damaged.by(kinds, Pictures.discs(45, 52, 1, 1000 + i), 1, i),
        true);
  }

  @Test
  void noise_is_taken_away_of_pictures_of_another_size_that_were_not_seen() {
    DenoisingEvaluation figures = evaluation(PictureDenoiser.of(model), "gaussian:0.1");
    assertThat(figures.before().psnr()).isBetween(19.7, 20.3);
    assertThat(figures.after().psnr()).isGreaterThan(25);
    assertThat(figures.after().ssim()).isGreaterThan(figures.before().ssim() + 0.1);
    assertThat(figures.baselines()).hasSize(4);
    assertThat(figures.toMap())
        .containsKeys("psnrBefore", "psnrAfter", "ssimBefore", "ssimAfter", "baselines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blur:1.5",
        "jpeg:30",
        "poisson:30",
        "speckle:0.2",
        "salt-pepper:0.1",
        "masking:0.1",
        "gaussian:0.001"
      })
  void a_flaw_that_was_not_fitted_on_becomes_no_worse(String noise) {
    DenoisingEvaluation figures = evaluation(PictureDenoiser.of(model), noise);
    assertThat(figures.after().psnr()).isGreaterThan(figures.before().psnr() - 0.1);
  }

  @Test
  void a_blurred_picture_stays_as_it_is() {
    Picture blurred = NoiseMixture.parse("blur:1.5").apply(Pictures.discs(45, 52, 1, 77), 1, 0);
    PictureDenoiser.Cleaned cleaned = PictureDenoiser.of(model).clean(blurred);
    assertThat(cleaned.share()).isZero();
    assertThat(cleaned.picture().values()).isEqualTo(blurred.values());
  }

  @Test
  void a_model_knows_in_its_file_what_it_was_fitted_on() {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    PictureDenoiser read = PictureDenoiser.of(ModelFile.read(file, TestKernels.BEST));
    assertThat(read.fitted().orElseThrow().noise()).contains(NoiseMixture.USUAL);
    Picture noisy = NoiseMixture.USUAL.apply(Pictures.discs(40, 40, 3, 3), 1, 1);
    assertThat(read.clean(noisy).picture().values())
        .isEqualTo(PictureDenoiser.of(model).clean(noisy).picture().values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | {\"noise\":\"gaussian:0..0.2\"} | mostDetail",
        "1 | {\"mostDetail\":-1} | mostDetail",
        "1 | {\"mostDetail\":0.1,\"noise\":\"gausian:0.1\"} | gausian",
        "1 | {\"mostDetail\":0.1,\"colour\":3} | colour",
        "2 | {\"mostDetail\":0.1} | noisyAlone",
        "3 | {\"mostDetail\":0.1} | version 3"
      })
  void a_damaged_section_is_refused_saying_why(int version, String json, String words) {
    Path file = folder.resolve("damaged.safetensors");
    Section section = new Section(version, json, new LinkedHashMap<>());
    ModelFile.write(
        file,
        new ModelFile.Model(
            model.autoencoder(),
            model.preparation(),
            model.training(),
            model.provenance(),
            Map.of(DenoiserSection.CODEC.name(), section)));
    ModelFile.Model read = ModelFile.read(file, TestKernels.BEST);
    assertThatThrownBy(() -> PictureDenoiser.of(read))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("denoiser")
        .hasMessageContaining(words);
  }

  @Test
  void a_section_of_the_first_version_is_read_as_it_was_meant() {
    Section old = Section.of(1, Map.of("mostDetail", 0.25, "noise", "gaussian:0.1"));
    assertThat(DenoiserSection.CODEC.read(DenoiserSection.CODEC.migrate(old)))
        .isEqualTo(
            new DenoiserSection(Optional.of(NoiseMixture.parse("gaussian:0.1")), false, 0.25));
  }

  @Test
  void noisy_pictures_alone_teach_too() {
    NoiseMixture noise = NoiseMixture.parse("gaussian:0.1");
    float[][] rows = Pictures.pieces(60, 32).rows();
    float[] noisy = new float[rows.length * rows[0].length];
    SampleShape shape = SampleShape.image(1, 32, 32);
    for (int i = 0; i < rows.length; i++) {
      float[] row = noise.apply(new Picture(rows[i], shape, 8), 3, i).values();
      for (int at = 0; at < row.length; at++) {
        noisy[i * row.length + at] = Math.clamp(row[at], 0f, 1f);
      }
    }
    ModelFile.Model alone = fitting(40).fitNoisy(Dataset.ofFloats(noisy, shape));
    DenoisingEvaluation figures = evaluation(PictureDenoiser.of(alone), "gaussian:0.1");
    assertThat(figures.after().psnr()).isGreaterThan(figures.before().psnr() + 4);
    assertThat(alone.section(DenoiserSection.CODEC).orElseThrow().noisyAlone()).isTrue();
  }

  @Test
  void two_views_take_neighbours_and_never_the_same_pixel() {
    float[] numbers = new float[2 * 36 * 32];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    Pairs views = NeighbourPieces.of(Dataset.ofFloats(numbers, SampleShape.image(1, 36, 32)), 5);
    assertThat(views.inputs().shape()).isEqualTo(SampleShape.image(1, 16, 16));
    Pairs later = views.drawnIn(1);
    assertThat(later.inputs().row(1)).isNotEqualTo(views.inputs().row(1));
    for (Pairs each : List.of(views, later)) {
      float[] one = each.inputs().row(1);
      float[] other = each.targets().row(1);
      for (int i = 0; i < one.length; i++) {
        int corner = 36 * 32 + i / 16 * 2 * 32 + i % 16 * 2;
        List<Integer> cell = List.of(corner, corner + 1, corner + 32, corner + 33);
        assertThat(cell).contains((int) one[i], (int) other[i]);
        assertThat(Math.abs(one[i] - other[i])).isIn(1f, 32f);
      }
    }
    assertThatThrownBy(() -> NeighbourPieces.of(Pictures.pieces(2, 28), 5))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("32x32 or more");
  }

  @Test
  void the_same_seed_fits_the_same_model() {
    Dataset pieces = Pictures.pieces(8, 16);
    assertThat(fitting(2).fit(pieces).autoencoder().parameters().row(0))
        .isEqualTo(fitting(2).fit(pieces).autoencoder().parameters().row(0));
  }

  @Test
  void pairs_are_found_by_name_and_in_lists_and_learned_from() throws IOException {
    List<String> lines = new ArrayList<>(List.of("noisy,clean"));
    for (int i = 0; i < 6; i++) {
      Picture clean = Pictures.discs(24 + i, 32, 1, i);
      clean.writePng(folder.resolve("clean/%d.png".formatted(i)));
      NoiseMixture.parse("gaussian:0.1")
          .apply(clean, 1, i)
          .writePng(folder.resolve("noisy/%d.png".formatted(i)));
      lines.add("noisy/%d.png,%d.png".formatted(i, i));
    }
    Path list = folder.resolve("pairs.csv");
    Files.write(list, lines);
    List<PairedPieces.PicturePair> named =
        PairedPieces.find(folder.resolve("noisy"), folder.resolve("clean"));
    assertThat(named).hasSize(6);
    Pairs pairs = PairedPieces.read(PairedPieces.find(list, folder.resolve("clean")));
    assertThat(pairs.inputs().shape()).isEqualTo(SampleShape.image(1, 24, 24));
    Pairs drawn = pairs.drawnIn(3);
    double apart = 0;
    for (int i = 0; i < 576; i++) {
      apart += Math.pow(drawn.inputs().row(2)[i] - drawn.targets().row(2)[i], 2) / 576;
    }
    assertThat(Math.sqrt(apart)).isBetween(0.07, 0.13);
    assertThat(PictureDenoiser.of(fitting(1).fit(pairs)).fitted().orElseThrow().noise()).isEmpty();

    Files.writeString(list, "noisy/0.png,0.png\nnoisy/1.png,gone.png\n");
    assertThatThrownBy(() -> PairedPieces.find(list, folder.resolve("clean")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 2", "gone.png");
    Files.delete(folder.resolve("clean/4.png"));
    assertThatThrownBy(() -> PairedPieces.find(folder.resolve("noisy"), folder.resolve("clean")))
        .hasMessageContainingAll("4.png", "no clean picture of the same name");
  }

  private Dataset pieces(Path source) {
    return CleanPieces.read(
        source.toString(), ReadOptions.defaults(), ReadingListener.SILENT, _ -> {});
  }

  @Test
  void folders_of_mixed_sizes_give_pieces_that_can_be_halved() {
    Pictures.discs(45, 70, 1, 1).writePng(folder.resolve("a.png"));
    Pictures.discs(90, 39, 1, 2).writePng(folder.resolve("b.png"));
    assertThat(pieces(folder).shape()).isEqualTo(SampleShape.image(1, 36, 36));
    Pictures.discs(1, 1, 1, 2).writePng(folder.resolve("c.png"));
    assertThatThrownBy(() -> pieces(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("c.png", "1x1", "16x16 or more");
  }

  @Test
  void pictures_of_one_size_stay_whole_where_they_are_small() {
    Pictures.discs(32, 48, 3, 1).writePng(folder.resolve("a.png"));
    Pictures.discs(32, 48, 3, 2).writePng(folder.resolve("b.png"));
    assertThat(pieces(folder).shape()).isEqualTo(SampleShape.image(3, 32, 48));
    assertThatThrownBy(() -> pieces(folder.resolve("gone"))).isInstanceOf(DataException.class);
  }
}
