package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * Encoders of any layers: how far the code moves when the sample is moved a little in random
 * directions v of ±1, ‖(z(x + hv) − z(x − hv)) / 2h‖², whose mean is ‖∂z/∂x‖² up to O(h²) (E v vᵀ =
 * I, Hutchinson 1990; penalties by such differences: Rifai et al. 2011, "Higher Order Contractive
 * Auto-Encoder", equation 6). The gradient is the exact one of that estimate: the encoder's own
 * backward pass from both sides.
 *
 * <p>Both sides are computed in the master format: in bfloat16 their difference would be rounding.
 */
final class DifferenceContractive implements ContractivePass {
  /**
   * h, for samples scaled to about 1: float32 leaves the quotient four digits, and a picture of
   * 3,072 numbers is moved by a quarter, a hundredth of the way to another.
   */
  private static final double STEP = 1.0 / 256;

  private final Kernels kernels;
  private final double weight;
  private final int probes;
  private final Tensor seen;
  private final Tensor gradient;
  private final Tensor selected;
  private final Optional<Tensor> kept;
  private final RandomSigns signs;
  private final Tensor direction;
  private final Tensor moved;
  private final Tensor movement;
  private final NetworkPass ahead;
  private final NetworkPass behind;
  private final Tensor passGradient;
  private final Tensor found;
  private long key;
  private int firstRow;

  DifferenceContractive(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      PassContext context,
      NetworkPass encoder,
      Tensor code) {
    if (!(encoder.input() instanceof Input.Dense(Tensor input))) {
      throw new IllegalArgumentException(
          "the contractive penalty of this encoder moves whole samples, but these are kept as what"
              + " is not 0 in them; leave layer normalisation and a linear path out, or the"
              + " penalty");
    }
    this.kernels = context.kernels();
    this.weight = penalty.weight();
    this.probes = penalty.probes();
    this.seen = input;
    this.gradient = context.gradient();
    this.selected = ContractivePass.codeOutputs(blueprint, context);
    this.kept =
        blueprint.bottleneck() instanceof Bottleneck.TopK ? Optional.of(code) : Optional.empty();
    int rows = input.rows();
    this.signs = new RandomSigns(context, rows, input.columns());
    this.direction = context.master(rows, input.columns());
    this.moved = context.master(rows, input.columns());
    this.movement = context.master(rows, selected.columns());
    this.passGradient = Tensor.allocate(context.arena(), gradient.shape(), gradient.format());
    this.found = Tensor.allocate(context.arena(), gradient.shape(), gradient.format());
    PassContext exact =
        new PassContext(
            kernels,
            context.precision().ofMaster(),
            context.parameters(),
            context.parameters(),
            passGradient,
            context.arena());
    Network network = Networks.of(blueprint).encoder();
    this.ahead = side(exact, network, rows);
    this.behind = side(exact, network, rows);
  }

  private static NetworkPass side(PassContext context, Network network, int rows) {
    return new NetworkPass(
        context,
        network,
        NetworkPass.Buffers.allocate(context, network, rows, context.precision().master()),
        context.master(rows, network.inputs()),
        Optional.empty(),
        false);
  }

  @Override
  public void draw(long key, int firstRow) {
    this.key = key;
    this.firstRow = firstRow;
    ahead.draw(key, firstRow);
    behind.draw(key, firstRow);
  }

  @Override
  public double prepareBackward(double scale) {
    found.clear();
    double sum = 0;
    for (int probe = 0; probe < probes; probe++) {
      sum += lookAlong(probe, scale);
    }
    return sum;
  }

  /** Adds one direction's gradient to what is found; returns its penalty. */
  private double lookAlong(int probe, double scale) {
    // Parts above 0 are the dropout's of the encoder's layers.
    signs.draw(Noise.part(key, -probe), firstRow, direction);
    move(STEP, ahead);
    move(-STEP, behind);
    movement.clear();
    kernels.addScaled(1 / (2 * STEP), ahead.output(), movement);
    kernels.addScaled(-1 / (2 * STEP), behind.output(), movement);
    kernels.multiplyGroups(movement, selected, movement.rows(), movement);
    if (kept.isPresent()) {
      kernels.keepWhereActive(kept.get(), movement);
    }
    double each = weight / probes;
    double slope = 2 * each * scale / (2 * STEP);
    sendBack(slope, ahead);
    sendBack(-slope, behind);
    return each * kernels.sumOfSquares(movement, 0, Math.toIntExact(movement.size()));
  }

  private void move(double step, NetworkPass side) {
    kernels.convert(seen, moved);
    kernels.addScaled(step, direction, moved);
    kernels.convert(moved, ((Input.Dense) side.input()).samples());
    side.forward();
  }

  private void sendBack(double slope, NetworkPass side) {
    side.outputGradient().clear();
    kernels.addScaled(slope, movement, side.outputGradient());
    side.backward();
    kernels.addScaled(1, passGradient, found);
  }

  @Override
  public void finishBackward() {
    kernels.addScaled(1, found, gradient);
  }
}
