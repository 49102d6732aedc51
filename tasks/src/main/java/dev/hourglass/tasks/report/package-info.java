/**
 * Pages that explain figures: one HTML file with everything in it, no script and no network.
 *
 * <p>{@link dev.hourglass.tasks.report.Page} is the frame and its style sheet, the charts beside it
 * turn numbers into inline SVG: {@link dev.hourglass.tasks.report.LineChart}, {@link
 * dev.hourglass.tasks.report.ScatterChart}, {@link dev.hourglass.tasks.report.Histogram}, {@link
 * dev.hourglass.tasks.report.BarChart}. Colours are names of CSS variables ({@link
 * dev.hourglass.tasks.report.Palette}), so that the same markup serves light and dark pages. All
 * markup is well-formed XML.
 */
package dev.hourglass.tasks.report;
