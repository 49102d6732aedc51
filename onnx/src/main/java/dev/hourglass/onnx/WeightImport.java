package dev.hourglass.onnx;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that PyTorch trained, in a blueprint: {@code nn.Linear} ({@code [outputs, inputs]}),
 * {@code nn.Conv2d} ({@code [filters, channels, height, width]}) and {@code nn.ConvTranspose2d}
 * ({@code [inputs, outputs, height, width]}) of a safetensors file, layer by layer in their order
 * or by name, transposed as they are there. Where a plane becomes a row, PyTorch has its channels
 * one behind the other, and a row here the channels of a place: weights are moved accordingly.
 */
public final class WeightImport {
  private final ForeignWeights weights;
  private final Tensor parameters;
  private final Map<String, String> layers = new LinkedHashMap<>();

  private WeightImport(ForeignWeights weights, Tensor parameters) {
    this.weights = weights;
    this.parameters = parameters;
  }

  /**
   * Puts weights into a blueprint.
   *
   * @param names of layers there, such as {@code fc1}, by those here, such as {@code encoder.0};
   *     empty for all in order
   * @return a model for samples as they are
   * @throws ImportException if a layer is missing or too many, or of another shape; or if the
   *     blueprint has a part that such weights do not fill
   */
  public static ModelFile.Model of(
      Path file, Blueprint blueprint, Map<String, String> names, Kernels kernels) {
    Networks networks = Networks.of(blueprint).withoutDropout();
    ForeignWeights weights = ForeignWeights.read(file);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    WeightImport into = new WeightImport(weights, parameters);
    List<Layer.Weighted> owned = new ArrayList<>(networks.encoder().weightedLayers());
    owned.addAll(networks.decoder().weightedLayers());
    checkFillable(networks);
    into.match(owned, names);
    into.fill(networks.encoder(), blueprint.plane(), blueprint.code().map());
    boolean isItself = blueprint.objective().target().isEmpty();
    into.fill(
        networks.decoder(),
        blueprint.code().map(),
        isItself ? blueprint.plane() : new FeatureMap(1, 1, blueprint.targetFeatures()));
    return model(file, Autoencoder.of(blueprint, parameters, kernels));
  }

