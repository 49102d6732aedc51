package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * What each layer with weights of a blueprint's networks is and costs, for people.
 *
 * @param rows in the order data passes them
 */
public record LayerTable(List<Row> rows) {
  /**
   * A layer.
   *
   * @param part encoder or decoder
   * @param layer what it is, in words
   * @param out what it puts out of a sample, in words
   * @param parameters of its own
   * @param multiplications a sample takes on its way forward
   */
  public record Row(String part, String layer, String out, long parameters, long multiplications) {}

  public LayerTable {
    rows = List.copyOf(rows);
  }

  /** Of a blueprint. */
  public static LayerTable of(Blueprint blueprint) {
    Networks networks = Networks.of(blueprint);
    List<Row> rows = new ArrayList<>();
    add(rows, "encoder", networks.encoder());
    add(rows, "decoder", networks.decoder());
    return new LayerTable(rows);
  }

  /** All parameters of the layers. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** All multiplications of a sample on its way forward. */
  public long multiplications() {
    return rows.stream().mapToLong(Row::multiplications).sum();
  }

  private static void add(List<Row> rows, String part, Network network) {
    for (Layer layer : network.layers()) {
      switch (layer) {
        case Layer.Dense dense -> {
          long weights = size(dense.weight());
          long own = size(dense.bias()) + (dense.tied() ? 0 : weights);
          String words = "dense" + (dense.tied() ? ", tied" : "");
          rows.add(new Row(part, words, Integer.toString(dense.outputs()), own, weights));
        }
        case Layer.Convolve convolve -> {
          long own = size(convolve.bias()) + (convolve.tied() ? 0 : size(convolve.weight()));
          rows.add(
              new Row(
                  part,
                  words(convolve),
                  convolve.out().toString(),
                  own,
                  convolve.shape().multiplications()));
        }
        default -> {}
      }
    }
    network
        .linearPath()
        .ifPresent(
            path ->
                rows.add(
                    new Row(
                        part,
                        "linear path",
                        Integer.toString(path.shape().columns()),
                        size(path),
                        size(path))));
  }

  private static String words(Layer.Convolve convolve) {
    int stride = convolve.shape().horizontal().stride();
    int dilation = convolve.shape().horizontal().dilation();
    return (convolve.transposed() ? "transposed " : "")
        + "convolution %d×%d"
            .formatted(convolve.shape().vertical().size(), convolve.shape().horizontal().size())
        + (stride > 1 ? ", stride " + stride : "")
        + (dilation > 1 ? ", dilation " + dilation : "")
        + (convolve.tied() ? ", tied" : "");
  }

  private static long size(Slot slot) {
    return slot.shape().size();
  }
}
