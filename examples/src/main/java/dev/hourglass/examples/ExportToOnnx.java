package dev.hourglass.examples;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.onnx.ExportedPart;
import dev.hourglass.onnx.OnnxExport;
import dev.hourglass.onnx.Port;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Fits a detector on a table and writes it as an ONNX file, which scores the table's own columns in
 * any program that runs ONNX.
 */
public final class ExportToOnnx {
  private static final int ROWS = 1_000;

  private ExportToOnnx() {}

  /** Runs it; table and ONNX files go to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    Path file = Files.write(folder.resolve("boiler.csv"), boilerLog());
    RawData log = DataReader.read(file, ReadOptions.defaults());
    ModelFile.Model model =
        Detector.fit(log, DetectorOptions.of(Regime.NORMAL), KernelLadder.climb(KernelChoice.AUTO))
            .model();

    for (ExportedPart part : List.of(ExportedPart.ENCODE, ExportedPart.SCORE)) {
      OnnxExport export = OnnxExport.of(model, part);
      Path onnx = folder.resolve("boiler-" + part.label() + ".onnx");
      export.write(onnx);
      System.out.printf("%s, opset %d%n", onnx.getFileName(), export.opset());
      export.inputs().forEach(port -> print("in", port));
      export.outputs().forEach(port -> print("out", port));
    }
  }

  private static void print(String way, Port port) {
    System.out.printf("  %-3s %s: %s %s%n", way, port.name(), port.type().label(), port.shape());
  }

  private static List<String> boilerLog() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("heat,pressure,fuel"));
    for (int i = 0; i < ROWS; i++) {
      double heat = random.nextDouble(40, 90);
      lines.add(
          String.format(
              Locale.ROOT,
              "%.2f,%.3f,%s",
              heat,
              0.02 * heat * heat + random.nextGaussian(),
              heat > 65 ? "oil" : "gas"));
    }
    return lines;
  }
}
