package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.IdxFile;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path folder;

  /** By Python: hashlib.sha256(b"3\n4\n" + struct.pack("<12f", …)).hexdigest()[:32]. */
  @Test
  void it_is_what_others_compute() {
    float[][] rows = {{0, 1, 2}, {3, 4, 5}, {-0f, 1.5f, 255}, {6, 7, 8}};
    assertThat(Fingerprint.of(Dataset.of(rows)).text())
        .isEqualTo("2e62a7b8aeee3d2f698aeafd873046bf");
    byte[] bytes = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255, 0, 1};
    Dataset images = Dataset.ofBytes(bytes, SampleShape.image(1, 2, 2));
    assertThat(Fingerprint.of(images).text()).isEqualTo("b20613d9587fb9be5f422107b0ca485b");
  }

  @Test
  void it_does_not_depend_on_how_the_numbers_are_stored() throws Exception {
    int size = 1500; // several blocks
    byte[] bytes = new byte[size * 784];
    new Random(4).nextBytes(bytes);
    SampleShape shape = SampleShape.image(1, 28, 28);
    Dataset stored = Dataset.ofBytes(bytes, shape);
    Fingerprint fingerprint = Fingerprint.of(stored);

    float[] floats = new float[bytes.length];
    ByteBuffer hashed =
        ByteBuffer.allocate(bytes.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = (bytes[i] & 0xFF) * (1f / 255);
      hashed.putFloat(floats[i]);
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("28x28x1\n1500\n".getBytes(StandardCharsets.US_ASCII));
    byte[] digest = sha.digest(hashed.array());
    assertThat(fingerprint.text()).isEqualTo(HexFormat.of().formatHex(digest, 0, 16));

    Path idx = folder.resolve("some-images-idx3-ubyte");
    IdxFile.write(idx, bytes, size, 28, 28);
    Dataset mapped = ((RawData.Array) DataReader.read(idx, ReadOptions.defaults())).samples();
    int[] backwards = new int[size];
    for (int i = 0; i < size; i++) {
      backwards[i] = size - 1 - i;
    }
    for (Dataset same :
        List.of(
            mapped,
            Dataset.ofFloats(floats, shape),
            stored.subset(RowOrder.all(size)),
            stored.subset(backwards).subset(backwards))) {
      assertThat(Fingerprint.of(same)).isEqualTo(fingerprint);
    }
    assertThat(Fingerprint.of(stored.subset(backwards))).isNotEqualTo(fingerprint);
    assertThat(Fingerprint.of(Dataset.ofFloats(floats, SampleShape.vector(784))))
        .isNotEqualTo(fingerprint);
    floats[floats.length - 1] += 1e-6f;
    assertThat(Fingerprint.of(Dataset.ofFloats(floats, shape))).isNotEqualTo(fingerprint);
  }

  @Test
  void samples_are_called_by_their_file_and_not_by_its_folder() {
    Path path = folder.resolve("rows.npy");
    NpyFile.write(path, new float[][] {{1, 2}, {3, 4}});
    Dataset samples = NpyFile.read(path).samples();
    assertThat(samples.source()).isEqualTo(path.toString());
    assertThat(samples.name()).isEqualTo("rows.npy");
    assertThat(samples.subset(new int[] {1}).name()).isEqualTo("rows.npy");
    assertThat(Digits.generate(3, 7).name()).isEqualTo("digits:3:7");
    assertThat(SourceName.of("mnist/")).isEqualTo("mnist");
    assertThat(SourceName.of("mnist/train/..")).isEqualTo("mnist");
    assertThat(SourceName.of(".")).isEqualTo(Path.of("").toAbsolutePath().getFileName().toString());
    assertThat(SourceName.of("memory")).isEqualTo("memory");
    assertThat(SourceName.of("no\0path")).isEqualTo("no\0path");
  }

  @Test
  void what_is_none_is_refused() {
    assertThatThrownBy(() -> new Fingerprint("2e62a7b8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 hexadecimal digits, but was '2e62a7b8'");
  }
}
