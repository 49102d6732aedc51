package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.Envelope;
import dev.hourglass.autoencoder.file.Migration;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.StoredParameters;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.Json;
import dev.hourglass.base.Label;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.recommend.Selection.Blend;
import dev.hourglass.tasks.recommend.Selection.Ridge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * A recommender in one safetensors file: names and choices as JSON, who has what and all weights as
 * tensors, with a checksum.
 */
final class RecommenderFile {
  private static final String FORMAT = "hourglass-recommender";
  private static final String PART = "recommender";
  private static final String NETWORK = "blueprint";
  private static final long ALIGNMENT = 64;

  private RecommenderFile() {}

  static void write(Path file, Recommender recommender) {
    FittedScorers fitted = recommender.fitted();
    Map<String, Object> part = new LinkedHashMap<>(fitted.selection().toMap());
    part.put("items", recommender.items());
    part.put("users", recommender.users());
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put("users.starts", ints(recommender.knownUsers().starts()));
    tensors.put("users.items", ints(recommender.knownUsers().items()));
    recommender.knownUsers().times().ifPresent(times -> tensors.put("users.times", longs(times)));
    tensors.put("popularity", floats(fitted.popularity().counts()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(PART, Json.text(part));
    Optional<LinearScorer> linear = fitted.linearHalf().or(fitted::linear);
    linear.ifPresent(
        model -> {
          tensors.put("linear.items", ints(model.learned()));
          tensors.put("linear.weight", StoredTensor.matrix(model.weights()));
        });
    for (int i = 0; i < fitted.networks().size(); i++) {
      Autoencoder network = fitted.networks().get(i);
      metadata.putIfAbsent(NETWORK, Json.text(network.blueprint().toMap()));
      StoredParameters.put(network, prefix(i), tensors);
    }
    Envelope.seal(FORMAT, metadata, tensors).write(file);
  }

  /** Of the names of a network's tensors; the first has none, as when there was one. */
  private static String prefix(int network) {
    return network == 0 ? "" : "network.%d.".formatted(network);
  }

  private static Block ints(int[] numbers) {
    return block(StoredType.I32, MemorySegment.ofArray(numbers), numbers.length);
  }

  private static Block longs(long[] numbers) {
    return block(StoredType.I64, MemorySegment.ofArray(numbers), numbers.length);
  }

  private static Block floats(float[] numbers) {
    return block(StoredType.F32, MemorySegment.ofArray(numbers), numbers.length);
  }

  private static Block block(StoredType type, MemorySegment numbers, long count) {
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, numbers.byteSize()), ALIGNMENT);
    bytes.asSlice(0, numbers.byteSize()).copyFrom(numbers);
    return new Block(type, List.of(count), bytes.asSlice(0, numbers.byteSize()));
  }

  /** Whether a file says that it is one, damaged or not. */
  static boolean isOne(Path file) {
    try {
      Envelope.open(file, FORMAT);
      return true;
    } catch (ModelFileException _) {
      return false;
    }
  }

  static Recommender read(Path file, Kernels kernels) {
    Envelope read = Envelope.open(file, FORMAT);
    read.verify(List::of);
    try {
      return recommender(read, kernels);
    } catch (IllegalArgumentException e) {
      throw read.corrupt(e.getMessage());
    }
  }

  private static Recommender recommender(Envelope read, Kernels kernels) {
    StrictMap map = new StrictMap(PART, read.part(PART, Migration.NONE));
    List<String> items = map.strings("items");
    List<String> names = map.strings("users");
    Selection selection = selection(map);
    map.finish(selection);
    KnownUsers users =
        new KnownUsers(names, ints(read, "users.starts"), ints(read, "users.items"), times(read));
    check(users, items.size());
    float[] counts =
        block(read, "popularity", StoredType.F32).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    require(counts.length == items.size(), "popularity", counts.length, items.size());
    Optional<LinearScorer> linear =
        selection.kind().usesLinear()
            ? Optional.of(linear(read, items.size(), kernels))
            : Optional.empty();
    List<Autoencoder> networks =
        selection.kind().usesNetwork()
            ? IntStream.range(0, selection.networks())
                .mapToObj(i -> network(read, prefix(i), items.size(), kernels))
                .toList()
            : List.of();
    boolean half = selection.kind() == RecommenderKind.HYBRID;
    return new Recommender(
        items,
        users,
        new FittedScorers(
            selection,
            new PopularityScorer(counts),
            half ? Optional.empty() : linear,
            half ? linear : Optional.empty(),
            users
                .times()
                .filter(_ -> half && users.items().length > 0)
                .map(times -> Seasons.of(items.size(), users.items(), times)),
            networks));
  }

