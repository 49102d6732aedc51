/**
 * Models for programs that know nothing of Hourglass: {@link dev.hourglass.onnx.OnnxExport} writes
 * one part of a model, from the raw columns of the data to codes, reconstructions, errors or
 * anomaly scores, as an ONNX file. What cannot be said in ONNX is refused, naming the part.
 *
 * <p>A {@code Graph} collects operators and constants; {@code NetworkGraph} writes layers into it,
 * {@code PreparationGraph} what comes before them, {@code LikelihoodGraph} and {@code ScoreGraph}
 * what comes behind.
 */
package dev.hourglass.onnx;
