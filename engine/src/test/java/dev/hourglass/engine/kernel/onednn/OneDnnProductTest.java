package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Another seed: {@code -Dhourglass.seed=N}. */
@EnabledIf("dev.hourglass.engine.kernel.onednn.OneDnnTest#isSupported")
class OneDnnProductTest {
  private static final long SEED = Long.getLong("hourglass.seed", 20261124);

  /** Rows, columns, inner: vectors, odd tails, and one above every blocking. */
  private static final int[][] SIZES = {
    {1, 1, 1}, {1, 17, 5}, {7, 1, 3}, {5, 9, 1}, {13, 31, 29}, {10, 50, 32}, {33, 66, 130}
  };

  private static OneDnn oneDnn;

  @BeforeAll
  static void load() throws Exception {
    oneDnn = OneDnn.load();
  }

  /** What varies besides the size. */
  record Variant(
      boolean transposeLeft,
      boolean transposeRight,
      Format in,
      Format out,
      boolean bias,
      Activation tail,
      boolean accumulate) {}

  static Stream<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        for (Format[] f :
            new Format[][] {
              {Format.FLOAT32, Format.FLOAT32},
              {Format.BFLOAT16, Format.BFLOAT16},
              {Format.BFLOAT16, Format.FLOAT32}
            }) {
          all.add(new Variant(left, right, f[0], f[1], false, Activation.IDENTITY, true));
          all.add(new Variant(left, right, f[0], f[1], false, Activation.TANH, false));
          for (Activation tail : Activation.values()) {
            if (tail.derivativeFromOutput()) {
              all.add(new Variant(left, right, f[0], f[1], true, tail, false));
            }
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_product_is_what_a_naive_loop_says(Variant v) {
    compare(v, plan -> oneDnn.prepare(plan));
  }

  @Test
  void so_is_one_of_a_processor_that_does_not_multiply_bfloat16() {
    variants()
        .filter(v -> v.in == Format.BFLOAT16 && !v.transposeRight)
        .forEach(v -> compare(v, plan -> OneDnnDetour.widened(oneDnn, plan)));
  }

  private static void compare(Variant v, Function<ProductPlan, Product> preparing) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int[] size : SIZES) {
      Case one = new Case(v, size[0], size[1], size[2], random);
      double[] expected = one.naive();
      preparing.apply(one.plan()).run();
      // Operands are below 1, so k bounds the sum of their products' magnitudes.
      double summing = 0x1p-24 * (4 + size[2]);
      for (int i = 0; i < expected.length; i++) {
        double rounding = v.out == Format.BFLOAT16 ? 0x1p-8 * Math.abs(expected[i]) : 0;
        if (!(Math.abs(one.out.get(i) - expected[i]) <= summing + rounding)) {
          fail(
              "%s of %s at %d, seed %d: expected %s but was %s"
                  .formatted(v, Arrays.toString(size), i, SEED, expected[i], one.out.get(i)));
        }
      }
    }
  }

  @Test
  void the_same_product_gives_the_same_bits_again_and_in_another_place() {
    for (Variant v : variants().filter(v -> !v.accumulate && !v.transposeRight).toList()) {
      Case one = new Case(v, 17, 33, 65, new SplittableRandom(SEED));
      Case two = new Case(v, 17, 33, 65, new SplittableRandom(SEED));
      Product product = one.product();
      product.run();
      byte[] first = bytes(one.out);
      one.out.clear();
      product.run();
      assertThat(bytes(one.out)).as("%s", v).isEqualTo(first);
      two.product().run();
      assertThat(bytes(two.out)).as("%s", v).isEqualTo(first);
    }
  }

