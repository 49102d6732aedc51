package dev.hourglass.cli.index;

import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.CsvOutput;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.search.Answer;
import dev.hourglass.search.Item;
import dev.hourglass.search.Neighbour;
import dev.hourglass.search.QueryReport;
import dev.hourglass.search.Question;
import dev.hourglass.search.SearchIndex;
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
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks an index. */
@Command(
    name = "query",
    header = "Find the items of an index that are most like a query.",
    description = {
      "",
      "A query is data (an image, a folder, a table, an array: every sample of it, or those of"
          + " --rows) or an item of the index by its id. An item is not its own neighbour."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass index query photos.index new.jpg --k 10 --out similar.html",
      "  hourglass index query photos.index cat/0007.jpg --where label=dog --json",
      "  hourglass index query digits.index mnist/t10k-images-idx3-ubyte.gz --rows 0,7"
    })
public final class IndexQueryCommand implements Callable<Integer> {
  /** More lines than that are no answer for people. */
  private static final int MOST_PRINTED = 20;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "An index that build made.")
  Path folder;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "QUERY",
      description = "Data, or an item's id; id:ID where a file is called the same.")
  List<String> queries;

  @Option(
      names = "--k",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many neighbours. Default: 10.")
  int neighbours = 10;

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      converter = NumberFlag.Count.class,
      description = "Which samples of the data, from 0. Default: all.")
  List<Integer> rows = List.of();

  @Option(names = "--exact", description = "Look at every code instead of walking the graph.")
  boolean exact;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Kept while the graph is walked: more find more of the nearest and take longer. Default:"
              + " 100, or as many as --k.")
  Integer candidates;

  @Option(
      names = "--where",
      paramLabel = "FIELD=VALUE",
      description =
          "Only among items with this label (label=cat) or value of a column that was kept; given"
              + " more than once, all must hold.")
  Map<String, String> where = Map.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the answer goes: .csv, or .html as a page. Default: standard output.")
  Path out;

  @Mixin DataFlags reading;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Optional<Destination> destination =
        Optional.ofNullable(out)
            .map(
                file ->
                    Destination.of("--out", file, Destination.Kind.HTML, Destination.Kind.CSV)
                        .withFolder());
    common.withoutEffect().when(exact, "--exact looks at every code", "--candidates");
    Question question =
        new Question(
            neighbours,
            candidates == null ? Question.DEFAULT_CANDIDATES : candidates,
            exact,
            where);
    try (SearchIndex index = SearchIndex.open(folder, common.kernels())) {
      List<Answer> answers = new ArrayList<>();
      for (String query : queries) {
        answers.addAll(ask(index, query, question));
      }
      if (!where.isEmpty() && index.count(where) == 0) {
        common.screen().warn("no item has " + where);
      }
      destination.ifPresent(file -> write(file, index, answers));
      answer(answers, destination.isEmpty());
    }
    return ExitCode.OK;
  }

  private List<Answer> ask(SearchIndex index, String query, Question question) {
    boolean named = query.startsWith("id:");
    String id = named ? query.substring(3) : query;
    if (named || !isData(query) && index.find(id).isPresent()) {
      Item item = index.item(id);
      return List.of(
          new Answer(
              id, item.label(), Optional.empty(), index.nearestBut(id, index.code(id), question)));
    }
    if (!isData(query)) {
      throw new DataException(
          "'%s' is neither a file nor an item of %s".formatted(query, index.folder()));
    }
    RawData raw = ModelData.raw(index.model(), query, reading.readOptions(), common);
    List<String> names =
        raw instanceof RawData.Array array ? array.samples().sampleNames() : List.of();
    Dataset samples = ModelData.prepared(index.model(), raw, common);
    int[] chosen =
        rows.isEmpty()
            ? IntStream.range(0, samples.size()).toArray()
            : rows.stream().mapToInt(row -> checked(row, samples)).toArray();
    Dataset asked = samples.subset(chosen);
    Tensor codes = index.model().autoencoder().encode(asked);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      int row = i;
      answers.add(
          new Answer(
              names.isEmpty() ? Integer.toString(chosen[i]) : names.get(chosen[i]),
              asked.labels().map(labels -> labels.name(row)),
              Optional.of(asked.row(i)),
              index.nearest(codes.row(i), question)));
    }
    return answers;
  }

  private static int checked(int row, Dataset samples) {
    if (row >= samples.size()) {
      throw new Mistake(
          "--rows %d: %s has %,d samples, 0 to %d"
              .formatted(row, samples.source(), samples.size(), samples.size() - 1));
    }
    return row;
  }

  private static boolean isData(String query) {
    if (query.equals("-") || DataReader.namesDigits(query)) {
      return true;
    }
    try {
      return Files.exists(Path.of(query)) || query.contains(".npz:");
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private void write(Destination file, SearchIndex index, List<Answer> answers) {
    if (file.kind() == Destination.Kind.HTML) {
      new QueryReport(index, answers).write(file.file());
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    for (Answer answer : answers) {
      for (int rank = 1; rank <= answer.neighbours().size(); rank++) {
        Neighbour neighbour = answer.neighbours().get(rank - 1);
        lines.add(
            List.of(
                answer.query(),
                answer.label().orElse(""),
                Integer.toString(rank),
                neighbour.item().id(),
                neighbour.item().label().orElse(""),
                Double.toString(neighbour.distance())));
      }
    }
    file.write(
        stream ->
            CsvOutput.write(
                stream,
                List.of("query", "queryLabel", "rank", "id", "label", "distance"),
                lines.size(),
                lines::get));
  }

  private void answer(List<Answer> answers, boolean listed) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("index", folder.toString());
      figures.put("k", neighbours);
      if (answers.size() == 1) {
        figures.putAll(answers.getFirst().toMap());
      }
      figures.put("queries", answers.stream().map(Answer::toMap).toList());
      common.print(figures);
    }
    if (!listed) {
      common.page().printf("%s: %,d queries%n", out, answers.size());
      return;
    }
    for (Answer answer : answers.subList(0, Math.min(MOST_PRINTED, answers.size()))) {
      common
          .page()
          .printf(
              "%s%s%n",
              answer.query(), answer.label().map(label -> "  (" + label + ")").orElse(""));
      for (Neighbour neighbour : answer.neighbours()) {
        common
            .page()
            .printf(
                Locale.ROOT,
                "  %10.4f  %s%s%n",
                neighbour.distance(),
                neighbour.item().id(),
                neighbour.item().label().map(label -> "  (" + label + ")").orElse(""));
      }
    }
    if (answers.size() > MOST_PRINTED) {
      common
          .page()
          .printf(
              Locale.ROOT,
              "… and %,d queries more; --out FILE or --json has all%n",
              answers.size() - MOST_PRINTED);
    }
  }
}
