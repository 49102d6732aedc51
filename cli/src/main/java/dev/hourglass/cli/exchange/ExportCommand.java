package dev.hourglass.cli.exchange;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.onnx.ExportedPart;
import dev.hourglass.onnx.OnnxExport;
import dev.hourglass.onnx.Port;
import dev.hourglass.tasks.recommend.Recommender;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a part of a model for other programs. */
@Command(
    name = "export",
    header = "Write a part of a model as an ONNX file, for other programs.",
    description = {
      "",
      "The file takes the data as it is, a column of a table each by its name, and answers with"
          + " codes, reconstructions in the data's own units, reconstruction errors, or a"
          + " detector's scores and flags: the preparation is inside. Any number of rows at once.",
      "",
      "What ONNX cannot say, such as reading dates, is refused, and named."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass export model.safetensors --what encode --out encoder.onnx",
      "  hourglass export pump.safetensors --format onnx --what score --out pump.onnx"
    })
public final class ExportCommand implements Callable<Integer> {
  /** What models are written as. */
  public enum Format {
    ONNX
  }

  @Parameters(
      paramLabel = "MODEL",
      description = "A model file that train, finetune or detect fit wrote.")
  Path model;

  @Option(names = "--format", paramLabel = "onnx", description = "Of the file. Default: onnx.")
  Format format = Format.ONNX;

  @Option(
      names = "--what",
      paramLabel = "PART",
      required = true,
      description =
          "What the file computes: encode (samples to codes), decode (codes to samples),"
              + " reconstruct, error (of each sample's reconstruction, squared, per feature), or"
              + " score (a detector's, and whether the row is flagged).")
  ExportedPart what;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where it goes: .onnx.")
  Path out;

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, Destination.Kind.ONNX);
    if (Recommender.isIn(model)) {
      throw new Mistake(
          ("%s: holds a recommender, whose score is made of item lists beside the network, which"
                  + " ONNX cannot say; 'recommend top' answers for it")
              .formatted(model));
    }
    OnnxExport export = OnnxExport.of(ModelFile.read(model, common.kernels()), what);
    export.write(destination.file());
    if (common.json) {
      common.print(figures(export));
    }
    print(export, common.page());
    return ExitCode.OK;
  }

  private Map<String, Object> figures(OnnxExport export) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("out", out.toString());
    figures.put("what", what.label());
    figures.put("opset", export.opset());
    figures.put("bytes", export.size());
    figures.put("inputs", export.inputs().stream().map(Port::toMap).toList());
    figures.put("outputs", export.outputs().stream().map(Port::toMap).toList());
    return figures;
  }

  private void print(OnnxExport export, PrintStream page) {
    page.printf("%s: %s, opset %d, %,d bytes%n", out, what.label(), export.opset(), export.size());
    print("in ", export.inputs(), page);
    print("out", export.outputs(), page);
  }

  private static void print(String way, List<Port> ports, PrintStream page) {
    for (Port port : ports) {
      page.printf("  %s  %-24s %-6s %s%n", way, port.name(), port.type().label(), port.shape());
    }
  }
}
