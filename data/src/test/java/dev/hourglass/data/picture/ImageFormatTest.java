package dev.hourglass.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of image file becomes; figures are Pillow's where no arithmetic gives them. */
class ImageFormatTest {
  private static final float BYTE = 1f / 255;

  /** Pillow: 3 × 2 pixels (100 x, 200 y, 50), lossless, with EXIF orientation 6. */
  private static final String WEBP_TURNED =
      "UklGRmoAAABXRUJQVlA4WAoAAAAIAAAAAgAAAQAAVlA4TCkAAAAvAkAAAC8gFkyGlf8VokAgyZ9hoLFGZv6DhwligECA"
          + "MlYcc0FE/2N9AABFWElGGgAAAElJKgAIAAAAAQASAQMAAQAAAAYAAAAAAAAA";

  /** Pillow: 8 × 8 pixels of RGB (180, 60, 20), lossy; its own decoder gives (179, 60, 18). */
  private static final String WEBP_LOSSY =
      "UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoIAAgAAMASJaACdLoB+AADsAD+9pWX/unr2nr2nr+YP/89o/PaPz2j/zwgAA==";

  /**
   * Pillow: 8 × 8 pixels of CMYK (200, 30, 0, 20), inverted as Adobe has it; RGB (51, 207, 235).
   */
  private static final String JPEG_CMYK =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkK"
          + "CgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//E"
          + "ALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2"
          + "Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrC"
          + "w8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD826/YSv38r9rK/9k=";

  @TempDir Path folder;

  private RawData.Array read(Path file) {
    return (RawData.Array) DataReader.read(file, ReadOptions.defaults());
  }

  private Path write(String name, String base64) throws IOException {
    return Files.write(folder.resolve(name), Base64.getDecoder().decode(base64));
  }

