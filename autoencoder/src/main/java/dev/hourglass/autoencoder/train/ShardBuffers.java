package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.ConditionRows;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Buffers for up to a number of rows, shared by the {@link ShardPass}es bound to fewer. */
record ShardBuffers(
    Samples samples,
    NetworkPass.Buffers encoder,
    Codes codes,
    NetworkPass.Buffers decoder,
    Rows rows) {

  /** What goes in and what the output is compared with; several may be the same tensor. */
  record Samples(
      Tensor gathered,
      Tensor gatheredTarget,
      Tensor clean,
      Tensor target,
      Tensor input,
      Optional<SparseInput> sparse,
      Optional<Classes> condition) {}

  /**
   * The class of each sample.
   *
   * @param numbers of all samples' classes
   * @param rows those of the present ones, as networks read them
   */
  record Classes(int[] numbers, ConditionRows rows) {}

  /**
   * What goes from encoder to decoder: everything about the code, and the gradients of what is
   * handed past it.
   */
  record Codes(
      Tensor code,
      Tensor decoderInput,
      Tensor gradient,
      Tensor epsilon,
      List<Tensor> handedGradients) {}

  /** A number per row. */
  record Rows(Tensor losses, Tensor errors, Tensor divergence) {}

  /**
   * Zero-filled.
   *
   * @param pairs that will go through
   */
  static ShardBuffers allocate(TrainingContext shared, PassContext context, Pairs pairs, int rows) {
    Blueprint blueprint = shared.blueprint();
    Networks networks = shared.networks();
    int code = blueprint.codeSize();
    Format master = context.precision().master();
    Format compute = context.precision().compute();
    Tensor codeValues = context.master(rows, code);
    return new ShardBuffers(
        samples(shared, context, pairs, rows),
        NetworkPass.Buffers.allocate(context, networks.encoder(), rows, master),
        new Codes(
            codeValues,
            compute == master ? codeValues : context.compute(rows, code),
            context.master(rows, code),
            context.master(rows, code),
            networks.handed().stream()
                .map(
                    layer ->
                        context.compute(rows, networks.encoder().layers().get(layer).outputs()))
                .toList()),
        NetworkPass.Buffers.allocate(
            context,
            networks.decoder(),
            rows,
            blueprint.likelihood().learnsVariance() ? master : compute),
        new Rows(context.master(1, rows), context.master(1, rows), context.master(1, rows)));
  }

  private static Samples samples(
      TrainingContext shared, PassContext context, Pairs pairs, int rows) {
    Blueprint blueprint = shared.blueprint();
    boolean float32 = context.precision().compute() == Format.FLOAT32;
    boolean asIs = !blueprint.corruption().isPresent() && shared.shift().isEmpty();
    Optional<SparseInput> sparse =
        pairs.inputs() instanceof SparseSamples inputs
            ? Optional.of(new SparseInput(inputs, blueprint.corruption(), rows, context.arena()))
            : Optional.empty();
    // Sparse inputs need no dense rows but those that the output is compared with.
    boolean denseInput = sparse.isEmpty() || pairs.isSame();
    Tensor gathered = float32(context, denseInput ? rows : 0, blueprint.features());
    Tensor clean = inMaster(context, gathered);
    Tensor gatheredTarget =
        pairs.isSame() ? gathered : float32(context, rows, blueprint.targetFeatures());
    return new Samples(
        gathered,
        gatheredTarget,
        clean,
        pairs.isSame() ? clean : inMaster(context, gatheredTarget),
        sparse.isPresent() || (float32 && asIs)
            ? gathered
            : context.compute(rows, blueprint.features()),
        sparse,
        blueprint
            .condition()
            .map(
                condition ->
                    new Classes(
                        condition.numbersOf(pairs.inputs()),
                        ConditionRows.allocate(context, condition, rows))));
  }

  private static Tensor float32(PassContext context, int rows, int columns) {
    return Tensor.allocate(context.arena(), new Shape(rows, columns), Format.FLOAT32);
  }

  private static Tensor inMaster(PassContext context, Tensor gathered) {
    return context.precision().master() == Format.FLOAT32
        ? gathered
        : context.master(gathered.rows(), gathered.columns());
  }
}
