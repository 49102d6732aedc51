package dev.hourglass.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealDataTest {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @Test
  void mnist_is_mnist() {
    RawData.Array raw = (RawData.Array) DataReader.read(SharedData.path("mnist"), DEFAULTS);
    assertThat(raw.size()).isEqualTo(60_000);
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 28, 28));
    Labels labels = raw.labels().orElseThrow();
    assertThat(labels.values()).startsWith(5, 0, 4, 1, 9);
    assertThat(labels.counts())
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    double sum = 0;
    for (int i = 0; i < 60_000; i++) {
      for (float value : raw.samples().row(i)) {
        sum += value;
      }
    }
    assertThat(sum / (60_000 * 784.0)).isEqualTo(0.1307, within(0.0001));
  }

  @Test
  void the_test_images_of_mnist_find_their_labels() {
    Path images = SharedData.path("mnist/t10k-images-idx3-ubyte.gz");
    RawData raw = DataReader.read(images.toString(), DEFAULTS);
    assertThat(raw.size()).isEqualTo(10_000);
    assertThat(raw.labels().orElseThrow().values()).startsWith(7, 2, 1, 0, 4);
  }

  @Test
  void colour_photographs_come_by_class() {
    ReadOptions options = DEFAULTS.withLimit(2000);
    RawData.Array raw = (RawData.Array) DataReader.read(SharedData.path("cifar10/test"), options);
    assertThat(raw.size()).isEqualTo(2000);
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(3, 32, 32));
    Labels labels = raw.labels().orElseThrow();
    assertThat(labels.names()).hasSize(10).contains("frog", "ship").isSorted();
    assertThat(labels.counts()).containsOnly(200);
    double[] mean = new double[3];
    for (int i = 0; i < 2000; i++) {
      if (labels.name(i).equals("ship")) {
        float[] row = raw.samples().row(i);
        for (int p = 0; p < row.length; p++) {
          mean[p % 3] += row[p] / (200 * 1024.0);
        }
      }
    }
    assertThat(mean[2]).as("ships lie on blue").isGreaterThan(mean[0] + 0.02);
  }

  @Test
  void x_rays_are_grey_and_shrink() {
    ReadOptions options = DEFAULTS.withResize(new ImageSize(32, 32)).withLimit(60);
    RawData.Array raw = (RawData.Array) DataReader.read(SharedData.path("xray"), options);
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 32, 32));
    assertThat(raw.labels().orElseThrow().classes()).isEqualTo(2);
    assertThat(raw.labels().orElseThrow().counts()).contains(40, 20);
  }

  @Test
  void a_numeric_table_is_scaled() {
    ReadOptions options = DEFAULTS.withLabel("anomaly");
    RawData raw = DataReader.read(SharedData.path("anomaly/cardio.csv"), options);
    assertThat(raw.size()).isEqualTo(1831);
    assertThat(raw.labels().orElseThrow().counts()).containsExactly(1655, 176);
    Split split = Split.of(raw.size(), 0.2, 1);
    Preparation preparation = Preparation.fit(raw, split.training(), PreparationOptions.defaults());
    Dataset training = preparation.apply(raw).subset(split.training());
    assertThat(training.features()).isEqualTo(21);
    float[] least = training.row(0).clone();
    float[] most = least.clone();
    for (float[] row : training.rows()) {
      for (int f = 0; f < row.length; f++) {
        least[f] = Math.min(least[f], row[f]);
        most[f] = Math.max(most[f], row[f]);
      }
    }
    assertThat(least).containsOnly(0);
    assertThat(most).containsOnly(1);
  }

  @Test
  void network_connections_have_categories() {
    ReadOptions options = DEFAULTS.withLabel("attack");
    RawData raw = DataReader.read(SharedData.path("intrusion/nsl-kdd.csv"), options);
    assertThat(raw.size()).isEqualTo(25_192);
    RawData.Table table = (RawData.Table) raw;
    List<String> categorical =
        table.columns().stream()
            .filter(Column.Categorical.class::isInstance)
            .map(Column::name)
            .toList();
    assertThat(categorical).containsExactly("protocol_type", "service", "flag");
    assertThat(table.columns()).hasSize(41);
    assertThat(raw.labels().orElseThrow().names()).contains("normal", "neptune");
    Split split = Split.of(raw.size(), 0.1, 1);
    Preparation preparation = Preparation.fit(raw, split.training(), PreparationOptions.defaults());
    Dataset data = preparation.apply(raw);
    assertThat(data.features()).isBetween(110, 125);
    assertThat(Preparation.fromMap(preparation.toMap()).apply(raw).row(777))
        .isEqualTo(data.row(777));
    List<String> cells = preparation.original(data.row(0));
    assertThat(cells.subList(0, 4)).containsExactly("0.0", "tcp", "ftp_data", "SF");
  }

  @Test
  void every_anomaly_table_is_read() throws IOException {
    try (var files = Files.list(SharedData.path("anomaly"))) {
      for (Path file :
          files.filter(f -> Files.exists(f) && sizeOf(f) < 1_000_000).sorted().toList()) {
        RawData.Table table = (RawData.Table) DataReader.read(file, DEFAULTS.withLabel("anomaly"));
        assertThat(table.labels().orElseThrow().names())
            .as(file.toString())
            .containsExactly("0", "1");
        assertThat(table.columns()).allMatch(Column.Numeric.class::isInstance);
      }
    }
  }

  private static long sizeOf(Path file) {
    return file.toFile().length();
  }
}
