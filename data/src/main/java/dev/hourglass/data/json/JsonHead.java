package dev.hourglass.data.json;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects that a JSON text begins with.
 *
 * @param lines whether every line is an object
 * @param names of their members, in the order they came first
 */
public record JsonHead(boolean lines, List<String> names) {
  private static final Pattern BEGINNING = Pattern.compile("\\A\\s*(\\[\\s*)?\\{");
  private static final int MOST = 1000;

  public JsonHead {
    names = List.copyOf(names);
  }

  /** Whether a text that begins so is JSON, and no table that begins with a brace. */
  public static boolean begins(String head) {
    if (!BEGINNING.matcher(head).find()) {
      return false;
    }
    String inner = head.strip();
    String second = inner.substring(1).strip();
    return inner.startsWith("[") || second.startsWith("\"") || second.startsWith("}");
  }

  /**
   * Looks at a text.
   *
   * @param isWhole whether nothing comes behind it
   */
  public static JsonHead of(String head, boolean isWhole) {
    boolean lines = head.strip().startsWith("{") && isObject(firstLine(head));
    List<String> objects = new ArrayList<>();
    JsonObjects all = new JsonObjects(new StringReader(head), lines);
    try {
      for (String text = all.next(); !text.isEmpty() && objects.size() < MOST; text = all.next()) {
        objects.add(text);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory", e);
    }
    if (!isWhole && objects.size() > 1 && objects.size() < MOST) {
      objects.removeLast(); // it may be cut off
    }
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> addNames(object, names));
    return new JsonHead(lines, List.copyOf(names));
  }

  /** The names in all of a text, those of the head first. */
  public List<String> allNames(Reader in) throws IOException {
    Set<String> all = new LinkedHashSet<>(names);
    JsonObjects objects = new JsonObjects(in, lines);
    JsonMembers members = new JsonMembers();
    for (String text = objects.next(); !text.isEmpty(); text = objects.next()) {
      try {
        members.read(text, (name, _) -> all.add(name));
      } catch (JsonMembers.Malformed e) {
        // Whoever reads it in earnest will say so.
      }
    }
    return List.copyOf(all);
  }

  private static String firstLine(String head) {
    return head.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  private static boolean isObject(String text) {
    return addNames(text, new LinkedHashSet<>()) || !text.strip().equals("{");
  }

  private static boolean addNames(String object, Set<String> names) {
    try {
      new JsonMembers().read(object, (name, _) -> names.add(name));
      return true;
    } catch (JsonMembers.Malformed e) {
      return false;
    }
  }
}
