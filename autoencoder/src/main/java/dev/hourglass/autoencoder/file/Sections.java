package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How sections lie in a file: the JSON of section {@code x} under {@code section/x}, its version
 * under {@code section/x/version}, its tensor {@code t} under {@code x/t}.
 */
final class Sections {
  private static final String PREFIX = "section/";
  private static final String VERSION = "/version";
  private static final String NAME = "[a-z][a-z0-9-]*";

  private Sections() {}

  static void checkName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "a section's name has small letters, digits and dashes, a letter first, but was '"
              + name
              + "'");
    }
  }

  static void write(
      Map<String, Section> sections,
      Map<String, String> metadata,
      SequencedMap<String, Block> tensors) {
    sections.forEach(
        (name, section) -> {
          metadata.put(PREFIX + name, section.json());
          metadata.put(PREFIX + name + VERSION, Integer.toString(section.version()));
          section.tensors().forEach((tensor, block) -> tensors.put(name + "/" + tensor, block));
        });
  }

  /**
   * All sections of a file.
   *
   * @throws IllegalArgumentException when one makes no sense, or a tensor is of none
   */
  static Map<String, Section> read(Safetensors contents) {
    Map<String, SequencedMap<String, Block>> tensors = tensorsBySection(contents);
    Map<String, Section> sections = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : contents.metadata().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(PREFIX) && !key.endsWith(VERSION)) {
        String name = key.substring(PREFIX.length());
        SequencedMap<String, Block> own = tensors.remove(name);
        sections.put(name, section(name, contents, own == null ? new LinkedHashMap<>() : own));
      }
    }
    if (!tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "it has tensors of the sections %s, which its metadata lack".formatted(tensors.keySet()));
    }
    return sections;
  }

  /** How many tensors belong to no section. */
  static long tensorsOutside(Safetensors contents) {
    return contents.tensors().keySet().stream().filter(name -> name.indexOf('/') < 0).count();
  }

  private static Map<String, SequencedMap<String, Block>> tensorsBySection(Safetensors contents) {
    Map<String, SequencedMap<String, Block>> tensors = new LinkedHashMap<>();
    contents
        .tensors()
        .forEach(
            (full, block) -> {
              int slash = full.indexOf('/');
              if (slash >= 0) {
                tensors
                    .computeIfAbsent(full.substring(0, slash), _ -> new LinkedHashMap<>())
                    .put(full.substring(slash + 1), block);
              }
            });
    return tensors;
  }

  private static Section section(
      String name, Safetensors contents, SequencedMap<String, Block> tensors) {
    String version = contents.metadata().getOrDefault(PREFIX + name + VERSION, "");
    try {
      checkName(name);
      if (!version.matches("[0-9]{1,9}")) {
        throw new IllegalArgumentException("its version is '" + version + "', not a number");
      }
      String json = contents.metadata().get(PREFIX + name);
      return new Section(Integer.parseInt(version), json, tensors);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its section '" + name + "': " + e.getMessage(), e);
    }
  }

  /**
   * A section's value, migrated where it is older than the codec.
   *
   * @throws ModelFileException when it is newer than the codec, or makes no sense to it
   */
  static <T> Optional<T> decode(Map<String, Section> sections, SectionCodec<T> codec) {
    Section section = sections.get(codec.name());
    if (section == null) {
      return Optional.empty();
    }
    String subject = "the model's section '" + codec.name() + "'";
    if (section.version() > codec.version()) {
      throw new ModelFileException(
          subject,
          Kind.TOO_NEW,
          "it is of version %d, this is Hourglass %s, which reads versions up to %d"
              .formatted(section.version(), Version.current(), codec.version()));
    }
    try {
      return Optional.of(codec.read(migrated(section, codec)));
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(subject, Kind.CORRUPT, e.getMessage());
    }
  }

  private static Section migrated(Section section, SectionCodec<?> codec) {
    Section current = section;
    while (current.version() < codec.version()) {
      Section next = codec.migrate(current);
      if (next.version() != current.version() + 1) {
        throw new IllegalStateException(
            "section '%s' of version %d was migrated to version %d instead of the next"
                .formatted(codec.name(), current.version(), next.version()));
      }
      current = next;
    }
    return current;
  }
}
