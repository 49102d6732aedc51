package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.Origin;
import dev.hourglass.tasks.recipe.RecipeFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A recipe in the place of a command's defaults, so that what stands on the command line wins. Its
 * keys are the flags' long names without dashes, and {@code data}.
 */
public final class RecipeDefaults implements IDefaultValueProvider, Origin {
  /** The flag that names a recipe. */
  public static final String FLAG = "--recipe";

  private final RecipeFile recipe;

  private RecipeDefaults(RecipeFile recipe) {
    this.recipe = recipe;
  }

  /**
   * Reads a recipe for a command.
   *
   * @throws dev.hourglass.tasks.recipe.RecipeException if it cannot be read or has a key that is no
   *     flag of the command
   */
  public static RecipeDefaults read(Path file, CommandSpec command) {
    Set<String> known =
        command.args().stream()
            .flatMap(arg -> key(arg).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new RecipeDefaults(
        RecipeFile.read(
            file,
            known,
            "Keys are the flags of 'hourglass %s' without their dashes, and data"
                .formatted(command.name())));
  }

  private static Optional<String> key(ArgSpec arg) {
    return switch (arg) {
      case OptionSpec option when option.usageHelp() || option.longestName().equals(FLAG) ->
          Optional.empty();
      case OptionSpec option -> Optional.of(option.longestName().replaceFirst("^-+", ""));
      case PositionalParamSpec positional ->
          Optional.of(positional.paramLabel().toLowerCase(Locale.ROOT));
      default -> Optional.empty();
    };
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    boolean isWhere = arg.splitRegex().equals(WhereFlag.BETWEEN);
    return key(arg)
        .flatMap(
            key ->
                isWhere
                    ? recipe.parts(key).map(all -> String.join(WhereFlag.BETWEEN, all))
                    : recipe.value(key))
        .orElse(null);
  }

  @Override
  public Optional<String> where(ArgSpec arg) {
    return key(arg).flatMap(recipe::where);
  }
}
