package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.Decimal;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.screen.DataPage;
import dev.hourglass.cli.screen.DetectorPage;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.LayerPage;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.PredictionPage;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.prepare.DataSummary;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.tasks.learn.Predictor;
import dev.hourglass.tasks.recommend.Recommender;
import dev.hourglass.tasks.reproduce.Reproduction;
import dev.hourglass.tasks.reproduce.ReproductionReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a model file and says what is in it, or says what is understood of data. */
@Command(
    name = "info",
    header = "Check a model file and say what is in it, or how data is understood.",
    description = {
      "",
      "Reads all of the file and computes nothing. A damaged file is refused with what is wrong"
          + " (exit code 1).",
      "",
      "Of data it says how it is read, column by column: kind, range, missing cells, categories,"
          + " what is left out and what the columns become.",
      "",
      "With --reproduce it trains the model again, from its file and DATA alone, and says what"
          + " differs. The exit code is 1 when parameters differ and nothing explains it."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass info model.safetensors",
      "  hourglass info model.safetensors --reproduce table.csv",
      "  hourglass info table.csv"
    })
public final class InfoCommand implements Callable<Integer> {
  private static final int MOST_LINES = 20;
  private static final int CONTAINER_START = 9;

  @Parameters(
      paramLabel = "MODEL|DATA",
      description = "A model file that train wrote, or data as train takes it.")
  String source;

  private Path model;

  @Option(
      names = "--reproduce",
      paramLabel = "DATA",
      description = "Train the model again on DATA and compare.")
  String reproduce;

