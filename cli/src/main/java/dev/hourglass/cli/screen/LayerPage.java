package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.LayerTable;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network, what each puts out and what it costs.
 *
 * @param table of the layers
 */
public record LayerPage(LayerTable table) {
  private static final String LINE = "  %-8s %-38s %-14s %,14d %,16d%n";

  /** Of a blueprint. */
  public static LayerPage of(Blueprint blueprint) {
    return new LayerPage(LayerTable.of(blueprint));
  }

  /** Prints it for people. */
  public void print(PrintStream page) {
    page.printf(
        "  %-8s %-38s %-14s %14s %16s%n", "", "layer", "out", "parameters", "multiply-adds");
    for (LayerTable.Row row : table.rows()) {
      page.printf(
          LINE, row.part(), row.layer(), row.out(), row.parameters(), row.multiplications());
    }
    page.printf(LINE, "", "in all, for a sample", "", table.parameters(), table.multiplications());
  }

  /** The same under the names that {@code --json} prints. */
  public List<Map<String, Object>> figures() {
    return table.rows().stream()
        .map(
            row -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("part", row.part());
              figures.put("layer", row.layer());
              figures.put("out", row.out());
              figures.put("parameters", row.parameters());
              figures.put("multiplyAdds", row.multiplications());
              return figures;
            })
        .toList();
  }
}
