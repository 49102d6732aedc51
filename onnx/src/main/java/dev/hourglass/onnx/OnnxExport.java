package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.base.WholeFile;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One part of a model as an ONNX file, which any runtime of ONNX computes from the raw columns of
 * the data: preparation, network and what comes behind it are in the one graph.
 *
 * <p>Inputs are {@code [batch, 1]} for each column of a table, doubles with NaN where a number is
 * missing or strings; {@code samples}, {@code [batch, features]}, for anything else, pictures with
 * numbers from 0 to 1 and the channels of a pixel beside each other; {@code code} for a decoder.
 * Outputs are {@code code}, {@code reconstruction}, {@code error}, or {@code score} and {@code
 * flagged}. Blueprint, preparation, training and provenance are the file's metadata.
 */
public final class OnnxExport {
  private final Graph graph;
  private final ModelProto file;

  private OnnxExport(Graph graph, ModelProto file) {
    this.graph = graph;
    this.file = file;
  }

  /**
   * Exports a part of a model.
   *
   * @throws ExportException if ONNX cannot say it, naming what
   */
  public static OnnxExport of(ModelFile.Model model, ExportedPart part) {
    Graph graph = new Graph("hourglass " + part.label());
    switch (part) {
      case ENCODE -> encode(graph, model);
      case DECODE -> decode(graph, model);
      case RECONSTRUCT, ERROR -> rebuild(graph, model, part);
      case SCORE -> score(graph, model);
    }
    Map<String, String> metadata = new LinkedHashMap<>(ModelFile.metadata(model));
    metadata.put("part", part.label());
    return new OnnxExport(graph, graph.model(model.provenance().version(), metadata));
  }

  private static void encode(Graph graph, ModelFile.Model model) {
    String samples = new PreparationGraph(graph, model.preparation()).apply();
    ModelGraph network = new ModelGraph(graph, model.autoencoder());
    network.declareCondition();
    graph.output("code", network.encode(samples), OnnxType.FLOAT, model.autoencoder().codeSize());
  }

  private static void decode(Graph graph, ModelFile.Model model) {
    Blueprint blueprint = model.autoencoder().blueprint();
    refuseHeads(model);
    if (blueprint.skips()) {
      throw new ExportException(
          "its decoder reads the encoder's stages beside the code (option 'skips') and decodes"
              + " nothing alone; export 'reconstruct'");
    }
    String codes = graph.input("code", OnnxType.FLOAT, blueprint.codeSize());
    ModelGraph network = new ModelGraph(graph, model.autoencoder());
    network.declareCondition();
    String mean = network.likelihood().mean(network.decode(codes));
    put(graph, model, mean);
  }

  private static void rebuild(Graph graph, ModelFile.Model model, ExportedPart part) {
    Blueprint blueprint = model.autoencoder().blueprint();
    refuseHeads(model);
    if (blueprint.masks()) {
      throw new ExportException(
          "it multiplies some of a sample's channels by a mask (option 'skips' with targets of %s), which is not exported; export 'encode'"
              .formatted(blueprint.targetShape()));
    }
    if (part == ExportedPart.ERROR && blueprint.objective().target().isPresent()) {
      throw new ExportException(
          "it was trained on targets of their own (%s), which its error would need beside the samples"
              .formatted(blueprint.targetShape()));
    }
    String samples = new PreparationGraph(graph, model.preparation()).apply();
    ModelGraph network = new ModelGraph(graph, model.autoencoder());
    network.declareCondition();
    String output = network.decode(network.encode(samples));
    String rebuilt = network.likelihood().reconstruction(output, samples);
    if (part == ExportedPart.ERROR) {
      graph.output("error", network.likelihood().error(rebuilt, samples), OnnxType.FLOAT);
    } else {
      put(graph, model, rebuilt);
    }
  }

  /** In the units of the data; targets that are no samples are as they are. */
  private static void put(Graph graph, ModelFile.Model model, String rebuilt) {
    Blueprint blueprint = model.autoencoder().blueprint();
    if (blueprint.objective().target().isPresent()) {
      graph.output("reconstruction", rebuilt, OnnxType.FLOAT, blueprint.targetFeatures());
      return;
    }
    PreparationGraph preparation = new PreparationGraph(graph, model.preparation());
    graph.output(
        "reconstruction",
        preparation.undo(rebuilt),
        preparation.numbers(),
        blueprint.targetFeatures());
  }

  private static void score(Graph graph, ModelFile.Model model) {
    Set<String> sections = model.sections().keySet();
    if (sections.contains("series")) {
      throw new ExportException(
          "it scores the points of a time series, whose windows (section 'series') are cut and"
              + " joined again outside of the network");
    }
    if (!sections.contains("detector")) {
      throw new ExportException(
          "it holds no detector, which 'detect fit' makes; 'error' exports the reconstruction error"
              + " of any model");
    }
    Detector detector = Detector.of(model);
    String samples = new PreparationGraph(graph, model.preparation()).apply();
    ModelGraph network = new ModelGraph(graph, model.autoencoder());
    String codes = network.encode(samples);
    String repaired = network.likelihood().reconstruction(network.decode(codes), samples);
    String score = new ScoreGraph(graph).add(detector.scoreParts(), samples, codes, repaired);
    graph.output("score", graph.cast(score, OnnxType.FLOAT), OnnxType.FLOAT);
    graph.output(
        "flagged", graph.add("Greater", score, graph.precise(detector.threshold())), OnnxType.BOOL);
  }

  private static void refuseHeads(ModelFile.Model model) {
    if (Predictor.isIn(model)) {
      throw new ExportException(
          "its decoder is a head that predicts (section 'predictor') and rebuilds no samples;"
              + " export 'encode'");
    }
  }

  /** What it is to be given. */
  public List<Port> inputs() {
    return graph.inputs();
  }

  /** What it answers. */
  public List<Port> outputs() {
    return graph.outputs();
  }

  /** The version of ONNX's operators that it is written in. */
  public int opset() {
    return Graph.OPSET;
  }

  /** Bytes of the file. */
  public int size() {
    return file.getSerializedSize();
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    return file.toByteArray();
  }

  /** Writes the file, whole or not at all. */
  public void write(Path path) {
    WholeFile.write(path, file::writeTo);
  }
}
