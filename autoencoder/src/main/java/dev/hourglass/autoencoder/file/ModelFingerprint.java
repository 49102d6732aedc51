package dev.hourglass.autoencoder.file;

import dev.hourglass.base.Json;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells models apart by what they make of raw samples: blueprint, preparation and parameters, and
 * neither where they come from nor what uses keep beside them. What was made by one model, such as
 * an index of codes, knows by it that it is asked with another.
 *
 * @param text 64 hexadecimal digits of a SHA-256
 */
public record ModelFingerprint(String text) {
  private static final int SHORT = 12;

  /** Refuses what is no SHA-256. */
  public ModelFingerprint {
    if (!text.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "a fingerprint has 64 hexadecimal digits, but was '" + text + "'");
    }
  }

  /** A model's. */
  public static ModelFingerprint of(ModelFile.Model model) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
    digest.update(text(Json.text(model.autoencoder().blueprint().toMap())));
    digest.update(text(Json.text(model.preparation().toMap())));
    for (Slot slot : model.autoencoder().parameterSlots()) {
      digest.update(text(slot.name()));
      digest.update(bytes(slot.of(model.autoencoder().parameters())));
    }
    return new ModelFingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  private static byte[] text(String text) {
    return (text + '\n').getBytes(StandardCharsets.UTF_8);
  }

  /** Number by number, so that it is the same on machines of either byte order. */
  private static ByteBuffer bytes(Tensor tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.size() * Float.BYTES));
    for (long i = 0; i < tensor.size(); i++) {
      bytes.putFloat((float) tensor.get(i));
    }
    return bytes.flip();
  }

  /** The first digits, which people compare. */
  public String brief() {
    return text.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return text;
  }
}
