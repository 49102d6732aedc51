package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Handed;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Encoder, bottleneck and decoder bound to buffers for a fixed number of rows: what the input holds
 * to codes, codes to outputs, no gradients.
 */
final class CodingPass {
  private final Blueprint blueprint;
  private final Kernels kernels;
  private final Tensor parameters;
  private final NetworkPass encoder;
  private final Tensor code;
  private final Tensor decoderInput;
  private final NetworkPass decoder;
  private final Optional<InputSkip> skip;
  private final Optional<VectorQuantizer> quantizer;
  private final Tensor noDeviation;

  /**
   * Over an input that others fill.
   *
   * @param condition the rows' classes, where the model is told of them
   * @throws IllegalArgumentException if the input is sparse and the encoder cannot read it
   */
  CodingPass(
      Blueprint blueprint,
      Networks networks,
      PassContext context,
      Input input,
      Optional<ConditionRows> condition) {
    this.blueprint = blueprint;
    this.kernels = context.kernels();
    this.parameters = context.parameters();
    int rows = input.rows();
    int codeSize = blueprint.codeSize();
    Format master = context.precision().master();
    List<Handed> told = ConditionRows.handed(condition);
    this.encoder =
        new NetworkPass(
            context,
            networks.encoder(),
            NetworkPass.Buffers.forwardOnly(context, networks.encoder(), rows, master),
            input,
            Optional.empty(),
            false,
            told);
    this.code =
        blueprint.bottleneck() instanceof Bottleneck.Deterministic
                || blueprint.bottleneck() instanceof Bottleneck.Rounded
            ? encoder.output()
            : context.master(rows, codeSize);
    this.decoderInput =
        context.precision().compute() == master ? code : context.compute(rows, codeSize);
    this.decoder =
        new NetworkPass(
            context,
            networks.decoder(),
            NetworkPass.Buffers.forwardOnly(context, networks.decoder(), rows, master),
            new Input.Dense(decoderInput),
            Optional.empty(),
            false,
            told.isEmpty()
                ? networks.handed().stream()
                    .map(layer -> new Handed(encoder.outputOf(layer), Optional.empty()))
                    .toList()
                : told);
    this.skip =
        switch (input) {
          case Input.Dense dense -> InputSkip.of(blueprint, context, dense.samples(), rows);
          // Only convolutions are handed across, and they read no sparse rows.
          case Input.Sparse _ -> Optional.empty();
        };
    this.quantizer = VectorQuantizer.of(blueprint, networks, rows);
    this.noDeviation = context.master(blueprint.isStochastic() ? rows : 0, codeSize);
  }

  int rows() {
    return encoder.rows();
  }

  /** Codes of the input; the mean of the distribution where the bottleneck has one. */
  void encode() {
    encoder.forward();
    switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _, Bottleneck.Rounded _ -> {}
      case Bottleneck.TopK t -> kernels.topK(t.k(), encoder.output(), code);
      case Bottleneck.Gaussian _ -> kernels.reparameterize(encoder.output(), noDeviation, code);
      case Bottleneck.VectorQuantized _ ->
          quantizer.orElseThrow().choose(parameters, encoder.output(), code);
    }
  }

  /** Replaces the codes by draws around them, where the bottleneck is stochastic. */
  void drawCodes(long key, int firstRow, Tensor epsilon) {
    if (blueprint.isStochastic()) {
      kernels.normal(key, firstRow, epsilon);
      kernels.reparameterize(encoder.output(), epsilon, code);
    }
  }

  /** Outputs for the codes as they are; see {@link InferencePass#decode}. */
  void decode() {
    if (quantizer.isPresent()) {
      quantizer.get().choose(parameters, code, code);
    }
    if (decoderInput != code) {
      kernels.convert(code, decoderInput);
    }
    decoder.forward();
    if (skip.isPresent()) {
      skip.get().forward(decoder.output());
    }
  }

  /** {@code [rows, code]} in the master format. */
  Tensor code() {
    return code;
  }

  /** {@code [rows, outputs of the encoder]}: means and log-variances where it is stochastic. */
  Tensor heads() {
    return encoder.output();
  }

  /** {@code [rows, outputs]} of a layer: after {@link #encode}, or after {@link #decode}. */
  Tensor activations(HiddenLayers.Place place) {
    return (place.inDecoder() ? decoder : encoder).outputOf(place.index());
  }

  /** {@code [rows, outputs]} before the likelihood's link, in the master format. */
  Tensor output() {
    return decoder.output();
  }
}
