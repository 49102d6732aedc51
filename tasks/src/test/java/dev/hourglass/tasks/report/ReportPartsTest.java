package dev.hourglass.tasks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Charts and figures, in a locale that writes 0,5 where markup wants 0.5. */
class ReportPartsTest {
  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void writeCommas() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(usual);
  }

  @Test
  void numbers_have_as_many_digits_as_mean_something() {
    assertThat(NumberText.significant(0.0071234)).isEqualTo("0.00712");
    assertThat(NumberText.significant(12.345)).isEqualTo("12.3");
    assertThat(NumberText.significant(123456)).isEqualTo("123,456");
    assertThat(NumberText.significant(1.2e-7)).isEqualTo("1.2e-7");
    assertThat(NumberText.significant(0)).isEqualTo("0");
    assertThat(NumberText.significant(-0.5)).isEqualTo("-0.500");
    assertThat(NumberText.significant(Double.NaN)).isEqualTo("–");
    assertThat(NumberText.percent(0.9345)).isEqualTo("93.5%");
    assertThat(NumberText.seconds(0.42)).isEqualTo("0.4 s");
    assertThat(NumberText.seconds(9.97)).isEqualTo("10 s");
    assertThat(NumberText.seconds(200)).isEqualTo("3.3 min");
  }

  @Test
  void markup_in_text_stays_text() {
    assertThat(Html.text("<b>\"Tom\" & 'Jerry'</b>\u0007\uD800"))
        .isEqualTo("&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;\uFFFD\uFFFD");
  }

  @Test
  void ticks_are_round_numbers_within_the_axis() {
    assertThat(Axis.linear(0, 1, 5).ticks()).hasSize(6);
    assertThat(Axis.counts(1, 30, 6).ticks()).containsExactly(5.0, 10.0, 15.0, 20.0, 25.0, 30.0);
    assertThat(Axis.counts(1, 3, 10).ticks()).containsExactly(1.0, 2.0, 3.0);
    assertThat(Axis.counts(1, 1, 10).ticks()).containsExactly(1.0, 2.0);
    assertThat(Axis.logarithmic(0.004, 0.09).ticks()).containsExactly(0.005, 0.01, 0.02, 0.05);
    Axis log = Axis.logarithmic(0.001, 10);
    assertThat(log.ticks()).containsExactly(0.001, 0.01, 0.1, 1.0, 10.0);
    assertThat(log.label(0.01)).isEqualTo("0.01");
    assertThat(log.position(0.1)).isEqualTo(0.5);
    assertThat(Axis.rounded(5, 5, 4).position(5)).isBetween(0.0, 1.0);
    assertThat(Axis.fitting(-3, 100, 4).logarithmic()).isFalse();
    assertThat(Axis.fitting(1, 100, 4).logarithmic()).isTrue();
  }

  @Test
  void a_line_chart_is_well_formed_and_breaks_lines_where_there_is_no_value() {
    LineChart.Series broken =
        new LineChart.Series("a<b", Palette.model(0), false, new double[] {1, Double.NaN, 3, 4});
    LineChart.Series point = new LineChart.Series("c", Palette.model(1), true, new double[] {2});
    String svg = new LineChart("t", "epoch", List.of(broken, point), 300, 200, true).svg();
    Markup.parse(svg);
    assertThat(Markup.parse(svg).getElementsByTagName("path").getLength()).isGreaterThan(2);
    assertThat(svg).contains("a&lt;b").doesNotContain("NaN");
  }

  @Test
  void charts_of_nothing_are_still_charts() {
    Markup.parse(new LineChart("t", "x", List.of(), 300, 200, true).svg());
    Markup.parse(
        new LineChart(
                "t",
                "x",
                List.of(new LineChart.Series("n", "m0", false, new double[] {Double.NaN})),
                300,
                200,
                true)
            .svg());
    Markup.parse(new ScatterChart("t", new float[0][], new int[0], List.of()).svg());
    Markup.parse(new ScatterChart("t", new float[][] {{1, 1}}, new int[1], List.of()).svg());
    Markup.parse(new Histogram("t", "x", "m0", new long[2]).svg());
    Markup.parse(new BarChart("t", List.of(), 0).html());
  }

  @Test
  void a_scatter_chart_names_every_class_once_and_keeps_names_apart() {
    float[][] points = {{0, 0}, {0, 0}, {0, 0}, {5, 5}};
    String svg =
        new ScatterChart("t", points, new int[] {0, 1, 2, 3}, List.of("a", "b", "c", "d")).svg();
    var texts = Markup.parse(svg).getElementsByTagName("text");
    assertThat(texts.getLength()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        double dx = attribute(texts, i, "x") - attribute(texts, j, "x");
        double dy = attribute(texts, i, "y") - attribute(texts, j, "y");
        assertThat(Math.hypot(dx, dy)).isGreaterThan(12);
      }
    }
  }

  @Test
  void a_histogram_of_many_values_groups_them() {
    long[] counts = new long[257];
    counts[256] = 10;
    counts[3] = 5;
    String svg = new Histogram("t", "x", "m0", counts).svg();
    assertThat(Markup.parse(svg).getElementsByTagName("rect").getLength()).isEqualTo(2);
    assertThat(svg).contains("66.7%");
  }

  private static double attribute(NodeList nodes, int i, String name) {
    return Double.parseDouble(nodes.item(i).getAttributes().getNamedItem(name).getTextContent());
  }
}