  private static ModelFile.Model model(Path file, Autoencoder autoencoder) {
    String name = String.valueOf(file.getFileName());
    return new ModelFile.Model(
        autoencoder,
        Preparation.none(autoencoder.blueprint().shape()),
        Training.defaults(),
        new Provenance(
            Version.current(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            new DataIdentity(name, Optional.empty(), 1),
            Optional.empty(),
            new Provenance.Outcome(1, 1, Double.NaN, Optional.of("trained by another program")),
            new Provenance.Computation("float32", "another program", 0),
            List.of("the weights were imported from " + name)));
  }

  private static void checkFillable(Networks networks) {
    for (Network network : List.of(networks.encoder(), networks.decoder())) {
      if (network.linearPath().isPresent()) {
        throw new ImportException(
            "the blueprint has a linear path, for which there are no weights (option"
                + " 'linear-path')");
      }
      for (Layer layer : network.layers()) {
        if (layer instanceof Layer.Weighted weighted && weighted.tied()) {
          throw new ImportException(
              "the blueprint has tied weights, but a decoder's own are imported (option 'tied')");
        }
        if (layer instanceof Layer.Normalize || layer instanceof Layer.GroupNormalize) {
          throw new ImportException(
              "the blueprint has normalised layers, which are not imported (option 'normalize')");
        }
      }
    }
  }

  private void match(List<Layer.Weighted> owned, Map<String, String> names) {
    List<String> wanted = owned.stream().map(WeightImport::name).toList();
    for (String name : names.keySet()) {
      if (!wanted.contains(name)) {
        throw new ImportException(
            "the blueprint has no layer '%s'; it has %s".formatted(name, ShortList.of(wanted)));
      }
    }
    List<String> found = weights.layers();
    if (names.isEmpty()) {
      if (found.size() != wanted.size()) {
        throw new ImportException(
            ("%s: has %d layers with weights (%s), but the blueprint %d (%s); make the blueprint"
                    + " like the network, or name those meant (option 'layer' = OURS=THEIRS)")
                .formatted(
                    weights.file(),
                    found.size(),
                    ShortList.of(found),
                    wanted.size(),
                    ShortList.of(wanted)));
      }
      for (int i = 0; i < found.size(); i++) {
        layers.put(wanted.get(i), found.get(i));
      }
    } else {
      for (String name : wanted) {
        if (!names.containsKey(name)) {
          throw new ImportException(
              "layer '%s' has no name there; give one for each (option 'layer' = %s=THEIRS)"
                  .formatted(name, name));
        }
        layers.put(name, names.get(name));
      }
    }
    if (names.isEmpty() && !weights.besides(found).isEmpty()) {
      throw new ImportException(
          "%s: holds tensors of no known layer: %s"
              .formatted(weights.file(), ShortList.of(List.copyOf(weights.besides(found)))));
    }
  }

  /** {@code encoder.0} of {@code encoder.0.weight}. */
  private static String name(Layer.Weighted layer) {
    String slot = layer.weight().name();
    return slot.substring(0, slot.lastIndexOf('.'));
  }

  /**
   * Fills a network's weights.
   *
   * @param first plane that it reads
   * @param last plane that it puts out
   */
  private void fill(Network network, FeatureMap first, FeatureMap last) {
    FeatureMap plane = first;
    for (int i = 0; i < network.layers().size(); i++) {
      switch (network.layers().get(i)) {
        case Layer.Dense dense -> {
          FeatureMap out = planeBehind(network, i, last);
          fill(dense, plane, out);
          plane = out;
        }
        case Layer.Convolve convolve -> {
          fill(convolve);
          plane = convolve.out();
        }
        case Layer.Pool pool -> plane = pool.shape().out();
        case Layer.Upsample upsample -> plane = upsample.shape().out();
        case Layer.Concatenate concatenate -> plane = concatenate.out();
        case Layer.Shift _,
            Layer.Activate _,
            Layer.Dropout _,
            Layer.Normalize _,
            Layer.GroupNormalize _,
            Layer.Add _ -> {}
      }
    }
  }

  /** What a dense layer's numbers are to the next layer that has weights. */
  private static FeatureMap planeBehind(Network network, int position, FeatureMap last) {
    FeatureMap row = new FeatureMap(1, 1, network.layers().get(position).outputs());
    for (Layer layer : network.layers().subList(position + 1, network.layers().size())) {
      switch (layer) {
        case Layer.Convolve convolve -> {
          return convolve.in();
        }
        case Layer.Pool pool -> {
          return pool.shape().in();
        }
        case Layer.Upsample upsample -> {
          return upsample.shape().in();
        }
        case Layer.Dense _ -> {
          return row;
        }
        case Layer.Shift _,
            Layer.Activate _,
            Layer.Dropout _,
            Layer.Normalize _,
            Layer.GroupNormalize _,
            Layer.Add _,
            Layer.Concatenate _ -> {}
      }
    }
    return last.size() == row.size() ? last : row;
  }

  private void fill(Layer.Dense dense, FeatureMap in, FeatureMap out) {
    String theirs = layers.get(name(dense));
    int inputs = dense.weight().shape().rows();
    int outputs = dense.weight().shape().columns();
    check(name(dense), theirs, List.of((long) outputs, (long) inputs));
    float[] weight = weights.weight(theirs);
    Tensor into = dense.weight().of(parameters);
    for (int o = 0; o < outputs; o++) {
      int from = channelsFirst(o, out);
      for (int i = 0; i < inputs; i++) {
        into.set(i, o, weight[from * inputs + channelsFirst(i, in)]);
      }
    }
    bias(theirs, dense.bias(), out);
  }

  /** Where PyTorch has number {@code i} of a plane's row. */
  private static int channelsFirst(int i, FeatureMap map) {
    return i % map.channels() * map.places() + i / map.channels();
  }

  private void fill(Layer.Convolve layer) {
    String theirs = layers.get(name(layer));
    int filters = layer.shape().filters();
    int channels = layer.shape().in().channels();
    int taps = layer.shape().taps();
    check(
        name(layer),
        theirs,
        List.of(
            (long) filters,
            (long) channels,
            (long) layer.shape().vertical().size(),
            (long) layer.shape().horizontal().size()));
    float[] weight = weights.weight(theirs);
    Tensor into = layer.weight().of(parameters);
    for (int f = 0; f < filters; f++) {
      for (int c = 0; c < channels; c++) {
        for (int tap = 0; tap < taps; tap++) {
          into.set(tap * channels + c, f, weight[(f * channels + c) * taps + tap]);
        }
      }
    }
    bias(theirs, layer.bias(), new FeatureMap(1, 1, layer.out().channels()));
  }

  private void bias(String theirs, Slot slot, FeatureMap out) {
    Optional<float[]> bias = weights.bias(theirs);
    if (bias.isEmpty()) {
      return;
    }
    Tensor into = slot.of(parameters);
    if (bias.get().length != into.size()) {
      throw new ImportException(
          "%s: '%s.bias' has %d numbers, but %d are expected"
              .formatted(weights.file(), theirs, bias.get().length, into.size()));
    }
    for (int i = 0; i < bias.get().length; i++) {
      into.set(i, bias.get()[channelsFirst(i, out)]);
    }
  }

  private void check(String ours, String theirs, List<Long> expected) {
    List<Long> found = weights.sides(theirs);
    if (!found.equals(expected)) {
      throw new ImportException(
          "%s: '%s.weight' is %s, but layer '%s' of the blueprint wants %s"
              .formatted(weights.file(), theirs, found, ours, expected));
    }
  }
}
