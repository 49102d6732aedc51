package dev.hourglass.autoencoder.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final Dataset SAMPLES = Samples.of(64, 1);
  private static ModelFile.Model model;
  private static byte[] bytes;

  @TempDir Path folder;

  @BeforeAll
  static void train(@TempDir Path folder) throws IOException {
    TrainingResult result =
        new Trainer(Samples.training()).train(Samples.blueprint(Preset.VARIATIONAL), SAMPLES);
    model =
        result.model(
            Preparation.none(SampleShape.vector(Samples.FEATURES)), Samples.training(), SAMPLES);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    bytes = Files.readAllBytes(file);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    ModelFile.Model read = ModelFile.read(file);
    assertThat(read.autoencoder().blueprint()).isEqualTo(model.autoencoder().blueprint());
    assertThat(read.training()).isEqualTo(model.training());
    assertThat(read.provenance()).isEqualTo(model.provenance());
    assertThat(read.preparation().toMap()).isEqualTo(model.preparation().toMap());
    assertThat(read.autoencoder().parameters().row(0))
        .isEqualTo(model.autoencoder().parameters().row(0));
    assertThat(read.autoencoder().encode(SAMPLES).toArray())
        .isDeepEqualTo(model.autoencoder().encode(SAMPLES).toArray());
  }

  @Test
  void writingLeavesNothingBesideTheFile() throws IOException {
    ModelFile.write(folder.resolve("model.safetensors"), model);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("model.safetensors"));
    }
  }

  @Test
  void aFolderThatIsMissingIsRefusedOnWriting() {
    assertThatThrownBy(() -> ModelFile.write(folder.resolve("no/model.safetensors"), model))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write the model to");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int length = i < 20 ? i : random.nextInt(bytes.length);
      Path file = write(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ModelFile.read(file))
          .as("cut to %d bytes", length)
          .isInstanceOfSatisfying(
              ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void everyFlippedByteIsRefused() throws IOException {
    long seed = 17;
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = bytes.clone();
      int at = i < 100 ? i : random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Path file = write(damaged);
      try {
        ModelFile.read(file);
        // Spaces that pad the header mean nothing, and JSON allows tabs in their place.
        if (bytes[at] != ' ') {
          fail("seed %d: flipped byte %d of %d went unnoticed".formatted(seed, at, bytes.length));
        }
      } catch (ModelFileException e) {
        assertThat(e).hasMessageContaining("damaged.safetensors");
      }
    }
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      if (noise.length > 8 && i % 2 == 0) {
        ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN).putLong(0, noise.length - 8L);
      }
      Path file = write(noise);
      assertThatThrownBy(() -> ModelFile.read(file)).isInstanceOf(ModelFileException.class);
    }
  }

  @Test
  void aSafetensorsFileOfSomebodyElseIsForeign() throws IOException {
    Path file = writeHeader("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
    assertRefused(file, Kind.FOREIGN, "it says nothing of its format");
  }

  @Test
  void aLaterFormatIsTooNew() throws IOException {
    Path file =
        writeHeader(
            "{\"__metadata__\":{\"format\":\"hourglass-model\",\"format_version\":\"9\"}}", 0);
    assertRefused(file, Kind.TOO_NEW, "its format is version 9");
  }

  @Test
  void anEarlierFormatIsTooOld() throws IOException {
    Path file =
        writeHeader(
            "{\"__metadata__\":{\"format\":\"hourglass-model\",\"format_version\":\"0\"}}", 0);
    assertRefused(file, Kind.TOO_OLD, "its format is version 0");
  }

  @Test
  void aTensorLongerThanTheFileIsRefusedBeforeItIsAllocated() throws IOException {
    Path file =
        writeHeader(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000],\"data_offsets\":[0,16000000000000000000]}}",
            4);
    assertRefused(file, Kind.CORRUPT, "tensor 'w'");
  }

  @Test
  void aMissingFileIsNamed() {
    assertRefused(folder.resolve("none.safetensors"), Kind.UNREADABLE, "there is no such file");
  }

  @Test
  void aFolderIsNamed() {
    assertRefused(folder, Kind.UNREADABLE, "it is a folder");
  }

  private static void assertRefused(Path file, Kind kind, String detail) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOfSatisfying(ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(detail);
  }

  private Path write(byte[] contents) throws IOException {
    return Files.write(folder.resolve("damaged.safetensors"), contents);
  }

  private Path writeHeader(String json, int dataBytes) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    return write(file.array());
  }
}
