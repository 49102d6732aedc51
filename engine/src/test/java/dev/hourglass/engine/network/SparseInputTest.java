package dev.hourglass.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.AvailableKernels;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.BFloat16;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A network whose first layer reads sparse rows. */
class SparseInputTest {
  private static final int ROWS = 11;
  private static final int INPUTS = 203;

  private final ParameterLayout layout = new ParameterLayout();
  private final Network network =
      new Network.Builder(layout, "encoder", INPUTS)
          .dense(37)
          .activate(Activation.TANH)
          .normalize()
          .dense(6)
          .build();

  static Stream<Arguments> everyImplementationAndPrecision() {
    return AvailableKernels.all().stream()
        .flatMap(
            kernels ->
                Stream.of(Precision.values())
                    .filter(precision -> kernels.supports(precision.compute()))
                    .map(
                        precision ->
                            Arguments.argumentSet(
                                kernels.name() + ", " + precision, kernels, precision)));
  }

  @ParameterizedTest
  @MethodSource("everyImplementationAndPrecision")
  void sparse_rows_give_what_the_same_rows_with_their_zeros_give(
      Kernels kernels, Precision precision) {
    for (double density : new double[] {0, 0.02, 0.3, 1}) {
      for (boolean accumulate : new boolean[] {false, true}) {
        Memory sparse = new Memory(kernels, precision, layout);
        Memory dense = new Memory(kernels, precision, layout);
        SparseRows rows = rows(ROWS, INPUTS, density);
        NetworkPass ofSparse = sparse.pass(network, new Input.Sparse(rows, ROWS), accumulate);
        NetworkPass ofDense =
            dense.pass(network, new Input.Dense(filled(rows, precision)), accumulate);
        run(ofSparse);
        run(ofDense);
        if (kernels instanceof PortableKernels) {
          assertThat(ofSparse.output().toArray()).isDeepEqualTo(ofDense.output().toArray());
          assertThat(sparse.context.gradient().row(0)).isEqualTo(dense.context.gradient().row(0));
        } else {
          double tolerance = precision == Precision.BFLOAT16 ? 0.05 : 1e-5;
          assertClose(ofSparse.output(), ofDense.output(), tolerance);
          assertClose(sparse.context.gradient(), dense.context.gradient(), tolerance);
        }
      }
    }
  }

  @Test
  void a_buffer_of_rows_is_filled_again_between_runs() {
    Kernels kernels = KernelLadder.portable();
    Memory memory = new Memory(kernels, Precision.FLOAT32, layout);
    SparseRows rows = SparseRows.allocate(Arena.ofAuto(), ROWS, INPUTS, ROWS);
    NetworkPass pass = memory.pass(network, new Input.Sparse(rows, ROWS), false);
    for (int column : new int[] {5, 120}) {
      rows.clear();
      for (int r = 0; r < ROWS; r++) {
        rows.add(column, 1);
        rows.endRow();
      }
      run(pass);
      Tensor gradient = network.denseLayers().getFirst().weight().of(memory.context.gradient());
      for (int c = 0; c < INPUTS; c++) {
        assertThat(gradient.get(c, 3) != 0).as("gradient of input %d", c).isEqualTo(c == column);
      }
    }
  }

