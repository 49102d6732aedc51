package dev.hourglass.tasks.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechSectionTest {
  private static final int RATE = 8_000;
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);
  private static SpeechDenoiser denoiser;

  @TempDir Path folder;

  private static Recording noise(long seed) {
    Random random = new Random(seed);
    float[] samples = new float[RATE / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.2 * random.nextGaussian() * Math.sin(i / 500.0));
    }
    return Recording.mono(samples, RATE);
  }

  @BeforeAll
  static void fit() {
    denoiser =
        SpeechDenoiser.fit(
            List.of(noise(1), noise(2)),
            SpeechOptions.defaults().withKinds(List.of(new NoiseKind.Hum())).withEpochs(1),
            KERNELS,
            TrainingListener.SILENT);
  }

  private static SpeechSection.State state() {
    return denoiser.model().section(SpeechSection.CODEC).orElseThrow();
  }

  @Test
  void a_state_comes_back_as_it_was_written() {
    double[] shares = new double[Restraint.STEPS];
    Arrays.setAll(shares, i -> 1 - i / 23.0);
    SpeechSection.State written =
        new SpeechSection.State(16_000, new float[] {0.1f, 1f / 3, 1}, new Restraint(shares), true);
    SpeechSection.State read = SpeechSection.CODEC.read(SpeechSection.CODEC.write(written));
    assertThat(read.rate()).isEqualTo(16_000);
    assertThat(read.live()).isTrue();
    assertThat(read.weights()).containsExactly(written.weights());
    assertThat(read.restraint().shares()).containsExactly(shares);
  }

  @Test
  void a_file_gives_the_same_recording() {
    Path file = folder.resolve("m.safetensors");
    denoiser.save(file);
    SpeechDenoiser loaded = SpeechDenoiser.load(file, KERNELS);
    assertThat(loaded.rate()).isEqualTo(RATE);
    assertThat(loaded.denoise(noise(3)).channels()[0])
        .containsExactly(denoiser.denoise(noise(3)).channels()[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "rate, eight, rate",
    "rate, , rate",
    "weights, 2, weights",
    "restraint, 0.5, 17",
    "restraint, , restraint",
    "colour, 1, colour"
  })
  void a_damaged_state_is_refused_by_name(String key, String value, String named) {
    Map<String, Object> content = new LinkedHashMap<>(SpeechSection.CODEC.write(state()).content());
    if (value == null) {
      content.remove(key);
    } else if (key.equals("rate")) {
      content.put(key, value);
    } else {
      content.put(key, List.of(Double.valueOf(value)));
    }
    assertThatThrownBy(() -> SpeechSection.CODEC.read(Section.of(1, content)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void a_file_that_is_damaged_or_of_another_use_is_refused() throws IOException {
    ModelFile.Model model = denoiser.model();
    Path plain = folder.resolve("plain.safetensors");
    ModelFile.write(
        plain,
        new ModelFile.Model(
            model.autoencoder(), model.preparation(), model.training(), model.provenance()));
    assertThatThrownBy(() -> SpeechDenoiser.load(plain, KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("plain.safetensors")
        .hasMessageContaining("denoises no speech");
    Path narrow = folder.resolve("narrow.safetensors");
    ModelFile.write(
        narrow,
        model.withSection(
            SpeechSection.CODEC,
            new SpeechSection.State(RATE, new float[] {1}, state().restraint(), false)));
    assertThatThrownBy(() -> SpeechDenoiser.load(narrow, KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("narrow.safetensors")
        .hasMessageContaining("1 frequencies");
    Path whole = folder.resolve("whole.safetensors");
    denoiser.save(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.safetensors"), Arrays.copyOf(bytes, 4_000));
    assertThatThrownBy(() -> SpeechDenoiser.load(half, KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("half.safetensors");
  }
}