  @Option(
      names = "--validation",
      paramLabel = "DATA",
      description = "With --reproduce: the data watched while training, where it was its own.")
  String validation;

  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin PreparationFlags preparing;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    if (validation != null && reproduce == null) {
      throw new Mistake("--validation is for training again; give --reproduce DATA too");
    }
    if (!isModel()) {
      if (reproduce != null) {
        throw new Mistake("--reproduce is for a model, which %s is not".formatted(source));
      }
      return describeData();
    }
    common
        .withoutEffect()
        .when(true, "a model knows how its data was read", DataFlags.names())
        .when(true, "a model has its preparation", "--scaling", "--imputation");
    model = Path.of(source);
    if (reproduce == null && Recommender.isIn(model)) {
      return describeRecommender();
    }
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    if (reproduce != null) {
      Predictor.refuse(read);
      return reproduce(read);
    }
    if (common.json) {
      common.print(figures(read));
    } else {
      print(read, common.page());
    }
    return ExitCode.OK;
  }

  /** By its name, or by how its container begins: a length of eight bytes, then JSON. */
  private boolean isModel() {
    if (source.endsWith(".safetensors")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(Path.of(source))) {
      byte[] start = in.readNBytes(CONTAINER_START);
      return start.length == CONTAINER_START && start[CONTAINER_START - 1] == '{' && start[7] == 0;
    } catch (IOException | InvalidPathException _) {
      return false;
    }
  }

  private int describeRecommender() {
    Recommender recommender = Recommender.load(model, common.kernels());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("recommender", model.toString());
    figures.put("users", recommender.users().size());
    figures.put("items", recommender.items().size());
    figures.putAll(recommender.selection().toMap());
    if (common.json) {
      common.print(figures);
    }
    figures.forEach((key, value) -> common.page().printf(Locale.ROOT, "%-20s %s%n", key, value));
    return ExitCode.OK;
  }

  private int describeData() {
    RawData raw = reading.read(source, where.in(reading.readOptions()), common.screen());
    Preparation preparation = Preparation.fit(raw, preparing.options());
    List<String> ofPreparing = preparation.remarks(raw);
    ofPreparing.forEach(common.screen()::remark);
    List<String> remarks = new ArrayList<>(raw.remarks());
    remarks.addAll(ofPreparing);
    DataPage page = new DataPage(DataSummary.whole(raw, preparation), remarks);
    if (common.json) {
      common.print(page.figures());
    } else {
      page.print(common.page());
    }
    return ExitCode.OK;
  }

  private int reproduce(ModelFile.Model read) {
    Progress progress = new Progress(common.screen(), "", MOST_LINES, () -> false);
    ReproductionReport report;
    try {
      report = Reproduction.of(read, reproduce, Optional.ofNullable(validation), progress);
    } finally {
      progress.finish();
    }
    ReproductionAnswer answer = new ReproductionAnswer(report);
    if (common.json) {
      common.print(answer.figures());
    } else {
      answer.print(common.page());
    }
    return report.isExplained() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private Map<String, Object> figures(ModelFile.Model read) {
    Autoencoder autoencoder = read.autoencoder();
    Provenance provenance = read.provenance();
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("version", provenance.version());
    origin.put("created", provenance.created());
    origin.put("data", provenance.data().name());
    provenance.data().fingerprint().ifPresent(print -> origin.put("fingerprint", print));
    origin.put("samples", provenance.data().samples());
    origin.put("epochs", provenance.outcome().epochs());
    origin.put("bestEpoch", provenance.outcome().bestEpoch());
    origin.put("loss", provenance.outcome().loss());
    provenance.outcome().stopped().ifPresent(why -> origin.put("stopped", why));
    origin.put("precision", provenance.computation().precision());
    origin.put("kernels", provenance.computation().kernels());
    origin.put("seconds", provenance.computation().seconds());
    origin.put("changes", provenance.changes());
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (ParameterLayout.Slot slot : autoencoder.parameterSlots()) {
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("name", slot.name());
      tensor.put("rows", slot.shape().rows());
      tensor.put("columns", slot.shape().columns());
      tensors.add(tensor);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", model.toString());
    figures.put("summary", autoencoder.blueprint().summary());
    if (Predictor.isIn(read)) {
      figures.put("predicts", Predictor.of(read).quantity().text());
      figures.putAll(PredictionPage.figures(Predictor.of(read).quantity()));
    }
    if (DetectorPage.isFor(read)) {
      figures.put("detector", DetectorPage.of(read).figures());
    }
    figures.put("features", autoencoder.features());
    figures.put("code", autoencoder.codeSize());
    figures.put("parameters", autoencoder.parameterCount());
    figures.put("blueprint", autoencoder.blueprint().toMap());
    figures.put("layers", LayerPage.of(read.autoencoder().blueprint()).figures());
    figures.put("training", read.training().toMap());
    figures.put("preparation", read.preparation().describe());
    figures.put("provenance", origin);
    figures.put("sections", sections(read));
    figures.put("tensors", tensors);
    return figures;
  }

  private static Map<String, Object> sections(ModelFile.Model read) {
    Map<String, Object> sections = new LinkedHashMap<>();
    read.sections().forEach((name, section) -> sections.put(name, section.version()));
    return sections;
  }

  private void print(ModelFile.Model read, PrintStream page) {
    Autoencoder autoencoder = read.autoencoder();
    Blueprint blueprint = autoencoder.blueprint();
    Training training = read.training();
    Provenance provenance = read.provenance();
    page.printf("%s is whole.%n%n", model);
    page.printf("samples      %s%n", blueprint.shape());
    page.printf("prepared by  %s%n", read.preparation().describe());
    page.printf(
        "network      %s%s%n", blueprint.summary(), blueprint.tied() ? ", tied weights" : "");
    if (Predictor.isIn(read)) {
      page.printf("predicts     %s%n", Predictor.of(read).quantity().text());
    }
    if (DetectorPage.isFor(read)) {
      DetectorPage.of(read).print(page);
    }
    page.printf(
        "activations  %s hidden, %s code, %s output%n",
        blueprint.encoder().activation().label(),
        blueprint.codeActivation().label(),
        blueprint.outputActivation().label());
    page.printf("bottleneck   %s%n", words(blueprint.bottleneck()));
    page.printf("corruption   %s%n", blueprint.corruption().text());
    page.printf(
        "penalties    %s%n",
        blueprint.penalties().isEmpty()
            ? "none"
            : String.join(", ", blueprint.penalties().stream().map(InfoCommand::words).toList()));
    page.printf("likelihood   %s%n%n", blueprint.likelihood().text());
    LayerPage.of(blueprint).print(page);
    page.println();
    page.printf("parameters   %,d%n", autoencoder.parameterCount());
    for (ParameterLayout.Slot slot : autoencoder.parameterSlots()) {
      page.printf(
          "  %-22s %,12d  %s%n",
          slot.name(),
          slot.shape().size(),
          slot.shape().rows() == 1 ? "" : slot.shape().toString());
    }
    page.printf(
        "%ntraining     %d epochs of batches of %d, %s at %s, %s, seed %d, %d workers%n",
        training.epochs(),
        training.batchSize(),
        training.optimizer().text(),
        Decimal.text(training.learningRate()),
        training.schedule().text(),
        training.seed(),
        training.workers());
    page.printf(
        Locale.ROOT,
        "outcome      epoch %d of %d done kept, loss %s, %.1f s in %s on %s%n",
        provenance.outcome().bestEpoch(),
        provenance.outcome().epochs(),
        Progress.figure(provenance.outcome().loss()),
        provenance.computation().seconds(),
        provenance.computation().precision(),
        provenance.computation().kernels());
    provenance.changes().forEach(change -> page.printf("             %s%n", change));
    page.printf(
        Locale.ROOT,
        "origin       %,d samples of %s, %s, Hourglass %s%n",
        provenance.data().samples(),
        provenance.data().name(),
        provenance.created(),
        provenance.version());
    provenance.data().fingerprint().ifPresent(print -> page.printf("             %s%n", print));
    read.sections()
        .forEach(
            (name, section) ->
                page.printf("section      %s, version %d%n", name, section.version()));
  }

  /** {@code TopK[k=3]} as {@code top k, k=3}: records speak for themselves. */
  private static String words(Object part) {
    String text = part.toString();
    String name =
        text.substring(0, text.indexOf('['))
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    String fields = text.substring(text.indexOf('[') + 1, text.length() - 1);
    return fields.isEmpty() ? name : name + " (" + fields + ")";
  }
}
