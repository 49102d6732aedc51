package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Prepared passes over one model, lent to whoever needs one.
 *
 * <p>Preparing a pass takes milliseconds, running one microseconds, so passes are kept. They come
 * in two heights, one row and many; a chunk that is shorter leaves the rest of its rows unused.
 */
final class InferencePool {
  /** No more rows at once than this: more are no faster. */
  private static final int MOST_ROWS = 512;

  private final Blueprint blueprint;
  private final InferenceOptions options;
  private final Networks networks;
  private final PassContext context;
  private final int chunkRows;
  private final Queue<InferencePass> single = new ConcurrentLinkedQueue<>();
  private final Queue<InferencePass> chunks = new ConcurrentLinkedQueue<>();
  private final Queue<SparsePass> sparse = new ConcurrentLinkedQueue<>();

  /**
   * What is done with each chunk: rows {@code from} to {@code from + count - 1} are in the pass.
   */
  interface Chunk {
    void accept(InferencePass pass, int from, int count);
  }

  /** What is done with each chunk when it is encoded. */
  interface EncodedChunk {
    void accept(CodingPass pass, int from, int count);
  }

  /** Goes from a chunk's first row over so many. */
  private interface Stretch {
    void accept(int from, int count);
  }

  /** Passes over a model. */
  InferencePool(
      Blueprint blueprint, Networks networks, Tensor parameters, InferenceOptions options) {
    this.blueprint = blueprint;
    this.options = options;
    Kernels kernels = options.kernels();
    Precision precision = options.precision();
    this.networks = networks.withoutDropout();
    Arena arena = Arena.ofAuto();
    Tensor master = copyIn(arena, kernels, parameters, precision.master());
    Tensor weights =
        precision.compute() == precision.master()
            ? master
            : copyIn(arena, kernels, parameters, precision.compute());
    Tensor noGradient = Tensor.allocate(arena, Shape.vector(0), precision.master());
    this.chunkRows = Math.min(MOST_ROWS, RowBudget.inferenceRows(blueprint, networks, precision));
    this.context = new PassContext(kernels, precision, master, weights, noGradient, arena);
  }

  private static Tensor copyIn(Arena arena, Kernels kernels, Tensor parameters, Format format) {
    if (parameters.format() == format) {
      return parameters;
    }
    Tensor copy = Tensor.allocate(arena, parameters.shape(), format);
    kernels.convert(parameters, copy);
    return copy;
  }

  private InferencePass prepare(int rows) {
    return new InferencePass(blueprint, networks, ownContext(), rows);
  }

  /** Each pass has an arena of its own, so that one that is dropped frees its buffers. */
  private PassContext ownContext() {
    return new PassContext(
        context.kernels(),
        context.precision(),
        context.parameters(),
        context.weights(),
        context.gradient(),
        Arena.ofAuto());
  }

  /**
   * Lends a pass of one row.
   *
   * @throws IllegalStateException where the model is told of classes and none is given
   */
  <T> T withOne(Function<InferencePass, T> work) {
    InferencePass pass = single.poll();
    if (pass == null) {
      pass = prepare(1);
    }
    tellGiven(pass);
    T result = work.apply(pass);
    single.offer(pass);
    return result;
  }

  /** Lends a pass of as many rows as go through at once. */
  private void withChunk(int rows, Consumer<InferencePass> work) {
    Queue<InferencePass> queue = rows == 1 ? single : chunks;
    InferencePass pass = queue.poll();
    if (pass == null) {
      pass = prepare(rows == 1 ? 1 : chunkRows);
    }
    work.accept(pass);
    queue.offer(pass);
  }

  /** Gathers the samples chunk by chunk, on all threads. */
  void forEachChunk(Dataset samples, Chunk work) {
    int[] order = RowOrder.all(samples.size());
    int[] classes = classesOf(samples);
    forEachChunk(
        samples.size(),
        (pass, from, count) -> {
          if (pass.condition().isPresent()) {
            pass.condition().get().fill(classes, order, from, count);
          }
          samples.gather(order, from, count, pass.samples().segment());
          work.accept(pass, from, count);
        });
  }

