package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.RankedItemFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.tasks.recommend.Recommendation;
import dev.hourglass.tasks.recommend.Recommender;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The items that go with one. */
@Command(
    name = "similar",
    header = "The items that go best with one.",
    description = {
      "",
      "By the weights of the linear model where the recommender goes by one, else by the cosine"
          + " between what the network's last layer knows of both."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass recommend similar films.safetensors --item 0113277 --titles movies.dat"
    })
public final class RecommendSimilarCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A file of recommend fit.")
  Path model;

  @Option(names = "--item", paramLabel = "ID", required = true, description = "The item.")
  String item;

  @Mixin RankedItemFlags answer;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    TitledItems titled = new TitledItems(answer.titles(common.screen()));
    Recommender recommender = Recommender.load(model, common.kernels());
    List<Recommendation> similar = recommender.similar(item, answer.count());
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("item", item);
      figures.put("items", titled.figures(similar));
      common.print(figures);
    }
    for (int i = 0; i < similar.size(); i++) {
      common.page().println(titled.line(i + 1, similar.get(i)));
    }
    return ExitCode.OK;
  }
}
