package dev.hourglass.tasks.report;

import java.util.List;

/**
 * One hue for each model and for each class, in a light and a dark edition.
 *
 * <p>Models have the colours of Okabe and Ito (2008), darkened or lightened until they read on
 * either page; the classics they are measured against are grey. Classes have Tol's (2021) muted
 * scheme. Ten hues are more than anybody can tell apart safely, so wherever classes appear their
 * names stand beside them.
 */
public final class Palette {
  private static final List<String> MODELS_LIGHT =
      List.of(
          "#0069a8", "#d1570a", "#00886a", "#b0478c", "#b98200", "#5a4fc4", "#8a4b32", "#3c8f1f");
  private static final List<String> MODELS_DARK =
      List.of(
          "#5db5ee", "#ff8f4d", "#3fcaa2", "#ea93c8", "#efc14a", "#a99dff", "#d49a7e", "#8fd46a");
  private static final List<String> BASELINES_LIGHT = List.of("#57534c", "#97928a", "#77726a");
  private static final List<String> BASELINES_DARK = List.of("#c4c0b8", "#85817a", "#a5a199");
  private static final List<String> CLASSES_LIGHT =
      List.of(
          "#c4496a", "#3a2f9b", "#c09a1f", "#117733", "#3aa3d8", "#7d1f52", "#2f9c8a", "#83832a",
          "#a63fa0", "#6e6a63");
  private static final List<String> CLASSES_DARK =
      List.of(
          "#f28aa0", "#9b8cff", "#e6cf74", "#4fbf74", "#8ed6fa", "#d8649e", "#5fd0bb", "#c9c95c",
          "#dd80d3", "#b8b4ac");

  private Palette() {}

  /** The CSS class that gives an element the hue of network {@code number}. */
  public static String model(int number) {
    return "m" + number % MODELS_LIGHT.size();
  }

  /** The CSS class that gives an element the grey of baseline {@code number}. */
  public static String baseline(int number) {
    return "b" + number % BASELINES_LIGHT.size();
  }

  /** The CSS class that gives an element the hue of class {@code number}. */
  public static String label(int number) {
    return "k" + number % CLASSES_LIGHT.size();
  }

  /** How many classes have a hue of their own. */
  public static int labels() {
    return CLASSES_LIGHT.size();
  }

  /** The custom properties for a light page. */
  static String lightProperties() {
    return properties(MODELS_LIGHT, BASELINES_LIGHT, CLASSES_LIGHT);
  }

  /** The custom properties for a dark page. */
  static String darkProperties() {
    return properties(MODELS_DARK, BASELINES_DARK, CLASSES_DARK);
  }

  /** The rules that tie the CSS classes to the properties. */
  static String rules() {
    StringBuilder css = new StringBuilder();
    rules(css, 'm', MODELS_LIGHT.size());
    rules(css, 'b', BASELINES_LIGHT.size());
    rules(css, 'k', CLASSES_LIGHT.size());
    // Pointing at a class in a legend leaves its points and dims all others, without a script.
    for (int k = 0; k < CLASSES_LIGHT.size(); k++) {
      css.append("section:has(.legend .k%1$s:hover) .points:not(.k%1$s){opacity:.06}".formatted(k));
    }
    return css.toString();
  }

  private static void rules(StringBuilder css, char kind, int count) {
    for (int i = 0; i < count; i++) {
      css.append(".%1$s%2$s{--hue:var(--%1$s%2$s)}".formatted(kind, i));
    }
  }

  private static String properties(
      List<String> models, List<String> baselines, List<String> classes) {
    StringBuilder css = new StringBuilder();
    properties(css, 'm', models);
    properties(css, 'b', baselines);
    properties(css, 'k', classes);
    return css.toString();
  }

  private static void properties(StringBuilder css, char kind, List<String> colors) {
    for (int i = 0; i < colors.size(); i++) {
      css.append("--%s%s:%s;".formatted(kind, i, colors.get(i)));
    }
  }
}
