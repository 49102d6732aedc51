package dev.hourglass.tasks.picture;

import dev.hourglass.base.WholeFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture in the PNG format. */
public final class Png {
  private final byte[] bytes;

  private Png(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Encodes a picture. */
  public static Png of(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("this JDK has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Png(bytes.toByteArray());
  }

  /** The file's content. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@code data:image/png;base64,…}, for pages that carry their pictures with them. */
  public String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Writes a file: aside first, then moved into place, so that there is never half a file.
   *
   * @throws UncheckedIOException naming the file if it cannot be written
   */
  public void write(Path file) {
    WholeFile.write(file, bytes);
  }
}
