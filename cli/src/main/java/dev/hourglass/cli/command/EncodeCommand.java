package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.flags.TextColumns;
import dev.hourglass.cli.screen.CsvOutput;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the codes of data. */
@Command(
    name = "encode",
    aliases = "features",
    header = "Write the codes of data, or what another layer makes of it.",
    description = {
      "",
      "One row per sample, one column per unit of the code; the mean code where it is random."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass encode model.safetensors mnist/ --out codes.npy",
      "  hourglass encode model.safetensors table.csv --out codes.csv",
      "  hourglass features model.safetensors table.csv --layer encoder.1 --out hidden.npy"
    })
public final class EncodeCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that train wrote.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Data as the model was trained on.")
  String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the codes go: .npy, or .csv (with the label where it is known).")
  Path out;

  @Option(
      names = "--sampled",
      description = "Draw codes from the encoder's distribution, where it has one.")
  boolean sampled;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "Whose activations are written: code, encoder.1 (the first behind the input), encoder.2"
              + " ... decoder.1 (the first behind the code) ..., or all, one behind the other."
              + " Default: code.")
  String layer = "code";

  @Option(
      names = "--ids",
      description =
          "Put a column id first in a .csv: the file of an image as seen from its folder, or the"
              + " sample's number from 0.")
  boolean ids;

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description = "The same with a column of the table that names each row.")
  String idColumn;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of("--out", out, Destination.Kind.NPY, Destination.Kind.CSV);
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    RawData raw = ModelData.raw(read, data, reading.readOptions(), common);
    Dataset samples = ModelData.prepared(read, raw, common);
    common.withoutEffect().when(!sampled, "nothing is drawn without --sampled", "--seed");
    if (sampled && !layer.equals("code")) {
      throw new Mistake(
          "--sampled draws codes, but --layer %s is none; leave one out".formatted(layer));
    }
    Tensor codes =
        sampled
            ? read.autoencoder().encodeSampled(samples, seed.seed)
            : activations(read.autoencoder(), samples);
    List<String> units = units(read.autoencoder(), samples, codes);
    List<String> names = ids(read, raw, samples);
    if (destination.kind() == Destination.Kind.NPY) {
      NpyFile.write(destination.file(), codes.segment(), codes.rows(), codes.columns());
    } else {
      destination.write(
          file ->
              CsvOutput.write(
                  file,
                  header(samples, units, names),
                  codes.rows(),
                  row -> row(samples, codes, names, row)));
    }
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("samples", codes.rows());
      figures.put("code", codes.columns());
      common.print(figures);
    }
    String what = layer.equals("code") ? "codes" : "activations of " + layer;
    common.page().printf("%s: %,d %s of %d%n", out, codes.rows(), what, codes.columns());
    return ExitCode.OK;
  }

  private Tensor activations(Autoencoder model, Dataset samples) {
    if (!layer.equals(ALL)) {
      return model.activations(samples, layer);
    }
    List<Tensor> parts =
        model.layerNames().stream().map(name -> model.activations(samples, name)).toList();
    Tensor all = Tensor.allocate(samples.size(), parts.stream().mapToInt(Tensor::columns).sum());
    for (int row = 0; row < all.rows(); row++) {
      int at = 0;
      for (Tensor part : parts) {
        for (int unit = 0; unit < part.columns(); unit++) {
          all.set(row, at++, part.get(row, unit));
        }
      }
    }
    return all;
  }

  /** What the columns are called. */
  private List<String> units(Autoencoder model, Dataset samples, Tensor codes) {
    if (!layer.equals(ALL)) {
      return IntStream.range(0, codes.columns()).mapToObj(unit -> "z" + unit).toList();
    }
    Dataset one = samples.subset(new int[] {0});
    List<String> units = new ArrayList<>();
    for (String name : model.layerNames()) {
      int columns = model.activations(one, name).columns();
      IntStream.range(0, columns).forEach(unit -> units.add(name + ":" + unit));
    }
    return units;
  }

  /** One for each sample, or none where none are asked for. */
  private List<String> ids(ModelFile.Model read, RawData raw, Dataset samples) {
    if (idColumn != null) {
      return TextColumns.read(
              "--id-column",
              data,
              raw,
              ModelData.known(read, reading.readOptions()),
              List.of(idColumn))
          .get(idColumn);
    }
    if (!ids) {
      return List.of();
    }
    return samples.sampleNames().isEmpty()
        ? IntStream.range(0, samples.size()).mapToObj(Integer::toString).toList()
        : samples.sampleNames();
  }

  private static List<String> header(Dataset samples, List<String> units, List<String> ids) {
    List<String> header = new ArrayList<>(ids.isEmpty() ? List.of() : List.of("id"));
    header.addAll(units);
    samples.labels().ifPresent(_ -> header.add("label"));
    return header;
  }

  private static List<String> row(Dataset samples, Tensor codes, List<String> ids, int row) {
    List<String> cells = new ArrayList<>(ids.isEmpty() ? List.of() : List.of(ids.get(row)));
    for (float value : codes.row(row)) {
      cells.add(Float.toString(value));
    }
    samples.labels().ifPresent(labels -> cells.add(labels.name(row)));
    return cells;
  }
}
