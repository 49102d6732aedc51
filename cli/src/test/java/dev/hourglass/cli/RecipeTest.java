package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {
  @TempDir static Path folder;
  @AutoClose static HourglassSession hourglass;

  @BeforeAll
  static void start() {
    hourglass = new HourglassSession(folder);
  }

  /** The parameters of a safetensors file: what follows the header, whose length comes first. */
  private static byte[] parameters(Path model) throws IOException {
    byte[] file = Files.readAllBytes(model);
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, (int) (Long.BYTES + header), file.length);
  }

  @Test
  void the_recipe_of_a_training_trains_the_same_bits() throws IOException {
    String recipe = TrainedModels.plain().toString().replace(".safetensors", ".recipe.yaml");
    hourglass.run("train", "--recipe", recipe, "--out", "again.safetensors").succeeded();
    assertThat(parameters(folder.resolve("again.safetensors")))
        .isEqualTo(parameters(TrainedModels.plain()));
    // And the recipe of that is the same but for where the model goes.
    String first = Files.readString(Path.of(recipe)).replaceAll("(?m)^#.*\n|^out:.*\n", "");
    String second =
        Files.readString(folder.resolve("again.recipe.yaml"))
            .replaceAll("(?m)^#.*\n|^out:.*\n", "");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void flags_on_the_command_line_win() throws IOException {
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        data: digits:60
        variant: sparse
        sparsity: [topk:3]
        code: 12          # more than the command line asks for
        hidden: [16]
        epochs: 3
        tied: true
        out: tied.safetensors
        """);
    Map<String, Object> figures =
        hourglass
            .run(
                "train", "--recipe=recipe.yaml", "--code=6", "--epochs", "1", "--no-tied", "--json")
            .json();
    assertThat(figures)
        .containsEntry("model", "tied.safetensors")
        .containsEntry("blueprint", "784-16-6-16-784")
        .containsEntry("epochs", 1);
    assertThat(folder.resolve("tied.recipe.yaml"))
        .content()
        .contains("tied: false", "sparsity: topk:3", "code: 6", "data: digits:60");
  }

  @Test
  void an_unknown_key_is_named_with_its_line_and_its_likely_meaning() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), "data: digits:60\n\nepocs: 3\n");
    hourglass
        .run("train", "--recipe", "recipe.yaml")
        .failed(ExitCode.USAGE, "recipe.yaml, line 3", "unknown key 'epocs'", "'epochs'");
  }

  @Test
  void a_bad_value_is_named_with_its_line() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), "data: digits:60\nepochs: 0\n");
    hourglass
        .run("train", "--recipe", "recipe.yaml")
        .failed(ExitCode.USAGE, "--epochs", "at least 1", "0", "recipe.yaml, line 2");
  }

  @Test
  void what_is_no_recipe_is_refused() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), "epochs: [1, 2\n");
    hourglass
        .run("train", "digits:60", "--recipe", "recipe.yaml")
        .failed(ExitCode.USAGE, "recipe.yaml", "is not YAML");
    hourglass
        .run("train", "digits:60", "--recipe", "missing.yaml")
        .failed(ExitCode.USAGE, "missing.yaml", "no such file");
  }
}
