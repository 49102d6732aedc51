package dev.hourglass.cli.flags;

import dev.hourglass.base.NearestName;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Origin;
import dev.hourglass.cli.screen.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A YAML file of flags: its keys are the flags' long names without dashes, and {@code data}. It
 * takes the place of the flags' defaults, so what stands on the command line wins.
 */
public final class Recipe implements IDefaultValueProvider, Origin {
  /** The flag that names a recipe. */
  public static final String FLAG = "--recipe";

  private record Entry(String value, int line) {}

  private final Path file;
  private final Map<String, Entry> entries;

  private Recipe(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Reads a recipe for a command.
   *
   * @throws Mistake if it cannot be read or has a key that is no flag of the command
   */
  public static Recipe read(Path file, CommandSpec command) {
    return new Recipe(file, entries(file, root(file), command));
  }

  private static MappingNode root(Path file) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    Optional<Node> root;
    try (Reader reader = Files.newBufferedReader(file)) {
      root =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, reader)))
              .getSingleNode();
    } catch (IOException e) {
      throw new Mistake("%s %s: cannot be read: %s".formatted(FLAG, file, Reason.of(e)));
    } catch (MarkedYamlEngineException e) {
      throw new Mistake(
          "%s%s: is not YAML: %s"
              .formatted(file, e.getProblemMark().map(Recipe::at).orElse(""), e.getProblem()));
    } catch (YamlEngineException e) {
      throw new Mistake("%s: is not YAML: %s".formatted(file, e.getMessage()));
    }
    if (root.isEmpty()) {
      throw new Mistake(file + ": is empty; expected lines such as epochs: 30");
    }
    if (root.get() instanceof MappingNode mapping) {
      return mapping;
    }
    throw new Mistake(file + ": expected lines such as epochs: 30, but found something else");
  }

  private static Map<String, Entry> entries(Path file, MappingNode root, CommandSpec command) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    TreeSet<String> known = new TreeSet<>();
    command.args().forEach(arg -> key(arg).ifPresent(known::add));
    for (NodeTuple tuple : root.getValue()) {
      String where = file + tuple.getKeyNode().getStartMark().map(Recipe::at).orElse("");
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new Mistake(where + ": expected the name of a flag, but found something else");
      }
      String name = key.getValue();
      if (!known.contains(name)) {
        throw new Mistake(
            "%s: unknown key '%s': did you mean '%s'? Keys are the flags of 'hourglass %s' without"
                    .formatted(where, name, NearestName.to(name, known.stream()), command.name())
                + " their dashes, and data");
      }
      int line = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(-1) + 1;
      Optional<String> value = value(where, name, tuple.getValueNode());
      if (value.isPresent() && entries.put(name, new Entry(value.get(), line)) != null) {
        throw new Mistake(where + ": '" + name + "' is given twice");
      }
    }
    return entries;
  }

  private static Optional<String> value(String where, String name, Node node) {
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> Optional.empty();
      case ScalarNode scalar -> Optional.of(scalar.getValue());
      case SequenceNode sequence -> {
        List<String> parts =
            sequence.getValue().stream()
                .map(
                    part ->
                        value(where, name, part)
                            .orElseThrow(
                                () -> new Mistake(where + ": '" + name + "' has an empty part")))
                .toList();
        yield Optional.of(parts.isEmpty() ? "none" : String.join(",", parts));
      }
      default ->
          throw new Mistake(
              "%s: '%s' takes a value or a list of values, but found something else"
                  .formatted(where, name));
    };
  }

  private static String at(Mark mark) {
    return ", line " + (mark.getLine() + 1);
  }

  private static Optional<String> key(ArgSpec arg) {
    return switch (arg) {
      case OptionSpec option when option.usageHelp() || option.longestName().equals(FLAG) ->
          Optional.empty();
      case OptionSpec option -> Optional.of(option.longestName().replaceFirst("^-+", ""));
      case PositionalParamSpec positional ->
          Optional.of(positional.paramLabel().toLowerCase(java.util.Locale.ROOT));
      default -> Optional.empty();
    };
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    return key(arg).map(entries::get).map(Entry::value).orElse(null);
  }

  @Override
  public Optional<String> where(ArgSpec arg) {
    return key(arg).map(entries::get).map(entry -> file + ", line " + entry.line());
  }
}
