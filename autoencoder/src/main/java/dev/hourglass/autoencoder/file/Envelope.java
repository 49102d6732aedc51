package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.base.Json;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.Safetensors.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * What model files and checkpoints have in common: a safetensors container whose metadata say what
 * it is, in which version, with parts in JSON and a checksum of everything.
 *
 * <p>What an older version wrote is read part by part, each through its {@link Migration}.
 *
 * @param subject what it was read from, for messages
 * @param version of the format it was written in
 * @param contents tensors and metadata
 */
public record Envelope(String subject, int version, Safetensors contents) {
  /** The version that is written. */
  public static final int VERSION = 2;

  /** The oldest version that is read. */
  private static final int OLDEST = 1;

  private static final String FORMAT_KEY = "format";
  private static final String VERSION_KEY = "format_version";

  /** Where bytes come from. */
  @FunctionalInterface
  private interface Source {
    Safetensors read() throws IOException, MalformedException;
  }

  /**
   * Seals what is to be written.
   *
   * @param format its name
   * @param parts of the metadata, as text
   */
  public static Safetensors seal(
      String format, Map<String, String> parts, SequencedMap<String, Block> tensors) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, format);
    metadata.put(VERSION_KEY, Integer.toString(VERSION));
    metadata.putAll(parts);
    return new Safetensors(metadata, tensors).withChecksum();
  }

  /**
   * Opens a file; its checksum is still to be verified.
   *
   * @param format the name it should have
   * @throws ModelFileException when it is missing, damaged, foreign, too old or too new
   */
  public static Envelope open(Path file, String format) {
    if (Files.isDirectory(file)) {
      throw new ModelFileException(file.toString(), Kind.UNREADABLE, "it is a folder");
    }
    return open(file.toString(), format, () -> Safetensors.read(file, Arena.ofAuto()));
  }

  /** Opens what a stream holds, to its end; see {@link #open(Path, String)}. */
  public static Envelope open(InputStream in, String format) {
    return open("the stream", format, () -> Safetensors.read(in, Arena.ofAuto()));
  }

  /** Opens a file's bytes; see {@link #open(Path, String)}. */
  public static Envelope open(byte[] bytes, String format) {
    return open("the file", format, () -> Safetensors.read(bytes, Arena.ofAuto()));
  }

  private static Envelope open(String subject, String format, Source source) {
    Safetensors contents;
    try {
      contents = source.read();
    } catch (NoSuchFileException _) {
      throw new ModelFileException(subject, Kind.UNREADABLE, "there is no such file");
    } catch (IOException e) {
      throw new ModelFileException(subject, Kind.UNREADABLE, e.toString());
    } catch (MalformedException e) {
      throw new ModelFileException(subject, Kind.CORRUPT, e.getMessage());
    }
    return new Envelope(subject, version(subject, format, contents.metadata()), contents);
  }

  private static int version(String subject, String format, Map<String, String> metadata) {
    String found = metadata.get(FORMAT_KEY);
    if (!format.equals(found)) {
      throw new ModelFileException(
          subject,
          Kind.FOREIGN,
          found == null
              ? "it says nothing of its format, where " + format + " is expected"
              : "its format is '" + found + "', where " + format + " is expected");
    }
    String version = metadata.getOrDefault(VERSION_KEY, "");
    if (!version.matches("[0-9]{1,9}")) {
      throw new ModelFileException(
          subject, Kind.CORRUPT, "its format version is '" + version + "', not a number");
    }
    int number = Integer.parseInt(version);
    if (number < OLDEST || number > VERSION) {
      throw new ModelFileException(
          subject,
          number > VERSION ? Kind.TOO_NEW : Kind.TOO_OLD,
          "its format is version %d, this is Hourglass %s, which reads versions %d to %d"
              .formatted(number, Version.current(), OLDEST, VERSION));
    }
    return number;
  }

  /**
   * Compares the contents with the checksum they were written with.
   *
   * @param writtenOrder the tensors' names in the order in which version 1 wrote them, whose
   *     checksum depends on it; a program that saves such a file again may change it
   * @throws ModelFileException when the checksum is missing or another
   */
  public void verify(Supplier<List<String>> writtenOrder) {
    String expected = contents.metadata().getOrDefault(Safetensors.CHECKSUM, "missing");
    String found =
        version == 1
            ? contents.checksumInOrder(List.copyOf(contents.tensors().keySet()))
            : contents.checksum();
    if (!expected.equals(found) && !(version == 1 && expected.equals(sorted(writtenOrder)))) {
      throw new ModelFileException(
          subject,
          Kind.CORRUPT,
          "its checksum is %s, but its contents give %s: it was damaged or edited"
              .formatted(expected, found));
    }
  }

  private String sorted(Supplier<List<String>> order) {
    try {
      return contents.checksumInOrder(order.get());
    } catch (IllegalArgumentException _) {
      return "none";
    }
  }

  /**
   * A part of the metadata as this version has it.
   *
   * @throws IllegalArgumentException when it is missing, no JSON, or an older version's that cannot
   *     be migrated
   */
  public Map<String, Object> part(String key, Migration migration) {
    String text = contents.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("its metadata lack '" + key + "'");
    }
    Map<String, Object> part;
    try {
      part = Json.object(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its metadata's '" + key + "' " + e.getMessage(), e);
    }
    for (int from = version; from < VERSION; from++) {
      part = migration.migrate(from, part);
    }
    return part;
  }

  /** Whether there is a tensor of that name. */
  public boolean holds(String name) {
    return contents.tensors().containsKey(name);
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Block tensor(String name) {
    Block block = contents.tensors().get(name);
    if (block == null) {
      throw new IllegalArgumentException("it lacks the tensor '" + name + "'");
    }
    return block;
  }

  /** The exception for contents that do not make sense. */
  public ModelFileException corrupt(String detail) {
    return new ModelFileException(subject, Kind.CORRUPT, detail);
  }
}
