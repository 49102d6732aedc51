package dev.hourglass.tasks.fuzz;

import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.CheckpointException;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.base.Json;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.Safetensors.MalformedException;
import dev.hourglass.base.StoredType;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;

/** Damaged and forged models and checkpoints; what is read of them must work. */
final class ModelAttacks implements FileAttacks {
  /** The same bits on every machine. */
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.PORTABLE);

  private static final int LENGTH_BYTES = 8;

  /** A training and what it has left behind. */
  private record Trained(
      RawData raw, Dataset samples, Training training, byte[] model, byte[] checkpoint) {}

  private final List<Trained> trained = new ArrayList<>();
  private final boolean checkpoints;

  private ModelAttacks(Path folder, boolean checkpoints) {
    this.checkpoints = checkpoints;
    try {
      Path csv = table(folder.resolve("base.csv"));
      Path npy = array(folder.resolve("base.npy"));
      trained.add(train(folder, "digits:40", Preset.UNDERCOMPLETE, List.of(6), 3));
      trained.add(train(folder, csv.toString(), Preset.DENOISING, List.of(5, 4), 2));
      trained.add(train(folder, npy.toString(), Preset.VARIATIONAL, List.of(7), 2));
      trained.add(train(folder, npy.toString(), Preset.SPARSE, List.of(5), 20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FileAttacks ofModels(Path folder) {
    return new ModelAttacks(folder, false);
  }

  static FileAttacks ofCheckpoints(Path folder) {
    return new ModelAttacks(folder, true);
  }

  private static Path table(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("a,b,colour,c\n");
    for (int i = 0; i < 60; i++) {
      text.append(random.nextInt(100)).append(',').append(random.nextDouble()).append(',');
      text.append(List.of("red", "green", "blue").get(i % 3)).append(',');
      text.append(i % 7 == 0 ? "" : i).append('\n');
    }
    return Files.writeString(file, text);
  }

  private static Path array(Path file) {
    SplittableRandom random = new SplittableRandom(6);
    float[][] rows = new float[50][12];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextDouble(-20, 30);
      }
    }
    NpyFile.write(file, rows);
    return file;
  }

  private static Trained train(
      Path folder, String source, Preset preset, List<Integer> hidden, int code)
      throws IOException {
    RawData raw = DataReader.read(source, ReadOptions.defaults());
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Path checkpoint = folder.resolve("base.checkpoint");
    Training training =
        preset
            .training()
            .withEpochs(2)
            .withWorkers(1)
            .withBatchSize(16)
            .withPrecision(PrecisionChoice.FLOAT32)
            .withCheckpoint(checkpoint);
    TrainingResult result =
        new Trainer(training, KERNELS)
            .train(preset.blueprint(samples.shape(), hidden, code), samples);
    byte[] model = ModelFile.toBytes(result.model(preparation, training, samples));
    return new Trained(raw, samples, training, model, Files.readAllBytes(checkpoint));
  }

  @Override
  public Attack next(Path folder, SplittableRandom random) throws IOException {
    Trained base = Damage.one(random, trained);
    byte[] bytes = checkpoints ? base.checkpoint : base.model;
    String what;
    byte[] out;
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        what = "any damage";
        out = Damage.any(bytes, random);
      }
      case 2 -> {
        long length = oddLength(bytes, random);
        what = "header length " + length;
        out = bytes.clone();
        ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      }
      case 3, 4 -> {
        what = "header edited";
        out = withHeader(bytes, Json.text(JsonDamage.changed(header(bytes), random)));
      }
      case 5 -> {
        what = "header text";
        out = withHeader(bytes, JsonDamage.text(Json.text(header(bytes)), random));
      }
      case 6 -> {
        what = "tensors edited";
        out = resealed(contents(bytes), random, this::withOtherTensors);
      }
      case 7 -> {
        what = "odd numbers";
        out = resealed(contents(bytes), random, this::withOddNumbers);
      }
      case 8 -> {
        what = "part's text";
        out = resealed(contents(bytes), random, ModelAttacks::withOtherText);
      }
      default -> {
        what = "part edited";
        out = resealed(contents(bytes), random, ModelAttacks::withOtherPart);
      }
    }
    Path file = Files.write(folder.resolve("forged.safetensors"), out);
    return checkpoints
        ? new Attack(
            what,
            file,
            () -> resume(file, base),
            Set.of(ModelFileException.class, CheckpointException.class))
        : new Attack(what, file, () -> use(file, base), Set.of(ModelFileException.class));
  }

  // ---- what is read ----

  private static void use(Path file, Trained base) {
    ModelFile.Model model = ModelFile.read(file, KERNELS);
    Autoencoder autoencoder = model.autoencoder();
    Dataset zeros =
        Dataset.ofFloats(new float[2 * autoencoder.features()], autoencoder.blueprint().shape());
    Tensor codes = autoencoder.encode(zeros);
    checkShape(codes, 2, autoencoder.codeSize());
    checkShape(autoencoder.reconstruct(zeros), 2, autoencoder.features());
    if (autoencoder.blueprint().isGenerative()) {
      checkShape(autoencoder.sample(3, 1), 3, autoencoder.features());
    }
    ModelFile.toBytes(model);
    model.autoencoder().blueprint().summary();
    Dataset samples;
    try {
      samples = model.preparation().apply(base.raw);
    } catch (DataException _) {
      // A preparation of other columns.
      return;
    }
    autoencoder.reconstructionErrors(samples);
  }

  private static void checkShape(Tensor tensor, int rows, int columns) {
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw new IllegalStateException(
          "expected %d x %d numbers, but are %s".formatted(rows, columns, tensor));
    }
  }

  private static void resume(Path file, Trained base) {
    TrainingResult result;
    try {
      result =
          new Trainer(base.training.withEpochs(4), KERNELS)
              .resume(file, base.samples, Optional.empty());
    } catch (DivergedException _) {
      // Parameters may have been edited to huge ones.
      return;
    }
    ModelFile.toBytes(
        result.model(Preparation.none(base.samples.shape()), base.training, base.samples));
    if (result.history().size() != 4) {
      throw new IllegalStateException("resumed to " + result.history().size() + " epochs of 4");
    }
  }

  // ---- what is forged ----

  private interface Forgery {
    Safetensors of(Safetensors contents, SplittableRandom random);
  }

  private static byte[] resealed(Safetensors contents, SplittableRandom random, Forgery forgery) {
    return forgery.of(contents, random).withChecksum().toBytes();
  }

  private static Safetensors contents(byte[] bytes) throws IOException {
    try {
      return Safetensors.read(bytes, Arena.ofAuto());
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Safetensors withOtherPart(Safetensors contents, SplittableRandom random) {
    Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
    String key = part(metadata, random);
    Map<String, Object> part = Json.object(metadata.get(key));
    for (int i = random.nextInt(3); i >= 0; i--) {
      part = JsonDamage.changed(part, random);
    }
    metadata.put(key, Json.text(part));
    return new Safetensors(metadata, contents.tensors());
  }

  private static Safetensors withOtherText(Safetensors contents, SplittableRandom random) {
    Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
    if (random.nextInt(3) == 0) {
      String key = Damage.one(random, List.copyOf(metadata.keySet()));
      metadata.put(key, String.valueOf(JsonDamage.odd(random)));
    } else {
      String key = part(metadata, random);
      metadata.put(key, JsonDamage.text(metadata.get(key), random));
    }
    return new Safetensors(metadata, contents.tensors());
  }

  /** A key of the metadata whose value is an object. */
  private static String part(Map<String, String> metadata, SplittableRandom random) {
    return Damage.one(
        random,
        metadata.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("{"))
            .map(Map.Entry::getKey)
            .toList());
  }

  private Safetensors withOtherTensors(Safetensors contents, SplittableRandom random) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>(contents.tensors());
    List<String> names = List.copyOf(tensors.keySet());
    String name = Damage.one(random, names);
    Block block = tensors.get(name);
    switch (random.nextInt(6)) {
      case 0 -> tensors.remove(name);
      case 1 -> tensors.put(name + "x", tensors.remove(name));
      case 2 -> tensors.put("empty", Block.of(new float[0], 0L));
      case 3 -> tensors.put(name, tensors.get(Damage.one(random, names)));
      case 4 -> tensors.put(name, new Block(block.type(), List.of(block.size()), block.bytes()));
      default -> {
        StoredType type = Damage.one(random, StoredType.values());
        long size = block.bytes().byteSize() / type.bytes();
        tensors.put(
            name, new Block(type, List.of(size), block.bytes().asSlice(0, size * type.bytes())));
      }
    }
    return new Safetensors(contents.metadata(), tensors);
  }

  private Safetensors withOddNumbers(Safetensors contents, SplittableRandom random) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>(contents.tensors());
    String name = Damage.one(random, List.copyOf(tensors.keySet()));
    Block block = tensors.get(name);
    if (block.size() > 0) {
      MemorySegment bytes = MemorySegment.ofArray(block.bytes().toArray(ValueLayout.JAVA_BYTE));
      float number =
          Damage.one(
              random,
              Float.NaN,
              Float.POSITIVE_INFINITY,
              -Float.MAX_VALUE,
              Float.MIN_VALUE,
              -0f,
              1e20f);
      bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * random.nextInt((int) block.size()), number);
      tensors.put(name, new Block(block.type(), block.sides(), bytes));
    }
    return new Safetensors(contents.metadata(), tensors);
  }

  // ---- the header ----

  private static int headerLength(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static Map<String, Object> header(byte[] bytes) {
    return Json.object(
        new String(bytes, LENGTH_BYTES, headerLength(bytes), StandardCharsets.UTF_8));
  }

  private static byte[] withHeader(byte[] bytes, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] length =
        ByteBuffer.allocate(LENGTH_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .array();
    return Damage.joined(
        length, text, Arrays.copyOfRange(bytes, LENGTH_BYTES + headerLength(bytes), bytes.length));
  }

  private static long oddLength(byte[] bytes, SplittableRandom random) {
    long right = headerLength(bytes);
    return Damage.one(
        random,
        0L,
        1L,
        2L,
        7L,
        right - 1,
        right + 1,
        right + 8,
        (long) bytes.length,
        bytes.length - 8L,
        (long) Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) + right,
        100_000_000L,
        100_000_001L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1L);
  }
}
