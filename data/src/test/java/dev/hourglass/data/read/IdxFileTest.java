package dev.hourglass.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  @TempDir Path folder;
  private final byte[] pixels = new byte[5 * 3 * 2];

  @BeforeEach
  void fill() {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 8);
    }
  }

  private Path images(String name) {
    Path path = folder.resolve(name);
    IdxFile.write(path, pixels, 5, 3, 2);
    return path;
  }

  private Path labels(String name, int count) {
    Path path = folder.resolve(name);
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (i % 3);
    }
    IdxFile.write(path, values, count);
    return path;
  }

  @Test
  void images_come_back_plain_and_packed() {
    for (String name : new String[] {"some-images.idx3-ubyte", "some-images-idx3-ubyte.gz"}) {
      RawData.Array raw = IdxFile.read(images(name));
      assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 3, 2));
      assertThat(raw.size()).isEqualTo(5);
      assertThat(raw.kind()).isEqualTo(NumberKind.BYTES);
      assertThat(raw.samples().row(4)[5]).isEqualTo((29 * 8) * (1f / 255));
      assertThat(raw.labels()).isEmpty();
    }
  }

  @Test
  void labels_beside_are_found_under_any_usual_name() throws IOException {
    String[][] pairs = {
      {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"},
      {"t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz"},
      {"train-images.idx3-ubyte", "train-labels.idx1-ubyte"},
      {"train-images-idx3-ubyte.gz", "train-labels.idx1-ubyte"}
    };
    for (String[] pair : pairs) {
      Path images = images(pair[0]);
      Path labels = labels(pair[1], 5);
      assertThat(IdxFile.read(images).labels().orElseThrow().values())
          .containsExactly(0, 1, 2, 0, 1);
      Files.delete(images);
      Files.delete(labels);
    }
  }

  @Test
  void a_folder_means_its_training_images() {
    images("train-images-idx3-ubyte.gz");
    labels("train-labels-idx1-ubyte.gz", 5);
    IdxFile.write(folder.resolve("t10k-images-idx3-ubyte.gz"), new byte[6], 1, 3, 2);
    RawData raw = DataReader.read(folder, ReadOptions.defaults());
    assertThat(raw.size()).isEqualTo(5);
    assertThat(raw.labels()).isPresent();
  }

  @Test
  void another_number_of_labels_is_an_error() {
    Path images = images("train-images-idx3-ubyte");
    labels("train-labels-idx1-ubyte", 4);
    assertThatThrownBy(() -> IdxFile.read(images))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-labels-idx1-ubyte has 4 labels")
        .hasMessageContaining("has 5 images");
  }

  @Test
  void a_label_file_is_no_data() {
    Path labels = labels("train-labels-idx1-ubyte", 4);
    assertThatThrownBy(() -> IdxFile.read(labels)).hasMessageContaining("holds labels");
  }

  @Test
  void other_number_types_become_floats() throws IOException {
    byte[] types = {0x09, 0x0B, 0x0C, 0x0D, 0x0E};
    for (byte type : types) {
      ByteBuffer buffer = ByteBuffer.allocate(64).putShort((short) 0).put(type).put((byte) 2);
      buffer.putInt(2).putInt(1);
      for (int value : new int[] {-5, 120}) {
        switch (type) {
          case 0x09 -> buffer.put((byte) value);
          case 0x0B -> buffer.putShort((short) value);
          case 0x0C -> buffer.putInt(value);
          case 0x0D -> buffer.putFloat(value);
          default -> buffer.putDouble(value);
        }
      }
      Path path = folder.resolve("numbers.idx");
      Files.write(path, Arrays.copyOf(buffer.array(), buffer.position()));
      RawData.Array raw = (RawData.Array) DataReader.read(path, ReadOptions.defaults());
      assertThat(raw.kind()).isEqualTo(NumberKind.FLOATS);
      assertThat(raw.samples().rows()).isDeepEqualTo(new float[][] {{-5}, {120}});
    }
  }

  @Test
  void each_kind_of_damage_has_its_message() throws IOException {
    byte[] whole = Files.readAllBytes(images("whole-images-idx3-ubyte"));
    byte[] packed = Files.readAllBytes(images("whole-images-idx3-ubyte.gz"));
    byte[] wrong = whole.clone();
    wrong[2] = 0x42;
    byte[] huge = whole.clone();
    Arrays.fill(huge, 4, 16, (byte) 0x7F);
    byte[] none = Arrays.copyOf(whole, 16);
    none[7] = 0;

    assertRefused("magic", wrong, "is no IDX file: it begins with bytes 00 00 42 03");
    assertRefused("short", Arrays.copyOf(whole, 3), "has only 3 bytes");
    assertRefused("header", Arrays.copyOf(whole, 10), "ends within its header");
    assertRefused("cut", Arrays.copyOf(whole, 40), "5×3×2 numbers in 30 bytes, but only 24");
    assertRefused("longer", Arrays.copyOf(whole, 47), "but more bytes follow");
    assertRefused("huge", huge, "the header is damaged");
    assertRefused("none", none, "holds no samples");
    assertRefused("cut.gz", Arrays.copyOf(packed, packed.length - 12), "gzip data ends too early");
    byte[] flipped = packed.clone();
    flipped[flipped.length - 6] ^= 0x55; // within the checksum
    assertRefused("flipped.gz", flipped, "gzip data is damaged");
  }

  @Test
  void a_packed_header_that_promises_terabytes_allocates_nothing() throws IOException {
    Path path = folder.resolve("big-images-idx3-ubyte.gz");
    IdxFile.write(path, pixels, 5, 3, 2);
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0x803);
    header.putInt(2_000_000).putInt(1000).putInt(1000);
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(header.array());
      out.write(pixels);
    }
    assertThatThrownBy(() -> IdxFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("only 30 bytes follow");
  }

  private void assertRefused(String name, byte[] bytes, String message) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, bytes);
    assertThatThrownBy(() -> IdxFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }
}
