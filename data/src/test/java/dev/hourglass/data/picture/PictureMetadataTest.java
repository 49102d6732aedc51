package dev.hourglass.data.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks are put into files and looked for in others byte by byte, past the code under test. */
class PictureMetadataTest {
  private static final int BEHIND_HEADER = 8 + 12 + 13;

  @TempDir Path folder;

  private static byte[] image(String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY), format, out);
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(ISO_8859_1));
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(type.getBytes(ISO_8859_1))
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] size(int x, int y) {
    return ByteBuffer.allocate(9).putInt(x).putInt(y).put((byte) 1).array();
  }

  private Path png(byte[]... chunks) throws IOException {
    byte[] png = image("png");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, BEHIND_HEADER);
    for (byte[] chunk : chunks) {
      out.write(chunk);
    }
    out.write(png, BEHIND_HEADER, png.length - BEHIND_HEADER);
    return Files.write(folder.resolve("in.png"), out.toByteArray());
  }

  private Map<String, byte[]> kept(Path in) throws IOException {
    Path out = folder.resolve("out.png");
    Picture.read(in).writePng(out, PictureMetadata.read(in));
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(out)).position(8);
    Map<String, byte[]> chunks = new LinkedHashMap<>();
    while (file.hasRemaining()) {
      byte[] content = new byte[file.getInt()];
      byte[] type = new byte[4];
      file.get(type).get(content).getInt();
      chunks.put(new String(type, ISO_8859_1), content);
    }
    return chunks;
  }

  @Test
  void pixel_size_and_texts_of_a_png_are_kept() throws IOException {
    byte[] title = "Title\0Größe".getBytes(ISO_8859_1);
    byte[] author = "Author\0\0\0\0\0山田".getBytes(UTF_8);
    Map<String, byte[]> chunks =
        kept(png(chunk("pHYs", size(11811, 5906)), chunk("tEXt", title), chunk("iTXt", author)));
    assertThat(chunks.get("pHYs")).isEqualTo(size(11811, 5906));
    assertThat(chunks.get("tEXt")).isEqualTo(title);
    assertThat(chunks.get("iTXt")).isEqualTo(author);
  }

  @Test
  void the_resolution_of_a_jpeg_is_kept() throws IOException {
    byte[] jpeg = image("jpeg");
    // JFIF: units at byte 13 (1 is dots per inch), then both densities.
    ByteBuffer.wrap(jpeg).put(13, (byte) 1).putShort(14, (short) 150).putShort(16, (short) 300);
    Path in = Files.write(folder.resolve("in.jpg"), jpeg);
    assertThat(kept(in).get("pHYs")).isEqualTo(size(5906, 11811));
  }

  @Test
  void a_file_that_tells_nothing_gives_one_that_tells_nothing() throws IOException {
    assertThat(kept(png())).containsOnlyKeys("IHDR", "IDAT", "IEND");
  }

  @Test
  void a_file_that_is_no_image_is_refused_by_name() throws IOException {
    Path file = Files.writeString(folder.resolve("words.png"), "no image");
    assertThatThrownBy(() -> PictureMetadata.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("words.png");
  }
}