  @Test
  void threads_that_run_at_once_get_the_bits_that_one_alone_gets() throws Exception {
    Variant single =
        new Variant(true, false, Format.FLOAT32, Format.FLOAT32, true, Activation.TANH, false);
    Variant brain =
        new Variant(false, true, Format.BFLOAT16, Format.BFLOAT16, true, Activation.RELU, false);
    for (Variant v : List.of(single, brain)) {
      Case alone = new Case(v, 61, 67, 301, new SplittableRandom(SEED));
      alone.product().run();
      byte[] expected = bytes(alone.out);
      List<Future<Case>> running = new ArrayList<>();
      try (ExecutorService team = Executors.newFixedThreadPool(4)) {
        for (int t = 0; t < 4; t++) {
          Case own = new Case(v, 61, 67, 301, new SplittableRandom(SEED));
          // Prepared here, run there: a scratchpad that belonged to a thread would show.
          Product product = own.product();
          running.add(
              team.submit(
                  () -> {
                    for (int i = 0; i < 200; i++) {
                      product.run();
                    }
                    return own;
                  }));
        }
        for (Future<Case> one : running) {
          assertThat(bytes(one.get().out)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void no_output_of_a_saturated_activation_is_denormal() {
    double[] logits = {-1e30, -1000, -100, -89, -88, -87, -80, -50, -46.1, -46, -20, 20, 100, 1e30};
    for (Format format : List.of(Format.FLOAT32, Format.BFLOAT16)) {
      for (Activation tail : Activation.values()) {
        if (!tail.derivativeFromOutput()) {
          continue;
        }
        Tensor left = tensor(logits.length, 1, format);
        Tensor right = tensor(1, 17, format);
        Tensor out = tensor(logits.length, 17, format);
        for (int r = 0; r < logits.length; r++) {
          left.set(r, logits[r]);
        }
        for (int c = 0; c < 17; c++) {
          right.set(c, 1);
        }
        oneDnn
            .prepare(ProductPlan.of(left, right, out).withTail(Tensor.allocate(1, 17), tail))
            .run();
        for (long i = 0; i < out.size(); i++) {
          double value = out.get(i);
          assertThat(value == 0 || Math.abs(value) >= Kernels.FLUSH)
              .as("%s(%s) = %s in %s", tail, left.get(i / 17), value, format)
              .isTrue();
        }
      }
    }
  }

  @Test
  void sides_of_length_zero_are_legal() {
    Tensor bias = Tensor.copyOf(new float[][] {{-1, 2}});
    Tensor out = Tensor.copyOf(new float[][] {{7, 7}});
    ProductPlan empty =
        ProductPlan.transposedLeft(Tensor.allocate(0, 1), Tensor.allocate(0, 2), out);
    oneDnn.prepare(empty.accumulating(true)).run();
    assertThat(out.toArray()[0]).containsExactly(7, 7);
    oneDnn.prepare(empty.withTail(bias, Activation.RELU)).run();
    assertThat(out.toArray()[0]).containsExactly(0, 2);
    oneDnn.prepare(empty).run();
    assertThat(out.toArray()[0]).containsExactly(0, 0);
    oneDnn
        .prepare(
            ProductPlan.of(Tensor.allocate(0, 3), Tensor.allocate(3, 2), Tensor.allocate(0, 2)))
        .run();
  }

  @Test
  void formats_that_onednn_does_not_combine_are_refused() {
    assertThatThrownBy(
            () ->
                oneDnn.prepare(
                    ProductPlan.of(
                        tensor(2, 3, Format.FLOAT32),
                        tensor(3, 4, Format.BFLOAT16),
                        tensor(2, 4, Format.FLOAT32))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "product of 2×3 FLOAT32 and 3×4 BFLOAT16 into 2×4 FLOAT32: oneDNN multiplies FLOAT32 by"
                + " FLOAT32 into FLOAT32, or BFLOAT16 by BFLOAT16 into either; convert an operand");
    assertThatThrownBy(
            () ->
                oneDnn.prepare(
                    ProductPlan.of(
                        tensor(2, 3, Format.FLOAT32),
                        tensor(3, 4, Format.FLOAT32),
                        tensor(2, 4, Format.BFLOAT16))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                oneDnn.prepare(
                    ProductPlan.of(
                            tensor(2, 3, Format.BFLOAT16),
                            tensor(3, 4, Format.BFLOAT16),
                            tensor(2, 4, Format.BFLOAT16))
                        .withTail(tensor(1, 4, Format.BFLOAT16), Activation.RELU)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("the bias must be FLOAT32, but is BFLOAT16");
  }

  @Test
  void memory_that_native_code_cannot_reach_is_refused() {
    Tensor heap = Tensor.of(MemorySegment.ofArray(new float[4]), new Shape(2, 2), Format.FLOAT32);
    assertThatThrownBy(() -> oneDnn.prepare(ProductPlan.of(heap, heap, Tensor.allocate(2, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on the Java heap; allocate them from an arena");

    Product product;
    try (Arena arena = Arena.ofShared()) {
      Tensor closed = Tensor.allocate(arena, new Shape(2, 2), Format.FLOAT32);
      product = oneDnn.prepare(ProductPlan.of(closed, closed, Tensor.allocate(2, 2)));
      product.run();
    }
    assertThatThrownBy(product::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the arena of one of its tensors is closed");
  }

  @Test
  void products_that_nobody_holds_are_destroyed() throws Exception {
    Tensor x = Tensor.allocate(3, 3);
    Product held = oneDnn.prepare(ProductPlan.of(x, x, Tensor.allocate(3, 3)));
    for (int i = 0; i < 2000; i++) {
      oneDnn.prepare(ProductPlan.of(x, x, Tensor.allocate(3, 3)));
    }
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (oneDnn.living().count() > 500 && System.nanoTime() < deadline) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(oneDnn.living().count()).isBetween(1, 500);
    held.run();
  }

  @Test
  void products_of_a_closed_arena_go_when_the_next_is_prepared_held_or_not() throws Exception {
    OneDnn own = OneDnn.load();
    List<Product> held = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      Tensor x = Tensor.allocate(arena, new Shape(3, 3), Format.FLOAT32);
      for (int i = 0; i < 20; i++) {
        held.add(own.prepare(ProductPlan.of(x, x, Tensor.allocate(3, 3))));
      }
    }
    assertThat(own.living().count()).isEqualTo(20);
    Tensor y = Tensor.allocate(3, 3);
    Product next = own.prepare(ProductPlan.of(y, y, Tensor.allocate(3, 3)));
    assertThat(own.living().count()).isEqualTo(1);
    next.run();
    assertThatThrownBy(held.getFirst()::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the arena of one of its tensors is closed");
  }

  @Test
  void an_inner_side_of_32_is_no_reason_to_leave_half_of_the_processor_idle() {
    Product product =
        oneDnn.prepare(
            ProductPlan.of(
                Tensor.allocate(64, 32), Tensor.allocate(32, 128), Tensor.allocate(64, 128)));
    if (oneDnn.hasAvx512()) {
      assertThat(product).asString().doesNotContain("avx2");
    }
  }

  @Test
  void a_product_says_what_it_is() {
    Tensor x = Tensor.allocate(4, 4);
    assertThat(oneDnn.prepare(ProductPlan.transposedLeft(x, x, Tensor.allocate(4, 4))))
        .asString()
        .startsWith("product of 4×4 FLOAT32 transposed and 4×4 FLOAT32 into 4×4 FLOAT32 by ");
  }

  /** A product with random operands. */
  private static final class Case {
    private final Variant v;
    private final int m;
    private final int n;
    private final int k;
    private final Tensor left;
    private final Tensor right;
    private final Tensor bias;
    private final Tensor out;

    Case(Variant v, int m, int n, int k, SplittableRandom random) {
      this.v = v;
      this.m = m;
      this.n = n;
      this.k = k;
      left = random(v.transposeLeft ? k : m, v.transposeLeft ? m : k, v.in, random);
      right = random(v.transposeRight ? n : k, v.transposeRight ? k : n, v.in, random);
      bias = random(1, n, Format.FLOAT32, random);
      out = random(m, n, v.out, random);
    }

    ProductPlan plan() {
      return new ProductPlan(
          new ProductPlan.Operand(left, v.transposeLeft),
          new ProductPlan.Operand(right, v.transposeRight),
          v.bias ? Optional.of(bias) : Optional.empty(),
          v.tail,
          v.accumulate,
          out);
    }

    Product product() {
      return oneDnn.prepare(plan());
    }

    double[] naive() {
      double[] result = new double[m * n];
      for (int r = 0; r < m; r++) {
        for (int c = 0; c < n; c++) {
          double sum = v.accumulate ? out.get(r, c) : v.bias ? bias.get(c) : 0;
          for (int i = 0; i < k; i++) {
            sum +=
                (v.transposeLeft ? left.get(i, r) : left.get(r, i))
                    * (v.transposeRight ? right.get(c, i) : right.get(i, c));
          }
          result[r * n + c] = v.tail.apply(sum);
        }
      }
      return result;
    }

    private static Tensor random(int rows, int columns, Format format, SplittableRandom random) {
      Tensor tensor = tensor(rows, columns, format);
      for (long i = 0; i < tensor.size(); i++) {
        tensor.set(i, 2 * random.nextDouble() - 1);
      }
      return tensor;
    }
  }

  private static Tensor tensor(int rows, int columns, Format format) {
    return Tensor.allocate(Arena.ofAuto(), new Shape(rows, columns), format);
  }

  private static byte[] bytes(Tensor tensor) {
    return tensor.segment().asSlice(0, tensor.size() * tensor.format().bytes()).toArray(JAVA_BYTE);
  }
}
