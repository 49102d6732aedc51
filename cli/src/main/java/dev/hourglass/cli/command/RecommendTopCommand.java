package dev.hourglass.cli.command;

import dev.hourglass.base.NearestName;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.RankedItemFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Json;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.tasks.recommend.Recommendation;
import dev.hourglass.tasks.recommend.Recommender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** The best items for users. */
@Command(
    name = "top",
    header = "The best items for a user, without those the user has.",
    description = {
      "",
      "A user is one that was fitted (--user), a list of items (--items), or a stream of users"
          + " (--users), each line of which is a user's name or the items of a new user between"
          + " commas; for each a line of JSON is written."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass recommend top films.safetensors --user 42 --n 10 --titles movies.dat --explain"
          + " 2",
      "  hourglass recommend top films.safetensors --items 0113277,0114369",
      "  hourglass recommend top films.safetensors --users - < users.txt > top.jsonl"
    })
public final class RecommendTopCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** Users of a stream that are answered at once. */
  private static final int BLOCK = 1024;

  /** The place of one who cannot be asked about. */
  private static final int UNKNOWN = -1;

  @Parameters(paramLabel = "MODEL", description = "A file of recommend fit.")
  Path model;

  @Option(names = "--user", paramLabel = "NAME", description = "A user that was fitted.")
  String user;

  @Option(
      names = "--items",
      paramLabel = "A,B,C",
      description = "What a new user has, between commas.")
  String items;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "Many users, a line each; - for standard input.")
  String users;

  @Option(
      names = "--explain",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "3",
      converter = NumberFlag.Positive.class,
      description = "Name the N (3) items that speak most for each.")
  Integer explain;

  @Mixin RankedItemFlags answer;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    int ways = (user == null ? 0 : 1) + (items == null ? 0 : 1) + (users == null ? 0 : 1);
    if (ways != 1) {
      throw new Mistake(
          (ways == 0 ? "nobody is asked about" : "only one of them can be asked about")
              + ": give --user NAME, --items A,B,C or --users FILE");
    }
    TitledItems titled = new TitledItems(answer.titles(common.screen()));
    Recommender recommender = Recommender.load(model, common.kernels());
    if (users != null) {
      stream(recommender, titled);
      return ExitCode.OK;
    }
    List<String> has = user == null ? known(recommender) : recommender.itemsOf(user);
    List<Recommendation> top = top(recommender, has);
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      if (user != null) {
        figures.put("user", user);
      }
      figures.put("items", titled.figures(top));
      common.print(figures);
    }
    for (int i = 0; i < top.size(); i++) {
      common.page().println(titled.line(i + 1, top.get(i)));
    }
    return ExitCode.OK;
  }

  private List<Recommendation> top(Recommender recommender, List<String> has) {
    List<Recommendation> top = recommender.top(has, answer.count());
    return explain == null ? top : recommender.explain(has, top, explain);
  }

  private List<String> known(Recommender recommender) {
    List<String> given = split(items);
    if (given.isEmpty()) {
      throw new Mistake("--items names no item; give at least one, between commas");
    }
    List<String> known = given.stream().filter(recommender::knows).toList();
    // Where none is known the library says which is the nearest.
    List<String> kept = known.isEmpty() ? given : known;
    if (kept.size() < given.size()) {
      given.stream()
          .filter(item -> !recommender.knows(item))
          .forEach(
              item ->
                  common
                      .screen()
                      .warn(
                          "item '%s' is not known and does not count; the nearest name is '%s'"
                              .formatted(
                                  item, NearestName.to(item, recommender.items().stream()))));
    }
    return kept;
  }

  private static List<String> split(String text) {
    return List.of(text.split(",")).stream()
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  // ---- a stream ----

  private void stream(Recommender recommender, TitledItems titled) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (BufferedReader in = new BufferedReader(reader())) {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          lines.add(line.strip());
        }
        if (lines.size() == BLOCK || !in.ready() && !lines.isEmpty()) {
          answer(recommender, titled, lines, out);
          lines.clear();
        }
      }
      if (!lines.isEmpty()) {
        answer(recommender, titled, lines, out);
      }
    } catch (IOException e) {
      throw DataException.reading(Path.of(users), e);
    }
  }

  private Reader reader() throws IOException {
    return new InputStreamReader(
        users.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(users)),
        StandardCharsets.UTF_8);
  }

  private void answer(
      Recommender recommender, TitledItems titled, List<String> lines, PrintStream out) {
    List<List<String>> have =
        lines.parallelStream()
            .map(
                line ->
                    recommender.knowsUser(line)
                        ? recommender.itemsOf(line)
                        : split(line).stream().filter(recommender::knows).toList())
            .toList();
    List<List<String>> asked = new ArrayList<>();
    int[] place = new int[have.size()];
    for (int i = 0; i < place.length; i++) {
      place[i] = have.get(i).isEmpty() ? UNKNOWN : asked.size();
      if (place[i] != UNKNOWN) {
        asked.add(have.get(i));
      }
    }
    List<List<Recommendation>> tops =
        asked.isEmpty() ? List.of() : recommender.topOfAll(asked, answer.count());
    List<String> written =
        IntStream.range(0, place.length)
            .parallel()
            .mapToObj(
                i -> {
                  if (place[i] == UNKNOWN) {
                    return line(
                        lines.get(i),
                        "error",
                        "neither a user that was fitted nor items that are known");
                  }
                  List<Recommendation> top = tops.get(place[i]);
                  return line(
                      lines.get(i),
                      "items",
                      titled.figures(
                          explain == null ? top : recommender.explain(have.get(i), top, explain)));
                })
            .toList();
    for (String line : written) {
      out.println(line);
    }
    out.flush();
  }

  private static String line(String user, String what, Object value) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("user", user);
    line.put(what, value);
    return Json.line(line);
  }
}
