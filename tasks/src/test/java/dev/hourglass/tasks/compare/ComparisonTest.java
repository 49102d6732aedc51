package dev.hourglass.tasks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.tasks.RandomRows;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.TinyImages;
import dev.hourglass.tasks.report.Markup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ComparisonTest {
  private static final String NASTY = "my <i>\"own\"</i> & odd";
  private static final Training SHORT =
      Training.defaults()
          .withEpochs(3)
          .withBatchSize(32)
          .withWorkers(1)
          .withPrecision(PrecisionChoice.FLOAT32);

  private static ComparisonResult images;
  private static List<String> heard;

  private static Variant variant(String name, Preset preset, Dataset data) {
    Blueprint blueprint = preset.blueprint(data.shape(), Stages.of(24), 5);
    return new Variant(name, blueprint, SHORT);
  }

  @BeforeAll
  static void compareOnImages() {
    Dataset all = TinyImages.of(400, 1);
    heard = new ArrayList<>();
    images =
        new Comparison(
                ComparisonData.split("tiny & <small>", all, 0.1, 0.25, 3),
                List.of(
                    variant(NASTY, Preset.UNDERCOMPLETE, all),
                    variant("variational", Preset.VARIATIONAL, all)),
                ComparisonOptions.defaults(),
                TestKernels.BEST)
            .run(
                new ComparisonListener() {
                  @Override
                  public void started(List<String> models) {
                    heard.addAll(models);
                  }

                  @Override
                  public void modelEnded(ModelResult result) {
                    heard.add("done " + result.name());
                  }
                });
  }

  @Test
  void all_models_and_the_classics_of_their_size_take_part() {
    assertThat(images.models())
        .extracting(ModelResult::name)
        .containsExactly(NASTY, "variational", "PCA-5", "k-means-5");
    assertThat(heard)
        .containsExactly(
            NASTY,
            "variational",
            "PCA-5",
            "k-means-5",
            "done " + NASTY,
            "done variational",
            "done PCA-5",
            "done k-means-5");
  }

  @Test
  void every_model_is_measured_in_every_way() {
    for (ModelResult model : images.models()) {
      assertThat(model.reconstruction().error().mse()).isBetween(0.0, 0.5);
      assertThat(model.reconstruction().noise()).hasSize(6);
      assertThat(model.reconstruction().noise()).allSatisfy(n -> assertThat(n.mse()).isPositive());
      assertThat(model.code().movement()).isPresent();
      assertThat(model.code().accuracy().linearProbe().orElseThrow()).isBetween(0.3, 1.0);
      assertThat(model.code().accuracy().nearestNeighbours().orElseThrow()).isBetween(0.3, 1.0);
      assertThat(model.code().activity().activeUnits()).hasSize(100);
      assertThat(model.code().map().points()).hasDimensions(100, 2);
      assertThat(model.pictures().reconstructions().rows()).isEqualTo(10);
      assertThat(model.card().parameters()).isPositive();
    }
    ModelResult kMeans = images.models().getLast();
    assertThat(kMeans.code().activity().minimum()).isEqualTo(1);
    assertThat(kMeans.code().activity().maximum()).isEqualTo(1);
    assertThat(images.models().get(0).pictures().generated().rows()).isZero();
    assertThat(images.models().get(1).pictures().generated().rows()).isEqualTo(40);
  }

  @Test
  void the_report_is_well_formed_and_needs_no_network() {
    String html = new ComparisonReport(images).html();
    Document page = Markup.parse(html);

    assertThat(html).doesNotContain("http://").doesNotContain("https://");
    assertThat(html).doesNotContain("<script").doesNotContain("@import").doesNotContain("url(");
    NodeList pictures = page.getElementsByTagName("img");
    assertThat(pictures.getLength()).isGreaterThan(20);
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      assertThat(picture.getAttribute("src")).startsWith("data:image/png;base64,");
      assertThat(picture.getAttribute("alt")).isNotBlank();
    }
    NodeList charts = page.getElementsByTagName("svg");
    for (int i = 0; i < charts.getLength(); i++) {
      Element chart = (Element) charts.item(i);
      assertThat(chart.getAttribute("aria-label") + chart.getAttribute("aria-hidden")).isNotBlank();
    }
  }

  @Test
  void every_section_says_what_it_shows_and_can_be_reached_from_the_top() {
    Document page = Markup.parse(new ComparisonReport(images).html());
    NodeList sections = page.getElementsByTagName("section");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < sections.getLength(); i++) {
      Element section = (Element) sections.item(i);
      ids.add(section.getAttribute("id"));
      Element note = (Element) section.getElementsByTagName("p").item(0);
      assertThat(note.getAttribute("class")).isEqualTo("note");
      assertThat(note.getTextContent().length()).isGreaterThan(60);
    }
    assertThat(ids)
        .containsExactlyInAnyOrder(
            "figures",
            "reconstructions",
            "learning",
            "maps",
            "noise",
            "movement",
            "activity",
            "units",
            "generated",
            "walks");
    NodeList links = page.getElementsByTagName("a");
    Set<String> targets = new HashSet<>();
    for (int i = 0; i < links.getLength(); i++) {
      targets.add(((Element) links.item(i)).getAttribute("href").substring(1));
    }
    assertThat(targets).isEqualTo(ids);
  }

  @Test
  void names_are_shown_as_they_are_and_never_read_as_markup() {
    String html = new ComparisonReport(images).html();
    assertThat(html)
        .contains("my &lt;i&gt;&quot;own&quot;&lt;/i&gt; &amp; odd")
        .contains("tiny &amp; &lt;small&gt;")
        .doesNotContain("<i>");
  }

  @Test
  void the_best_of_each_judging_column_is_marked_and_only_that() {
    Document page = Markup.parse(new ComparisonReport(images).html());
    Element table = (Element) page.getElementsByTagName("table").item(0);
    NodeList rows = table.getElementsByTagName("tr");
    List<Figure> figures = Figure.present(images.models());
    assertThat(figures).contains(Figure.LINEAR_PROBE, Figure.ROTATION);
    for (int column = 0; column < figures.size(); column++) {
      int marked = 0;
      for (int row = 1; row < rows.getLength(); row++) {
        Element cell = (Element) ((Element) rows.item(row)).getElementsByTagName("td").item(column);
        marked += cell.getElementsByTagName("b").getLength();
      }
      if (figures.get(column).better() == Figure.Better.NEITHER) {
        assertThat(marked).isZero();
      } else {
        assertThat(marked).isPositive();
      }
    }
  }

  @Test
  void figures_are_there_for_scripts_too() {
    Map<String, Object> map = images.toMap();
    assertThat(map).containsKeys("data", "seed", "version", "models");
    assertThat((List<?>) map.get("models")).hasSize(4);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) map.get("models")).getFirst();
    assertThat(first.get("name")).isEqualTo(NASTY);
    assertThat((Map<?, ?>) first.get("noiseMse")).hasSize(6);
    assertThat((Map<?, ?>) first.get("movement")).hasSize(4);
  }

  @Test
  void the_same_seed_gives_the_same_figures() {
    Dataset all = TinyImages.of(400, 1);
    ComparisonResult again =
        new Comparison(
                ComparisonData.split("tiny", all, 0.1, 0.25, 3),
                List.of(variant(NASTY, Preset.UNDERCOMPLETE, all)),
                ComparisonOptions.defaults(),
                TestKernels.BEST)
            .run(ComparisonListener.SILENT);
    ModelResult first = images.models().getFirst();
    ModelResult second = again.models().getFirst();
    assertThat(second.reconstruction().error().mse())
        .isEqualTo(first.reconstruction().error().mse());
    assertThat(second.code().accuracy().linearProbe())
        .isEqualTo(first.code().accuracy().linearProbe());
    assertThat(second.code().movement()).isEqualTo(first.code().movement());
  }

  @Test
  void tables_get_the_error_of_every_feature_in_place_of_pictures(@TempDir Path folder) {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Dataset table = Dataset.of(RandomRows.correlated(300, 12, 4, 0.2, 5));
      ComparisonResult result =
          new Comparison(
                  ComparisonData.split("a table", table, 0.1, 0.2, 3),
                  List.of(variant("undercomplete", Preset.UNDERCOMPLETE, table)),
                  ComparisonOptions.defaults(),
                  TestKernels.BEST)
              .run(ComparisonListener.SILENT);
      Path file = folder.resolve("sub/index.html");
      new ComparisonReport(result).write(file);
      assertThat(file).isNotEmptyFile();
      Document page = Markup.parse(new ComparisonReport(result).html());
      assertThat(page.getElementsByTagName("img").getLength()).isZero();
      Set<String> ids = new HashSet<>();
      NodeList sections = page.getElementsByTagName("section");
      for (int i = 0; i < sections.getLength(); i++) {
        ids.add(((Element) sections.item(i)).getAttribute("id"));
      }
      assertThat(ids)
          .containsExactlyInAnyOrder(
              "figures", "features", "learning", "maps", "noise", "activity");
      assertThat(page.getDocumentElement().getTextContent()).contains("feature 12");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void a_model_that_diverges_is_named_with_its_reason_and_the_others_go_on() {
    Dataset all = TinyImages.of(200, 1);
    Variant wild =
        new Variant(
            "wild",
            Preset.UNDERCOMPLETE.blueprint(Dataset.of(all.rows()).shape(), Stages.of(24), 5),
            SHORT.withLearningRate(1e30));
    Dataset table = Dataset.of(all.rows()).withLabels(all.labels().orElseThrow());
    ComparisonResult result =
        new Comparison(
                ComparisonData.split("tiny", table, 0.1, 0.25, 3),
                List.of(wild, variant("tame", Preset.UNDERCOMPLETE, table)),
                ComparisonOptions.defaults().withClassics(false),
                TestKernels.BEST)
            .run(ComparisonListener.SILENT);
    assertThat(result.models()).extracting(ModelResult::name).containsExactly("tame");
    assertThat(result.failures().get("wild")).contains("diverged");
    assertThat(new ComparisonReport(result).html()).contains("<b>wild</b> is missing");
  }

  @Test
  void a_model_that_learns_nothing_is_called_the_best_at_nothing() {
    Dataset all = TinyImages.of(200, 1);
    Blueprint crushed =
        Preset.UNDERCOMPLETE
            .blueprint(all.shape(), Stages.of(24), 5)
            .withPenalty(new Penalty.Contractive(1e6));
    ComparisonResult result =
        new Comparison(
                ComparisonData.split("tiny", all, 0.1, 0.25, 3),
                List.of(new Variant("crushed", crushed, SHORT)),
                ComparisonOptions.defaults(),
                TestKernels.BEST)
            .run(ComparisonListener.SILENT);
    ModelResult model = result.models().getFirst();
    assertThat(model.learnt()).isFalse();
    for (Figure figure : Figure.values()) {
      assertThat(figure.isBest(model, result.models())).as(figure.title()).isFalse();
    }
    assertThat(new ComparisonReport(result).html())
        .contains("<b>crushed</b> learnt next to nothing");
  }

  @Test
  void without_validation_samples_models_are_trained_all_the_same() {
    Dataset all = TinyImages.of(200, 1);
    ComparisonResult result =
        new Comparison(
                ComparisonData.split("tiny", all, 0, 0.25, 3),
                List.of(variant("undercomplete", Preset.UNDERCOMPLETE, all)),
                ComparisonOptions.defaults().withClassics(false),
                TestKernels.BEST)
            .run(ComparisonListener.SILENT);
    assertThat(result.models()).hasSize(1);
    Markup.parse(new ComparisonReport(result).html());
  }

  @Test
  void classes_beyond_the_palette_share_a_hue_and_are_still_well_formed() {
    Dataset all = TinyImages.of(200, 1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("class " + i % 14);
    }
    Dataset many = all.withLabels(Labels.of(texts));
    ComparisonResult result =
        new Comparison(
                ComparisonData.split("many", many, 0.1, 0.25, 3),
                List.of(variant("undercomplete", Preset.UNDERCOMPLETE, many)),
                ComparisonOptions.defaults(),
                TestKernels.BEST)
            .run(ComparisonListener.SILENT);
    assertThat(Markup.parse(new ComparisonReport(result).html()).getDocumentElement())
        .extracting(Element::getTextContent)
        .asString()
        .contains("others");
  }

  @Test
  void two_models_of_one_name_are_refused() {
    Dataset all = TinyImages.of(100, 1);
    Variant variant = variant("PCA-5", Preset.UNDERCOMPLETE, all);
    assertThatThrownBy(
            () ->
                new Comparison(
                    ComparisonData.split("tiny", all, 0.1, 0.25, 3),
                    List.of(variant),
                    ComparisonOptions.defaults(),
                    TestKernels.BEST))
        .hasMessage(
            "every model in a comparison has a name of its own, but there are two called 'PCA-5'");
  }

  @Test
  void a_variant_for_other_samples_is_refused() {
    Dataset all = TinyImages.of(100, 1);
    Variant variant = variant("wide", Preset.UNDERCOMPLETE, Dataset.of(new float[2][9]));
    assertThatThrownBy(
            () ->
                new Comparison(
                    ComparisonData.split("tiny", all, 0.1, 0.25, 3),
                    List.of(variant),
                    ComparisonOptions.defaults(),
                    TestKernels.BEST))
        .hasMessage("variant 'wide' takes 9 features, but a sample here has 8×8");
  }
}
