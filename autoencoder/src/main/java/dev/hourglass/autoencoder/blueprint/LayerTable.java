package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * What each layer of a blueprint's networks is and costs, for people.
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
   * @param parameters of its own, those that do not learn among them
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
    networks
        .codebook()
        .ifPresent(
            codebook ->
                rows.add(
                    new Row(
                        "encoder",
                        "codebook of %,d entries of %d"
                            .formatted(
                                codebook.entries().shape().rows(),
                                codebook.entries().shape().columns()),
                        text(blueprint.codeSize()),
                        size(codebook.entries()) + size(codebook.uses()),
                        size(codebook.entries()) * blueprint.code().map().places())));
    add(rows, "decoder", networks.decoder());
    networks
        .logVariance()
        .ifPresent(slot -> rows.add(new Row("decoder", "variance of all", "", size(slot), 0)));
    return new LayerTable(rows);
  }

  /** The encoder's layers alone. */
  public LayerTable encoder() {
    return new LayerTable(rows.stream().filter(row -> row.part().equals("encoder")).toList());
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
        case Layer.Dense dense ->
            rows.add(row(part, words(dense), text(dense.outputs()), dense, size(dense.weight())));
        case Layer.Convolve convolve ->
            rows.add(
                row(
                    part,
                    words(convolve),
                    convolve.out().toString(),
                    convolve,
                    convolve.shape().multiplications()));
        case Layer.Shift shift ->
            rows.add(
                new Row(
                    part,
                    shift.trained() ? "bias of every number" : "shift to the mean",
                    text(shift.outputs()),
                    size(shift.bias()),
                    0));
        case Layer.Normalize normalize ->
            rows.add(
                new Row(
                    part,
                    "layer normalisation",
                    text(normalize.outputs()),
                    size(normalize.gain()) + size(normalize.bias()),
                    normalize.outputs()));
        case Layer.GroupNormalize normalize ->
            rows.add(
                new Row(
                    part,
                    "group normalisation",
                    text(normalize.outputs()),
                    size(normalize.gain()) + size(normalize.bias()),
                    normalize.outputs()));
        case Layer.Pool pool ->
            rows.add(
                new Row(
                    part,
                    "%s pooling %d×%d"
                        .formatted(
                            pool.shape().kind() == Pooling.MAXIMUM ? "max" : "average",
                            pool.shape().vertical().size(),
                            pool.shape().horizontal().size()),
                    pool.shape().out().toString(),
                    0,
                    0));
        case Layer.Upsample upsample ->
            rows.add(
                new Row(
                    part,
                    upsample.shape().kind() == Upsampling.NEAREST
                        ? "nearest upsampling"
                        : "bilinear upsampling",
                    upsample.shape().out().toString(),
                    0,
                    0));
        case Layer.Add add -> rows.add(new Row(part, "residual sum", text(add.size()), 0, 0));
        case Layer.Activate _, Layer.Dropout _, Layer.Concatenate _ -> {}
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
                        text(path.shape().columns()),
                        size(path),
                        size(path))));
  }

  private static Row row(
      String part, String words, String out, Layer.Weighted layer, long multiplications) {
    long own = size(layer.bias()) + (layer.tied() ? 0 : size(layer.weight()));
    return new Row(part, words, out, own, multiplications);
  }

  private static String words(Layer.Dense dense) {
    return dense.tied() ? "dense, tied" : "dense";
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

  private static String text(int numbers) {
    return Integer.toString(numbers);
  }

  private static long size(Slot slot) {
    return slot.shape().size();
  }
}