  /** Three columns, two rows of levels 10 (3 y + x). */
  private static BufferedImage sixLevels() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 6; i++) {
      image.getRaster().setSample(i % 3, i / 3, 0, 10 * i);
    }
    return image;
  }

  private static byte[] bytes(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** A directory of one entry, as EXIF has it. */
  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer exif = ByteBuffer.allocate(26).order(order);
    exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return exif.array();
  }

  private static byte[] inserted(byte[] file, int at, byte[] what) {
    ByteBuffer whole = ByteBuffer.allocate(file.length + what.length);
    return whole.put(file, 0, at).put(what).put(file, at, file.length - at).array();
  }

  private static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
    ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
    segment.putShort((short) 0xFFE1).putShort((short) (8 + exif.length));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
    return inserted(jpeg, 2, segment.array());
  }

  private static byte[] pngWithExif(byte[] png, byte[] exif) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
    chunk.putInt(exif.length).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + exif.length);
    return inserted(png, 33, chunk.putInt((int) sum.getValue()).array()); // behind the header
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, 0 10 20 30 40 50",
    "2, 3, 20 10 0 50 40 30",
    "3, 3, 50 40 30 20 10 0",
    "4, 3, 30 40 50 0 10 20",
    "5, 2, 0 30 10 40 20 50",
    "6, 2, 30 0 40 10 50 20",
    "7, 2, 50 20 40 10 30 0",
    "8, 2, 20 50 10 40 0 30",
  })
  void an_image_is_turned_upright(int orientation, int width, String levels) throws IOException {
    float[] expected = new float[6];
    String[] texts = levels.split(" ");
    for (int i = 0; i < 6; i++) {
      expected[i] = Integer.parseInt(texts[i]) * BYTE;
    }
    byte[] exif =
        exif(orientation, orientation % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Path png = Files.write(folder.resolve("a.png"), pngWithExif(bytes(sixLevels(), "png"), exif));
    assertThat(read(png).samples().shape()).isEqualTo(SampleShape.image(1, 6 / width, width));
    assertThat(read(png).samples().row(0)).containsExactly(expected);
    assertThat(read(png).remarks()).hasSize(orientation == 1 ? 0 : 1);
    Path jpeg = Files.write(folder.resolve("a.jpe"), jpegWithExif(bytes(sixLevels(), "jpg"), exif));
    assertThat(read(jpeg).samples().shape()).isEqualTo(SampleShape.image(1, 6 / width, width));
    assertThat(read(jpeg).samples().row(0)).containsExactly(expected, within(6 * BYTE));
  }

  @Test
  void images_stored_upright_and_turned_have_one_size() throws IOException {
    BufferedImage tall = new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY);
    Files.write(
        folder.resolve("a.jpg"), jpegWithExif(bytes(tall, "jpg"), exif(6, ByteOrder.BIG_ENDIAN)));
    Files.write(folder.resolve("b.jpg"), bytes(sixLevels(), "jpg"));
    RawData.Array raw = read(folder);
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 2, 3));
    assertThat(raw.remarks())
        .containsExactly(folder + ": 1 of 2 images turned upright, as their EXIF orientation says");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 8, 12, 20, 25})
  void damaged_exif_is_ignored(int length) throws IOException {
    byte[] cut = Arrays.copyOf(exif(6, ByteOrder.BIG_ENDIAN), length);
    Path file = Files.write(folder.resolve("a.jpg"), jpegWithExif(bytes(sixLevels(), "jpg"), cut));
    assertThat(read(file).samples().features()).isEqualTo(6);
  }

  @Test
  void webp_is_read_lossless_lossy_and_turned() throws IOException {
    float[] turned = read(write("a.webp", WEBP_TURNED)).samples().row(0);
    assertThat(read(folder).samples().shape()).isEqualTo(SampleShape.image(3, 3, 2));
    assertThat(Arrays.copyOf(turned, 6))
        .containsExactly(0, 200 * BYTE, 50 * BYTE, 0, 0, 50 * BYTE); // (0, 1) and (0, 0) as stored
    float[] lossy = read(write("b.webp", WEBP_LOSSY)).samples().row(0);
    assertThat(Arrays.copyOf(lossy, 3))
        .containsExactly(new float[] {179 * BYTE, 60 * BYTE, 18 * BYTE}, within(3 * BYTE));
  }

  @Test
  void webp_of_greys_alone_is_grey() throws IOException {
    // Pillow: levels 0, 100, 255, lossless.
    RawData.Array raw =
        read(
            write(
                "a.webp",
                "UklGRjAAAABXRUJQVlA4TCQAAAAvAgAAABcgEEiS3R9hDYFAkuz+CAsEkmT3R3j+A38VFCOi/wE="));
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 1, 3));
    assertThat(raw.samples().row(0)).containsExactly(0, 100 * BYTE, 1);
  }

  @Test
  void cmyk_has_the_colours_it_is_printed_in() throws IOException {
    RawData.Array raw = read(write("a.jfif", JPEG_CMYK));
    assertThat(Arrays.copyOf(raw.samples().row(0), 3))
        .containsExactly(new float[] {51 * BYTE, 207 * BYTE, 235 * BYTE}, within(2 * BYTE));
    assertThat(raw.remarks().getFirst()).contains("in CMYK, converted to RGB");
  }

  @Test
  void tiff_is_read_with_eight_and_sixteen_bits() throws IOException {
    Path eight = Files.write(folder.resolve("a.tif"), bytes(sixLevels(), "tiff"));
    assertThat(read(eight).samples().row(0)[5]).isEqualTo(50 * BYTE);
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(1, 0, 0, 12345);
    Path sixteen = Files.write(folder.resolve("b.tiff"), bytes(deep, "tiff"));
    assertThat(read(sixteen).samples().row(0)).containsExactly(0, 12345 / 65535f);
  }

  @Test
  void portable_maps_are_read_in_text_and_in_bytes() throws IOException {
    Path text = Files.writeString(folder.resolve("a.pgm"), "P2\n3 1\n255\n0 100 255\n");
    assertThat(read(text).samples().row(0)).containsExactly(0, 100 * BYTE, 1);
    byte[] raw = "P6\n1 1\n255\n...".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(new byte[] {10, 20, (byte) 200}, 0, raw, raw.length - 3, 3);
    Path color = Files.write(folder.resolve("b.ppm"), raw);
    assertThat(read(color).samples().row(0)).containsExactly(10 * BYTE, 20 * BYTE, 200 * BYTE);
    byte[] deep = "P5\n2 1\n65535\n....".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(new byte[] {0, 1, (byte) 0x81, 0x23}, 0, deep, deep.length - 4, 4);
    Path sixteen = Files.write(folder.resolve("c.pgm"), deep);
    assertThat(read(sixteen).samples().row(0)).containsExactly(1 / 65535f, 0x8123 / 65535f);
  }

  @Test
  void a_kind_is_told_by_its_bytes_where_the_name_says_nothing() throws IOException {
    Files.write(folder.resolve("IMG_0001"), bytes(sixLevels(), "png"));
    Files.writeString(folder.resolve("LICENSE"), "free");
    RawData.Array raw = read(folder);
    assertThat(raw.size()).isEqualTo(1);
    assertThat(raw.remarks().getFirst()).contains("LICENSE");
  }

  @Test
  void floating_point_pixels_are_refused_with_the_remedy() throws IOException {
    // One strip of one 32-bit float: the tags width, height, bits, compression, photometric,
    // offset, samples, rows, bytes, sample format.
    int[][] tags = {
      {256, 1},
      {257, 1},
      {258, 32},
      {259, 1},
      {262, 1},
      {273, 134},
      {277, 1},
      {278, 1},
      {279, 4},
      {339, 3}
    };
    ByteBuffer tiff = ByteBuffer.allocate(138).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) tags.length);
    for (int[] tag : tags) {
      tiff.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    tiff.putInt(0).putFloat(0.5f);
    Path file = Files.write(folder.resolve("a.tif"), tiff.array());
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("floating-point numbers")
        .hasMessageContaining(".npy");
  }
}
