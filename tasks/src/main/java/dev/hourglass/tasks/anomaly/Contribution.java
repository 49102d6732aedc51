package dev.hourglass.tasks.anomaly;

/**
 * A column's part in a row's score.
 *
 * @param column its name
 * @param seen the row's cell; empty where it is missing
 * @param expected what the denoiser would have there, told by the other columns, in the same units
 * @param share by how much of the score the row's falls when the cell is as expected, in [0, 1]
 * @param alone the share of the fitted rows whose cell is as unusual by itself, or more
 */
public record Contribution(
    String column, String seen, String expected, double share, double alone) {}
