package dev.hourglass.tasks.recipe;

import dev.hourglass.base.NearestName;
import dev.hourglass.base.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
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

/**
 * A YAML file of choices, {@code key: value} on a line each, as texts that know where they stand.
 * What the texts mean is up to the reader: {@link Recipe}, or a command line that takes them for
 * the defaults of its flags.
 */
public final class RecipeFile {
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 4;

  private record Entry(List<String> parts, int line) {
    String value() {
      return String.join(",", parts);
    }
  }

  private final Path file;
  private final Map<String, Entry> entries;

  private RecipeFile(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Reads a file.
   *
   * @param known the keys it may have
   * @param remedy says where those keys come from, for the message about one that is not known
   * @throws RecipeException if it cannot be read, is no such YAML, or has another key
   */
  public static RecipeFile read(Path file, Set<String> known, String remedy) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : root(file).getValue()) {
      String where = file + tuple.getKeyNode().getStartMark().map(RecipeFile::at).orElse("");
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new RecipeException(
            where + ": expected the name of a choice, but found something else");
      }
      String name = key.getValue();
      if (!known.contains(name)) {
        throw new RecipeException(
            "%s: unknown key '%s': did you mean '%s'? %s"
                .formatted(where, name, NearestName.to(name, known.stream().sorted()), remedy));
      }
      int line = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(-1) + 1;
      Optional<List<String>> parts = parts(where, name, tuple.getValueNode());
      if (parts.isPresent() && entries.put(name, new Entry(parts.get(), line)) != null) {
        throw new RecipeException(where + ": '" + name + "' is given twice");
      }
    }
    return new RecipeFile(file, entries);
  }

  private static MappingNode root(Path file) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    Optional<Node> root;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new RecipeException(
            "%s: has %,d bytes, a recipe at most %,d; is it another file?"
                .formatted(file, Files.size(file), MOST_BYTES));
      }
      String text = Files.readString(file);
      checkFlat(file, new ParserImpl(settings, new StreamReader(settings, text)));
      root =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
              .getSingleNode();
    } catch (IOException e) {
      throw new RecipeException(
          "option 'recipe' = %s: cannot be read: %s".formatted(file, Reason.of(e)));
    } catch (MarkedYamlEngineException e) {
      throw new RecipeException(
          "%s%s: is not YAML: %s"
              .formatted(file, e.getProblemMark().map(RecipeFile::at).orElse(""), e.getProblem()));
    } catch (YamlEngineException e) {
      throw new RecipeException("%s: is not YAML: %s".formatted(file, e.getMessage()));
    }
    if (root.isEmpty()) {
      throw new RecipeException(file + ": is empty; expected lines such as epochs: 30");
    }
    if (root.get() instanceof MappingNode mapping) {
      return mapping;
    }
    throw new RecipeException(
        file + ": expected lines such as epochs: 30, but found something else");
  }

  /** Refuses what would take long to unfold: nesting that no recipe has, and aliases. */
  private static void checkFlat(Path file, ParserImpl events) {
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        default -> {}
      }
      String where = file + event.getStartMark().map(RecipeFile::at).orElse("");
      if (depth > MOST_DEPTH) {
        throw new RecipeException(
            where + ": is nested more deeply than the lists of a recipe ever are");
      }
      if (event instanceof AliasEvent) {
        throw new RecipeException(
            where + ": is an alias (*name), which a recipe does not take; write the value itself");
      }
    }
  }

  private static Optional<List<String>> parts(String where, String name, Node node) {
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> Optional.empty();
      case ScalarNode scalar -> Optional.of(List.of(scalar.getValue()));
      case SequenceNode sequence -> {
        List<String> parts =
            sequence.getValue().stream()
                .map(
                    part ->
                        parts(where, name, part)
                            .map(inner -> String.join(",", inner))
                            .orElseThrow(
                                () ->
                                    new RecipeException(
                                        where + ": '" + name + "' has an empty part")))
                .toList();
        yield Optional.of(parts.isEmpty() ? List.of("none") : parts);
      }
      default ->
          throw new RecipeException(
              "%s: '%s' takes a value or a list of values, but found something else"
                  .formatted(where, name));
    };
  }

  private static String at(Mark mark) {
    return ", line " + (mark.getLine() + 1);
  }

  /** A key's value; a list's parts are joined by commas, and an empty list is {@code none}. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The parts of a list, or the one value there is: commas within them stay what they are. */
  public Optional<List<String>> parts(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::parts);
  }

  /** Where a key's value stands, such as {@code recipe.yaml, line 3}; empty where it does not. */
  public Optional<String> where(String key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> file + ", line " + entry.line());
  }

  /**
   * A key's value as {@code parse} understands it.
   *
   * @throws RecipeException naming key and line where {@code parse} refuses it
   */
  <T> Optional<T> value(String key, Function<String, T> parse) {
    return value(key).map(text -> parsed(key, text, parse));
  }

  /** The same of every part of a list. */
  <T> Optional<List<T>> parts(String key, Function<String, T> parse) {
    return parts(key).map(parts -> parts.stream().map(part -> parsed(key, part, parse)).toList());
  }

  private <T> T parsed(String key, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new RecipeException(
          "%s: %s (%s)".formatted(key, e.getMessage(), where(key).orElseThrow()));
    }
  }
}
