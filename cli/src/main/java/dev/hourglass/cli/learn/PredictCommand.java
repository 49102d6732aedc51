package dev.hourglass.cli.learn;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.TextColumns;
import dev.hourglass.cli.screen.CsvOutput;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.learn.Predictions;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells classes or numbers of samples. */
@Command(
    name = "predict",
    header = "Tell the class or number of samples with a fine-tuned model.",
    description = {
      "",
      "One row per sample: its id, the prediction, and of classes how probable it and each other"
          + " is. The label is not needed; where it is known it stands in the last column."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass predict digits.safetensors mnist/t10k-images-idx3-ubyte.gz --out digits.csv",
      "  hourglass predict classes.safetensors new.csv --id-column customer --out classes.csv"
    })
public final class PredictCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that finetune wrote.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Data as the model was trained on.")
  String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where predictions go: .csv, or .npy (probabilities, or numbers).")
  Path out;

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description =
          "The table's column that names each row. Default: images are called after their files,"
              + " other samples are numbered from 0.")
  String idColumn;

  @Mixin DataFlags reading;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of("--out", out, Destination.Kind.CSV, Destination.Kind.NPY);
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor predictor = Predictor.of(read);
    ReadOptions options = reading.readOptions();
    RawData raw = ModelData.raw(read, data, options, common);
    Dataset samples = ModelData.prepared(read, raw, common);
    List<String> ids = ids(read, raw, samples, options);
    Predictions predictions = predictor.predict(samples);
    if (destination.kind() == Destination.Kind.NPY) {
      Tensor numbers = numbers(predictions);
      NpyFile.write(destination.file(), numbers.segment(), numbers.rows(), numbers.columns());
    } else {
      destination.write(
          file ->
              CsvOutput.write(
                  file,
                  header(predictions, samples),
                  predictions.size(),
                  row -> row(predictions, samples, ids, row)));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("out", out.toString());
    figures.put("samples", predictions.size());
    if (predictions instanceof Predictions.OfClasses classes) {
      figures.put("predicted", counts(classes));
    }
    if (common.json) {
      common.print(figures);
    }
    common.page().printf("%s: %,d predictions%n", out, predictions.size());
    if (predictions instanceof Predictions.OfClasses classes) {
      counts(classes).forEach((name, count) -> common.page().printf("  %-20s %,8d%n", name, count));
    }
    return ExitCode.OK;
  }

  private List<String> ids(
      ModelFile.Model read, RawData raw, Dataset samples, ReadOptions options) {
    if (idColumn == null) {
      return samples.sampleNames();
    }
    return TextColumns.read(
            "--id-column", data, raw, ModelData.known(read, options), List.of(idColumn))
        .get(idColumn);
  }

  private static Map<String, Integer> counts(Predictions.OfClasses predictions) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    predictions.names().forEach(name -> counts.put(name, 0));
    for (int i = 0; i < predictions.size(); i++) {
      counts.merge(predictions.name(i), 1, Integer::sum);
    }
    return counts;
  }

  private static Tensor numbers(Predictions predictions) {
    return switch (predictions) {
      case Predictions.OfClasses classes -> classes.probabilities();
      case Predictions.OfNumbers numbers -> {
        Tensor column = Tensor.allocate(numbers.size(), 1);
        for (int i = 0; i < numbers.size(); i++) {
          column.set(i, numbers.values()[i]);
        }
        yield column;
      }
    };
  }

  private static List<String> header(Predictions predictions, Dataset samples) {
    List<String> header = new ArrayList<>(List.of("id", "prediction"));
    if (predictions instanceof Predictions.OfClasses classes) {
      header.add("probability");
      classes.names().forEach(name -> header.add("probability of " + name));
    }
    samples.labels().ifPresent(_ -> header.add("label"));
    return header;
  }

  private static List<String> row(
      Predictions predictions, Dataset samples, List<String> ids, int row) {
    List<String> cells = new ArrayList<>();
    cells.add(ids.isEmpty() ? Integer.toString(row) : ids.get(row));
    switch (predictions) {
      case Predictions.OfClasses classes -> {
        cells.add(classes.name(row));
        cells.add(Float.toString((float) classes.probability(row)));
        for (float probability : classes.probabilities().row(row)) {
          cells.add(Float.toString(probability));
        }
      }
      case Predictions.OfNumbers numbers -> cells.add(Double.toString(numbers.values()[row]));
    }
    samples.labels().ifPresent(labels -> cells.add(labels.name(row)));
    return cells;
  }
}