  @Test
  void a_run_over_another_number_of_rows_is_refused() {
    Memory memory = new Memory(KernelLadder.portable(), Precision.FLOAT32, layout);
    SparseRows rows = rows(ROWS, INPUTS, 0);
    NetworkPass pass = memory.pass(network, new Input.Sparse(rows, ROWS - 1), false);
    assertThatThrownBy(pass::forward)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "11×203 sparse rows of 0 entries, weights of 203×37 FLOAT32 and an output of 10×37"
                + " FLOAT32 do not fit together");
    assertThatThrownBy(() -> new Input.Sparse(rows, ROWS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pass of 12 rows cannot read sparse rows with room for 11");
  }

  @Test
  void what_cannot_read_sparse_rows_says_so() {
    SparseRows rows = rows(ROWS, INPUTS, 0);
    Network tied =
        new Network.Builder(layout, "decoder", 37).tied(network.denseLayers().getFirst()).build();
    Network dropped = new Network.Builder(layout, "dropped", INPUTS).dropout(0.1).dense(2).build();
    Memory memory = new Memory(KernelLadder.portable(), Precision.FLOAT32, layout);
    assertThatThrownBy(() -> memory.pass(tied, new Input.Sparse(rows(ROWS, 37, 0), ROWS), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a layer whose weights are another's, transposed, does not read");
    assertThatThrownBy(() -> memory.pass(dropped, new Input.Sparse(rows, ROWS), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only a dense layer, with no linear path beside it, reads sparse rows");
    assertThatThrownBy(() -> memory.pass(network, new Input.Sparse(rows(ROWS, 8, 0), ROWS), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a layer of 203 inputs does not read 11×8 sparse rows of 0 entries");
    assertThatThrownBy(
            () ->
                new NetworkPass(
                    memory.context,
                    network,
                    memory.buffers(network, ROWS),
                    new Input.Sparse(rows, ROWS),
                    Optional.of(Tensor.allocate(ROWS, INPUTS)),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sparse rows have no gradient");
  }

  @ParameterizedTest
  @MethodSource("everyImplementationAndPrecision")
  void a_hundred_thousand_inputs_take_the_memory_of_what_is_there(
      Kernels kernels, Precision precision) {
    int inputs = 100_000;
    int rows = 64;
    ParameterLayout wide = new ParameterLayout();
    Network encoder =
        new Network.Builder(wide, "encoder", inputs)
            .dense(16)
            .activate(Activation.RELU)
            .dense(4)
            .build();
    try (CountingArena counting = new CountingArena()) {
      Memory memory = new Memory(kernels, precision, wide, counting);
      SparseRows samples = SparseRows.allocate(counting, rows, inputs, rows * 20);
      SplittableRandom random = new SplittableRandom(3);
      for (int r = 0; r < rows; r++) {
        for (int c = random.nextInt(5000); c < inputs; c += 5000) {
          samples.add(c, 1 + random.nextInt(3));
        }
        samples.endRow();
      }
      NetworkPass pass = memory.pass(encoder, new Input.Sparse(samples, rows), false);
      run(pass);
      Tensor gradient = encoder.denseLayers().getFirst().weight().of(memory.context.gradient());
      assertThat(touched(gradient)).isPositive().isLessThanOrEqualTo(samples.entries());
      assertThat(counting.bytes())
          .as("bytes for %d rows", rows)
          .isEqualTo(
              rows * NetworkPass.Buffers.bytesPerRow(encoder, precision, precision.master(), true)
                  + 8L * samples.entryCapacity()
                  + 4L * (rows + 1));
      assertThat(counting.largest()).isLessThan(10L * inputs);
    }
  }

  private static int touched(Tensor gradient) {
    int touched = 0;
    for (int c = 0; c < gradient.rows(); c++) {
      boolean any = false;
      for (int j = 0; j < gradient.columns(); j++) {
        any |= gradient.get(c, j) != 0;
      }
      touched += any ? 1 : 0;
    }
    return touched;
  }

  @ParameterizedTest
  @MethodSource("everyImplementationAndPrecision")
  void a_run_allocates_nothing_once_it_is_warm(Kernels kernels, Precision precision) {
    Memory memory = new Memory(kernels, precision, layout);
    SparseRows rows = rows(ROWS, INPUTS, 0.1);
    NetworkPass pass = memory.pass(network, new Input.Sparse(rows, ROWS), false);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // The compiler takes its time; until it is through, interpreted vectors are objects.
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (least > 64L * ROWS && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run(pass);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes a run").isLessThanOrEqualTo(64L * ROWS);
  }

  private static void run(NetworkPass pass) {
    pass.forward();
    Tensor gradient = pass.outputGradient();
    for (long i = 0; i < gradient.size(); i++) {
      gradient.set(i, ((i * 7) % 5 - 2) / 4.0);
    }
    pass.backward();
  }

  /** Values that every format holds, so that only the order of sums can make a difference. */
  private static SparseRows rows(int rows, int columns, double density) {
    SparseRows sparse = SparseRows.allocate(Arena.ofAuto(), rows, columns, rows * columns);
    SplittableRandom random = new SplittableRandom(1);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        if (random.nextDouble() < density) {
          sparse.add(c, BFloat16.toFloat(BFloat16.of((float) random.nextGaussian())));
        }
      }
      sparse.endRow();
    }
    return sparse;
  }

  private static Tensor filled(SparseRows rows, Precision precision) {
    Shape shape = new Shape(rows.rows(), rows.columns());
    Tensor dense = Tensor.allocate(Arena.ofAuto(), shape, precision.compute());
    for (int r = 0; r < rows.rows(); r++) {
      for (int at = rows.start(r); at < rows.end(r); at++) {
        dense.set(r, rows.column(at), rows.value(at));
      }
    }
    return dense;
  }

  private static void assertClose(Tensor found, Tensor expected, double tolerance) {
    for (long i = 0; i < expected.size(); i++) {
      assertThat(Math.abs(found.get(i) - expected.get(i)))
          .as("number %d: %s instead of %s", i, found.get(i), expected.get(i))
          .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected.get(i))));
    }
  }

  /** Parameters drawn from one seed, a gradient that holds something, and what passes work in. */
  private static final class Memory {
    final PassContext context;

    Memory(Kernels kernels, Precision precision, ParameterLayout layout) {
      this(kernels, precision, layout, Arena.ofAuto());
    }

    Memory(Kernels kernels, Precision precision, ParameterLayout layout, Arena arena) {
      Shape flat = Shape.vector(layout.size());
      Tensor parameters = Tensor.allocate(Arena.ofAuto(), flat, precision.master());
      Tensor weights = Tensor.allocate(Arena.ofAuto(), flat, precision.compute());
      Tensor gradient = Tensor.allocate(Arena.ofAuto(), flat, precision.master());
      SplittableRandom random = new SplittableRandom(2);
      for (int i = 0; i < layout.size(); i++) {
        double draw = 0.1 * random.nextGaussian();
        parameters.set(i, draw);
        weights.set(i, draw);
        gradient.set(i, draw);
      }
      context = new PassContext(kernels, precision, parameters, weights, gradient, arena);
    }

    NetworkPass.Buffers buffers(Network network, int rows) {
      return NetworkPass.Buffers.allocate(context, network, rows, context.precision().master());
    }

    NetworkPass pass(Network network, Input input, boolean accumulate) {
      return new NetworkPass(
          context, network, buffers(network, input.rows()), input, Optional.empty(), accumulate);
    }
  }
}
