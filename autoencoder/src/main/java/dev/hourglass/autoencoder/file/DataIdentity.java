package dev.hourglass.autoencoder.file;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which samples were trained on, without the samples: so that a checkpoint is not resumed with
 * others, and that whoever trains again knows whether it is on the same.
 *
 * @param name of the file or folder they came from, without the folders it lay in
 * @param fingerprint of the samples as the network saw them, a text that other samples do not have;
 *     empty where a version wrote the file that kept none
 * @param samples how many there are
 */
public record DataIdentity(String name, Optional<String> fingerprint, int samples) {
  private static final int ROWS = 256;
  private static final int SHOWN_BYTES = 16;

  /** Looks at all samples. */
  public static DataIdentity of(Dataset samples) {
    return new DataIdentity(
        nameOf(samples.source()), Optional.of(fingerprint(samples)), samples.size());
  }

  /** Looks at all inputs, and at all targets where they are others. */
  public static DataIdentity of(Pairs pairs) {
    DataIdentity inputs = of(pairs.inputs());
    return pairs.isSame()
        ? inputs
        : new DataIdentity(
            inputs.name,
            Optional.of(inputs.fingerprint.get() + "+" + fingerprint(pairs.targets())),
            inputs.samples);
  }

  /** The last element of a path, {@code digits:200:1} as it is. */
  public static String nameOf(String source) {
    String trimmed = source.replaceAll("[/\\\\]+$", "");
    return trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
  }

  /** Whether other samples are the same as far as one can tell: without a fingerprint, as many. */
  public boolean matches(DataIdentity other) {
    return samples == other.samples
        && (fingerprint.isEmpty()
            || other.fingerprint.isEmpty()
            || fingerprint.equals(other.fingerprint));
  }

  // TODO(merge): Fingerprint.of(Dataset) of data.dataset takes the place of this method.
  private static String fingerprint(Dataset samples) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    digest.update(ByteBuffer.allocate(8).putInt(samples.size()).putInt(samples.features()).array());
    int[] rows = new int[ROWS];
    long rowBytes = 4L * samples.features();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(ROWS * rowBytes, Float.BYTES);
      for (int from = 0; from < samples.size(); from += ROWS) {
        int count = Math.min(ROWS, samples.size() - from);
        for (int i = 0; i < count; i++) {
          rows[i] = from + i;
        }
        samples.gather(rows, 0, count, block);
        digest.update(block.asSlice(0, count * rowBytes).asByteBuffer());
      }
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }

  /** Plain strings and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    fingerprint.ifPresent(text -> map.put("fingerprint", text));
    map.put("samples", samples);
    return map;
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or of the wrong kind
   */
  public static DataIdentity fromMap(StrictMap map) {
    return map.finish(
        new DataIdentity(
            map.string("name"), map.optionalString("fingerprint"), map.integer("samples")));
  }

  @Override
  public String toString() {
    return "%d samples of %s%s"
        .formatted(samples, name, fingerprint.map(text -> " (" + text + ")").orElse(""));
  }
}