  /**
   * Encodes the samples chunk by chunk, on all threads, sparse ones as they are where the first
   * layer reads them.
   */
  void forEachEncoded(Dataset samples, EncodedChunk work) {
    if (samples instanceof SparseSamples entries && networks.encoder().readsSparse()) {
      forEachEncoded(entries, work);
      return;
    }
    forEachChunk(
        samples,
        (pass, from, count) -> {
          pass.encode();
          work.accept(pass.coding(), from, count);
        });
  }

  private void forEachEncoded(SparseSamples samples, EncodedChunk work) {
    int size = samples.size();
    int most = samples.mostEntriesInRow();
    int budget = RowBudget.sparseInferenceRows(blueprint, networks, context.precision(), most);
    // As tall as a thread's part: rows that hold no sample cost as much as others in the layers
    // behind the first.
    int part = Math.ceilDiv(size, options.threads());
    int rows = Math.clamp(part, 1, Math.min(MOST_ROWS, budget));
    int entries = Math.multiplyExact(rows, most);
    share(
        size,
        rows,
        stretches -> {
          SparsePass pass = lendSparse(rows, entries);
          stretches.accept(
              (from, count) -> work.accept(pass.encoded(samples, from, count), from, count));
          sparse.offer(pass);
        });
  }

  private SparsePass lendSparse(int rows, int entries) {
    SparsePass pass = sparse.poll();
    return pass != null && pass.suits(rows, entries)
        ? pass
        : new SparsePass(blueprint, networks, ownContext(), rows, entries);
  }

  /**
   * The number of each sample's class; none where the model is told of none.
   *
   * @throws dev.hourglass.data.dataset.DataException where it is, and the samples' labels do not
   *     say theirs
   */
  int[] classesOf(Dataset samples) {
    if (blueprint.condition().isEmpty()) {
      return new int[0];
    }
    if (options.given().isPresent()) {
      int[] same = new int[samples.size()];
      Arrays.fill(same, options.given().getAsInt());
      return same;
    }
    return blueprint.condition().get().numbersOf(samples);
  }

  private void tellGiven(InferencePass pass) {
    if (pass.condition().isPresent()) {
      pass.condition()
          .get()
          .fill(
              options
                  .given()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "this model is told of a class beside each sample and code; say"
                                  + " which: option 'class' = one of "
                                  + ShortList.of(blueprint.condition().orElseThrow().classes()))));
    }
  }

  /**
   * Copies codes into passes chunk by chunk, on all threads.
   *
   * @throws IllegalStateException where the model is told of classes and none is given
   */
  void forEachChunk(Tensor codes, Chunk work) {
    forEachChunk(
        codes.rows(),
        (pass, from, count) -> {
          tellGiven(pass);
          context.kernels().convert(codes.slice(from, count), pass.code().topRows(count));
          work.accept(pass, from, count);
        });
  }

  private void forEachChunk(int size, Chunk work) {
    int rows = size == 1 ? 1 : chunkRows;
    share(
        size,
        rows,
        stretches ->
            withChunk(
                rows, pass -> stretches.accept((from, count) -> work.accept(pass, from, count))));
  }

  /**
   * Shares chunks among the threads.
   *
   * @param worker what each does, once: it is given a walk over the chunks that are its own
   */
  private void share(int size, int rows, Consumer<Consumer<Stretch>> worker) {
    int chunks = Math.ceilDiv(size, rows);
    Workers workers = new Workers(Math.clamp(chunks, 1, options.threads()));
    IntConsumer own =
        which ->
            worker.accept(
                stretch -> {
                  for (int chunk = which; chunk < chunks; chunk += workers.count()) {
                    int from = chunk * rows;
                    stretch.accept(from, Math.min(rows, size - from));
                  }
                });
    workers.run(own);
  }

  /** Copies the first rows of a pass's tensor, in whatever format, to their place among all. */
  static void store(Tensor chunk, Tensor all, int from, int count) {
    Tensor target = all.slice(from, count);
    if (chunk.format() == Format.FLOAT32) {
      target.copyFrom(chunk.topRows(count));
    } else {
      for (long i = 0; i < target.size(); i++) {
        target.set(i, chunk.get(i));
      }
    }
  }

  /** The kernels the passes run on. */
  Kernels kernels() {
    return context.kernels();
  }
}
