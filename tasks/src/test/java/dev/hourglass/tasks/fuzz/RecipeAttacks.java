package dev.hourglass.tasks.fuzz;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.tasks.recipe.Recipe;
import dev.hourglass.tasks.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Recipes with values that no choice has, and YAML that a parser may stumble over. */
final class RecipeAttacks {
  private static final List<String> ODD =
      List.of(
          "-1",
          "0",
          "1e9",
          "99999999999",
          "2147483647",
          "NaN",
          "Infinity",
          "-0",
          "\"\"",
          "null",
          "~",
          "[]",
          "{}",
          "{a: b}",
          "[1, [2, [3]]]",
          "[null]",
          "!!int 3",
          "!!binary aGk=",
          "&a x",
          "*a",
          "'quoted'",
          "\"\\u0000\"",
          "\"\\e[31m\"",
          "|\n  block\n  text",
          "true",
          "0x10",
          "1_000",
          "2001-01-01",
          "gaussian",
          "gaussian:",
          "gaussian:-1",
          "gaussian:1e999",
          "salt-pepper:2",
          "topk:0",
          "topk:99",
          "kl:0:0",
          "kl:0.1:1",
          "l1:-1",
          "step:0:0",
          "step:1:NaN",
          "exponential:0",
          "cosine:999",
          "plateau:0:2",
          "adam:1:1",
          "adamw:-1",
          "momentum:2",
          "/dev/null",
          ".",
          "none",
          "128,64,",
          "\",\"",
          "1,,2",
          "0.99999999",
          "1e-320",
          "bfloat16",
          "float64",
          "multinomial",
          "bernoulli",
          "huber:0",
          "correntropy:0",
          "5 5",
          "\"%\"",
          "\"%s%n\"",
          "${x}",
          "--epochs",
          "-h",
          "\\",
          "1,2,3,4,5,6,7,8,9,0");

  private static final List<String> TEXTS =
      List.of(
          "hidden: &a [*a]",
          "hidden: &a [1, *a, *a]",
          "? [a]\n: b",
          "<<: {epochs: 2}",
          "- a\n- b",
          "just text",
          "--- a\n--- b",
          "%YAML 9.9\n---\nepochs: 1",
          "hidden: " + "[".repeat(40),
          "hidden: " + "[".repeat(20_000) + "]".repeat(20_000),
          "hidden: " + "{a: ".repeat(20_000),
          "epochs: " + "9".repeat(2_000_000),
          "a".repeat(4_000_000),
          "hidden: \"" + "1,".repeat(2_000_000) + "1\"",
          "epochs: 1\nepochs: 2",
          "\t epochs: 1",
          "epochs: 1\n\tcode: 2",
          "hidden: [" + "1,".repeat(200_000) + "1]",
          "\u0000",
          "epochs: *nowhere",
          "help: true",
          "recipe: other.yaml",
          "# only a comment",
          "!!java.net.URL [\"http://localhost\"]",
          "- ".repeat(20_000) + "a",
          "? ".repeat(20_000),
          bomb(9));

  private static final SampleShape SHAPE = SampleShape.vector(12);

  private RecipeAttacks() {}

  /** Aliases that ten times each stand for the line before. */
  private static String bomb(int lines) {
    StringBuilder text = new StringBuilder("hidden:\n  - &a0 [1, 1]\n");
    for (int i = 1; i <= lines; i++) {
      text.append("  - &a%d [%s]\n".formatted(i, ("*a" + (i - 1) + ", ").repeat(10) + "1"));
    }
    return text.toString();
  }

  private static Map<String, String> plain(SplittableRandom random) {
    String[] all = {
      "data",
      "digits:50",
      "variant",
      "denoising",
      "hidden",
      "[6, 5]",
      "code",
      "3",
      "epochs",
      "1",
      "batch-size",
      "10",
      "learning-rate",
      "0.001",
      "corruption",
      "gaussian:0.3",
      "schedule",
      "constant",
      "optimizer",
      "adam",
      "seed",
      "4",
      "workers",
      "1",
      "activation",
      "relu",
      "likelihood",
      "gaussian",
      "normalize",
      "false",
      "precision",
      "float32",
      "validation",
      "0.2",
      "weight-decay",
      "0",
      "dropout",
      "0",
      "early-stopping",
      "3",
      "limit",
      "50",
      "sparsity",
      "none",
      "time-limit",
      "3s",
      "resize",
      "8x8",
      "header",
      "yes",
      "delimiter",
      ";",
      "scaling",
      "none"
    };
    Map<String, String> recipe = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      if (i < 16 || random.nextBoolean()) {
        recipe.put(all[i], all[i + 1]);
      }
    }
    return recipe;
  }

  static Attack recipe(Path folder, SplittableRandom random) throws IOException {
    Map<String, String> recipe = plain(random);
    String key = Damage.one(random, List.copyOf(recipe.keySet()));
    String what;
    String text;
    switch (random.nextInt(8)) {
      case 0 -> {
        what = "as it should be";
        text = lines(recipe);
      }
      case 1 -> {
        what = "any damage";
        byte[] bytes = lines(recipe).getBytes(StandardCharsets.UTF_8);
        text = new String(Damage.any(bytes, random), StandardCharsets.ISO_8859_1);
      }
      case 2 -> {
        String more = Damage.one(random, TEXTS);
        what = "text " + more.substring(0, Math.min(40, more.length()));
        recipe.remove("hidden");
        text = (random.nextBoolean() ? lines(recipe) : "") + more + "\n";
      }
      case 3 -> {
        String wrong = key.substring(1);
        what = "key " + wrong;
        recipe.put(wrong, recipe.remove(key));
        text = lines(recipe);
      }
      default -> {
        recipe.put(key, Damage.one(random, ODD));
        what = key + ": " + recipe.get(key);
        text = lines(recipe);
      }
    }
    Path file = Files.writeString(folder.resolve("forged.yaml"), text);
    return new Attack(what, file, () -> use(file), Set.of(RecipeException.class));
  }

  private static void use(Path file) {
    Recipe recipe = Recipe.read(file);
    // As documented, choices that do not go together are refused where they meet.
    try {
      recipe.blueprint(SHAPE);
      recipe.training(SHAPE, 50);
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null || e.getMessage().length() > 2_000) {
        throw new IllegalStateException("a refusal without a line to read", e);
      }
    }
    recipe.text("read back");
  }

  private static String lines(Map<String, String> recipe) {
    return recipe.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
