package dev.hourglass.tasks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.report.Markup;
import dev.hourglass.tasks.report.PictureMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GenerationReportTest {
  private static final Digits DIGITS = Digits.generate(120, 1);

  private static Autoencoder untrained(Preset preset, int code) {
    return Autoencoder.create(
        preset.blueprint(DIGITS.shape(), List.of(16), code), 1, TestKernels.BEST);
  }

  private static Document page(
      Autoencoder model, Optional<String> className, Optional<Dataset> data) {
    Tensor samples = model.decode(Tensor.allocate(12, model.codeSize()));
    String html =
        new GenerationReport(model, "digits", className, data).html(samples, "somehow", 1);
    assertThat(html).doesNotContain("<script").doesNotContain("http://").doesNotContain("https://");
    return Markup.parse(html.substring(html.indexOf("<html")));
  }

  private static int points(Document page) {
    return page.getElementsByTagName("input").getLength();
  }

  @Test
  void every_point_of_the_map_can_be_chosen_without_script_or_network() {
    Document ofData =
        page(untrained(Preset.UNDERCOMPLETE, 6), Optional.empty(), Optional.of(DIGITS));
    assertThat(points(ofData)).isEqualTo(PictureMap.SIDE * PictureMap.SIDE);
    assertThat(ofData.getElementsByTagName("path").getLength()).as("dots").isGreaterThan(9);
    assertThat(ofData.getDocumentElement().getTextContent()).contains("vary most", "two samples");
    Document ofPrior = page(untrained(Preset.WASSERSTEIN, 2), Optional.empty(), Optional.empty());
    assertThat(points(ofPrior)).isEqualTo(PictureMap.SIDE * PictureMap.SIDE);
    assertThat(ofPrior.getDocumentElement().getTextContent()).contains("the code itself");
  }

  @Test
  void a_model_that_was_told_classes_shows_one() {
    Condition condition = new Condition(DIGITS.labels().orElseThrow().names());
    Autoencoder told =
        Autoencoder.create(
            Preset.VARIATIONAL.blueprint(DIGITS.shape(), List.of(16), 3).withCondition(condition),
            1,
            TestKernels.BEST);
    Tensor samples = told.given("7").decode(Tensor.allocate(4, 3));
    assertThat(
            new GenerationReport(told, "digits", Optional.of("7"), Optional.empty())
                .html(samples, "somehow", 1))
        .contains("as class 7", "unit ");
  }

  @Test
  void what_cannot_be_shown_is_refused() {
    assertThatThrownBy(() -> page(untrained(Preset.SPARSE, 4), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no prior");
    Autoencoder table =
        Autoencoder.create(
            Preset.VARIATIONAL.blueprint(SampleShape.vector(9)), 1, TestKernels.BEST);
    assertThatThrownBy(
            () -> new GenerationReport(table, "rows", Optional.empty(), Optional.empty()))
        .hasMessageContaining("a page shows pictures");
  }

  @Test
  void the_plane_of_codes_is_the_one_they_lie_in() {
    Autoencoder model = untrained(Preset.UNDERCOMPLETE, 4);
    Tensor codes = Tensor.allocate(200, 4);
    for (int r = 0; r < 200; r++) {
      double far = 3 * Math.sin(r * 0.7);
      double near = Math.cos(r * 1.3);
      codes.set(r, 0, 1 + far);
      codes.set(r, 1, far);
      codes.set(r, 2, near);
    }
    CodePlane plane = CodePlane.ofCodes(model, codes, "these");
    assertThat(plane.meaning()).contains("100% of their variance");
    float[][] places = plane.places(codes);
    Tensor grid = plane.grid(5);
    assertThat(plane.places(grid)[0]).containsExactly(new float[] {-1, 1}, within(1e-4f));
    assertThat(plane.places(grid)[12]).containsExactly(new float[] {0, 0}, within(1e-4f));
    for (int r = 0; r < 200; r++) {
      for (int unit = 0; unit < 4; unit++) {
        double again =
            plane.middle()[unit]
                + places[r][0] * plane.across()[unit]
                + places[r][1] * plane.up()[unit];
        assertThat(again).isCloseTo(codes.get(r, unit), within(1e-3));
      }
    }
  }
}