  private static Selection selection(StrictMap map) {
    Map<RecommenderKind, Double> figures = new EnumMap<>(RecommenderKind.class);
    StrictMap tried = map.object("validationNdcgAt100");
    for (RecommenderKind kind : RecommenderKind.values()) {
      tried.optionalNumber(kind.text()).ifPresent(ndcg -> figures.put(kind, ndcg));
    }
    return tried.finish(
        new Selection(
            Label.named(RecommenderKind.class, map.string("model")),
            new Ridge(map.finite("lambda"), 0),
            new Blend(
                new Ridge(
                    map.finite("hybridLambda"),
                    map.finite("hybridShare"),
                    map.optionalNumber("hybridDamping").orElse(0.0)),
                map.finite("hybridPower"),
                // Files from before there were seasons do not say so.
                map.optionalNumber("hybridSeasonPower").orElse(0.0)),
            map.integer("epochs"),
            // Files of one network do not say so.
            map.optionalInteger("networks").orElse(1),
            figures));
  }

  private static void check(KnownUsers users, int items) {
    int[] starts = users.starts();
    require(
        starts.length == users.names().size() + 1,
        "users.starts",
        starts.length,
        users.names().size() + 1);
    require(
        starts[starts.length - 1] == users.items().length,
        "users.items",
        users.items().length,
        starts[starts.length - 1]);
    users
        .times()
        .ifPresent(
            times ->
                require(
                    times.length == users.items().length,
                    "users.times",
                    times.length,
                    users.items().length));
    for (int u = 0; u + 1 < starts.length; u++) {
      if (starts[u] < 0 || starts[u] > starts[u + 1]) {
        throw new IllegalArgumentException("its tensor 'users.starts' does not ascend");
      }
    }
    for (int item : users.items()) {
      if (item < 0 || item >= items) {
        throw new IllegalArgumentException(
            "its tensor 'users.items' names item %d of %d".formatted(item, items));
      }
    }
  }

  private static void require(boolean holds, String name, int found, int expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "its tensor '%s' holds %d numbers, but %d are expected".formatted(name, found, expected));
    }
  }

  private static LinearScorer linear(Envelope read, int items, Kernels kernels) {
    int[] learned = ints(read, "linear.items");
    for (int i = 0; i < learned.length; i++) {
      if (learned[i] < 0 || learned[i] >= items || i > 0 && learned[i] <= learned[i - 1]) {
        throw new IllegalArgumentException("its tensor 'linear.items' is no ascending list");
      }
    }
    Tensor weight = finite("linear.weight", read);
    Shape square = new Shape(learned.length, learned.length);
    if (!weight.shape().equals(square)) {
      throw new IllegalArgumentException(
          "its tensor 'linear.weight' is %s, but %s is expected".formatted(weight, square));
    }
    return new LinearScorer(learned, weight, items, kernels);
  }

  private static Tensor finite(String name, Envelope read) {
    Tensor tensor = StoredTensor.of(name, read.tensor(name));
    for (long i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.get(i)) || tensor.format() != Format.FLOAT32) {
        throw new IllegalArgumentException(
            "its tensor '%s' holds what is no number".formatted(name));
      }
    }
    Tensor aligned = Tensor.allocate(tensor.rows(), tensor.columns());
    aligned.copyFrom(tensor);
    return aligned;
  }

  private static Autoencoder network(Envelope read, String prefix, int items, Kernels kernels) {
    Blueprint blueprint = Blueprint.fromMap(read.part(NETWORK, Migration.NONE));
    require(blueprint.features() == items, "blueprint", blueprint.features(), items);
    return Autoencoder.of(blueprint, StoredParameters.read(blueprint, prefix, read), kernels);
  }

  private static int[] ints(Envelope read, String name) {
    return block(read, name, StoredType.I32).toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  /** Only where it counts when users came by what they have. */
  private static Optional<long[]> times(Envelope read) {
    return read.holds("users.times")
        ? Optional.of(
            block(read, "users.times", StoredType.I64).toArray(ValueLayout.JAVA_LONG_UNALIGNED))
        : Optional.empty();
  }

  private static MemorySegment block(Envelope read, String name, StoredType type) {
    Block block = read.tensor(name);
    if (block.type() != type || block.sides().size() != 1) {
      throw new IllegalArgumentException(
          "its tensor '%s' should be a list of %s, but is %s of %s"
              .formatted(name, type.label(), block.type().label(), block.sides()));
    }
    return block.bytes();
  }
}
