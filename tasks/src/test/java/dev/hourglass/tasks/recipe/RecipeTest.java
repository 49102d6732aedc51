package dev.hourglass.tasks.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageOptions;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.prepare.Tails;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.RowCondition;
import dev.hourglass.data.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
  private static final SampleShape IMAGE = SampleShape.image(1, 28, 28);

  @TempDir Path folder;

  private Recipe read(String text) throws IOException {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, text);
    return Recipe.read(file);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void what_is_written_reads_back_as_it_was(Preset preset) throws IOException {
    Blueprint blueprint = preset.blueprint(IMAGE, Stages.of(64, 32), 8);
    Recipe recipe =
        new Recipe(
            new RecipeData(
                Optional.of("/data/a \"quoted\" name.csv"),
                new Validation.Data("/data/other.csv"),
                ReadOptions.defaults()
                    .withLabel("the class")
                    .withLabelsFile(Path.of("/data/labels"))
                    .withIgnore(List.of("a", "b"))
                    .withCategorical(List.of("c"))
                    .withHeader(TableOptions.Header.YES)
                    .withDelimiter(';')
                    .withNanIsMissing(true)
                    .withImage(
                        ImageOptions.defaults()
                            .withResize(new ImageSize(28, 20))
                            .withFit(Fit.COVER)
                            .withCrop(new ImageSize(12, 9))
                            .withBinarize(3)
                            .withColor(ColorMode.GREY)
                            .withSkipsUnreadable(true))
                    .withLimit(100),
                PreparationOptions.defaults()
                    .withScaling(Scaling.STANDARDIZE)
                    .withImputation(Imputation.MEAN)
                    .withTails(Tails.QUANTILE),
                preset == Preset.VARIATIONAL),
            preset,
            PresetChanges.of(blueprint),
            TrainingChanges.of(
                preset
                    .training()
                    .withGradientNorm(1)
                    .withEarlyStopping(new Training.EarlyStopping(5, 0.01))),
            Optional.of(folder.resolve("model.safetensors")));
    String text = recipe.text("first line\n  second line");
    assertThat(text).startsWith("# first line\n#   second line\n\n# data\n");
    assertThat(read(text)).isEqualTo(recipe);
    assertThat(read(text).blueprint(IMAGE)).isEqualTo(blueprint);
  }

  @Test
  void a_short_recipe_leaves_the_rest_to_the_variant() throws IOException {
    Recipe recipe =
        read(
            """
            data: digits:60
            variant: sparse
            sparsity: [topk:3]
            code: 12   # fewer than usual
            hidden: [16]
            """);
    Blueprint blueprint = recipe.blueprint(IMAGE);
    assertThat(blueprint.summary()).isEqualTo("784-16-12-16-784");
    assertThat(blueprint.bottleneck()).isEqualTo(new Bottleneck.TopK(3));
    assertThat(recipe.training(SampleShape.image(1, 28, 28), 1_000_000))
        .isEqualTo(Preset.SPARSE.training());
    assertThat(recipe.training(SampleShape.image(1, 28, 28), 60).epochs()).isGreaterThan(30);
    assertThat(recipe.data().source()).contains("digits:60");
    assertThat(recipe.data().validation()).isEqualTo(new Validation.Share(0));
    assertThat(recipe.out()).isEmpty();
  }

  @Test
  void conditions_keep_the_commas_of_their_values() throws IOException {
    List<RowCondition> conditions =
        List.of(RowCondition.parse("place=Rome, IT"), RowCondition.parse("n<6"));
    ReadOptions reading = read("where: [\"place=Rome, IT\", \"n<6\"]\n").data().reading();
    assertThat(reading.table().where()).isEqualTo(conditions);
    assertThat(read("where: \"place=Rome, IT\"\n").data().reading().table().where())
        .containsExactly(conditions.getFirst());
    assertThatThrownBy(() -> read("where: [\"n<6\", \"n\"]\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("where", "COLUMN=VALUE", "line 1");
  }

  @Test
  void what_is_unknown_or_refused_is_named_with_its_line() {
    assertThatThrownBy(() -> read("data: digits\n\nepocs: 3\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("recipe.yaml, line 3", "'epocs'", "'epochs'");
    assertThatThrownBy(() -> read("tied: perhaps\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("tied", "true or false", "'perhaps'", "recipe.yaml, line 1");
    assertThatThrownBy(() -> read("grey: true\nrgb: true\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("'grey'", "'rgb'", "line 1", "line 2");
    assertThatThrownBy(() -> read("seed: 1\nseed: 2\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("seed");
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> Recipe.read(folder.resolve("missing.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("missing.yaml", "no such file");
  }

  @Test
  void a_models_recipe_lies_beside_it() {
    assertThat(Recipe.fileFor(Path.of("a/model.safetensors")))
        .isEqualTo(Path.of("a/model.recipe.yaml"));
  }
}
