package dev.hourglass.engine;

import static dev.hourglass.engine.VectorLanes.FLOATS;
import static dev.hourglass.engine.VectorLanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of whole vectors, to one or two units in the last place.
 *
 * <p>No result is denormal: what would be, is zero. NaN gives NaN. Coefficients marked Cephes are
 * those of S. Moshier's {@code expf}, {@code logf} and {@code tanhf}; those marked minimax were
 * fitted for this file (Lawson's iteration on relative error) and say how far off they are.
 */
final class VectorMath {
  private static final float LOG2_E = 1.44269504088896341f;

  /** log 2 in two parts, the first with so few bits that its products with exponents are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 · 2²³: added to a float, it leaves the nearest integer in the lowest bits of the sum. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;

  /** Below log of the smallest normal float, e^x is 0. */
  private static final float EXP_LEAST = -87.33654f;

  /** Above log of the largest float, e^x is infinite. */
  private static final float EXP_MOST = 88.72283f;

  /** The bits of √½: mantissas from there to √2 are what {@link #log} expands around 1. */
  private static final int SQRT_HALF_BITS = 0x3f3504f3;

  private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;

  /** Below this {@link #tanh} is a polynomial, as 1 − 2 / (…) would cancel. Cephes. */
  private static final float TANH_SMALL = 0.625f;

  private VectorMath() {}

  static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /** x, but 0 where |x| is below {@link Kernels#FLUSH}. */
  static FloatVector flush(FloatVector x) {
    return x.blend(0f, x.abs().compare(VectorOperators.LT, Kernels.FLUSH));
  }

  /** x clamped to [low, high]; unlike max and min as the Vector API has them, at one step each. */
  static FloatVector clamp(FloatVector x, float low, float high) {
    FloatVector y = x.blend(low, x.compare(VectorOperators.LT, low));
    return y.blend(high, y.compare(VectorOperators.GT, high));
  }

  /** e^x. */
  static FloatVector exp(FloatVector x) {
    FloatVector y = expOfClamped(clamp(x, EXP_LEAST, EXP_MOST));
    return y.blend(0f, x.compare(VectorOperators.LT, EXP_LEAST))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_MOST));
  }

  /** e^−|x|, in [0, 1]. */
  static FloatVector expOfMinusAbs(FloatVector x) {
    FloatVector y = x.abs().neg();
    FloatVector z = expOfClamped(y.blend(EXP_LEAST, y.compare(VectorOperators.LT, EXP_LEAST)));
    return z.blend(0f, y.compare(VectorOperators.LT, EXP_LEAST));
  }

  /** e^x for x between {@link #EXP_LEAST} and {@link #EXP_MOST}: 2ⁿ e^r with |r| ≤ ½ log 2. */
  private static FloatVector expOfClamped(FloatVector x) {
    FloatVector rounded = x.fma(constant(LOG2_E), constant(ROUNDER));
    FloatVector r = remainder(x, rounded.sub(ROUNDER));
    IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return expm1OfSmall(r).add(1f).reinterpretAsInts().add(n).reinterpretAsFloats();
  }

  /** e^x − 1, without cancelling where x is small. */
  static FloatVector expm1(FloatVector x) {
    // Below −20 the result is −1 to the last place; there is no need to go near 2⁻¹²⁶.
    FloatVector y = clamp(x, -20f, EXP_MOST - 1);
    FloatVector rounded = y.fma(constant(LOG2_E), constant(ROUNDER));
    FloatVector r = remainder(y, rounded.sub(ROUNDER));
    IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    FloatVector scale = n.add(Float.floatToRawIntBits(1f)).reinterpretAsFloats();
    return expm1OfSmall(r).fma(scale, scale.sub(1f));
  }

  private static FloatVector remainder(FloatVector x, FloatVector n) {
    return n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), x));
  }

  /** e^r − 1 for |r| ≤ ½ log 2. Cephes. */
  private static FloatVector expm1OfSmall(FloatVector r) {
    FloatVector p =
        r.fma(constant(1.9875691500e-4f), constant(1.3981999507e-3f))
            .fma(r, constant(8.3334519073e-3f))
            .fma(r, constant(4.1665795894e-2f))
            .fma(r, constant(1.6666665459e-1f))
            .fma(r, constant(5.0000001201e-1f));
    return p.fma(r.mul(r), r);
  }

  /** log x of positive normal numbers. Cephes. */
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts().sub(SQRT_HALF_BITS);
    FloatVector n = exponent(bits);
    FloatVector f = bits.and(MANTISSA_MASK).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
    FloatVector square = f.mul(f);
    FloatVector tail = logTail(f).mul(f).mul(square);
    FloatVector low = square.fma(constant(-0.5f), n.fma(constant(LN2_LOW), tail));
    return n.fma(constant(LN2_HIGH), low.add(f));
  }

  private static FloatVector exponent(IntVector bits) {
    return (FloatVector)
        bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS)
            .convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  private static FloatVector logTail(FloatVector f) {
    return f.fma(constant(7.0376836292e-2f), constant(-1.1514610310e-1f))
        .fma(f, constant(1.1676998740e-1f))
        .fma(f, constant(-1.2420140846e-1f))
        .fma(f, constant(1.4249322787e-1f))
        .fma(f, constant(-1.6668057665e-1f))
        .fma(f, constant(2.0000714765e-1f))
        .fma(f, constant(-2.4999993993e-1f))
        .fma(f, constant(3.3333331174e-1f));
  }

  /** log(1 + t) for t in [0, 1], accurate however small t is. Minimax, 2.4e-8. */
  static FloatVector log1pOfUnit(FloatVector t) {
    return t.fma(constant(-0.003244024235755205f), constant(0.019851457327604294f))
        .fma(t, constant(-0.056959524750709534f))
        .fma(t, constant(0.10603653639554977f))
        .fma(t, constant(-0.15305592119693756f))
        .fma(t, constant(0.1967593878507614f))
        .fma(t, constant(-0.24954134225845337f))
        .fma(t, constant(0.3332996368408203f))
        .fma(t, constant(-0.4999990165233612f))
        .fma(t, constant(1f))
        .mul(t);
  }

  /**
   * 1 / (1 + t) for t in [0, 1], without a division, which takes most of a sigmoid's time on
   * processors with slow dividers: a cubic (minimax, 1.8e-3), then one iteration of third order.
   */
  static FloatVector inverseOfOnePlus(FloatVector t) {
    FloatVector y =
        t.fma(constant(-0.22183699905872345f), constant(0.6655111312866211f))
            .fma(t, constant(-0.9428075551986694f))
            .fma(t, constant(0.998266875743866f));
    FloatVector residue = y.neg().fma(t.add(1f), constant(1f));
    return residue.fma(residue, residue).fma(y, y);
  }

  /** 1 / (1 + e^−x), flushed. */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector t = expOfMinusAbs(x);
    FloatVector above = inverseOfOnePlus(t);
    return flush(above.blend(t.mul(above), x.compare(VectorOperators.LT, 0f)));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector t = expOfMinusAbs(x.add(x));
    FloatVector large = t.mul(-2f).fma(inverseOfOnePlus(t), constant(1f));
    FloatVector signed = large.blend(large.neg(), x.compare(VectorOperators.LT, 0f));
    return signed.blend(tanhOfSmall(x), x.abs().compare(VectorOperators.LT, TANH_SMALL));
  }

  /** Cephes. */
  private static FloatVector tanhOfSmall(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p =
        z.fma(constant(-5.70498872745e-3f), constant(2.06390887954e-2f))
            .fma(z, constant(-5.37397155531e-2f))
            .fma(z, constant(1.33314422036e-1f))
            .fma(z, constant(-3.33332819422e-1f));
    return p.mul(z).fma(x, x);
  }

  /** log(1 + e^x). */
  static FloatVector softplus(FloatVector x) {
    FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
    return positive.add(log1pOfUnit(expOfMinusAbs(x)));
  }

  /** The integers as floats, exact below 2²⁴. */
  static FloatVector toFloats(IntVector x) {
    return (FloatVector) x.convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  static IntVector ints(int value) {
    return IntVector.broadcast(INTS, value);
  }
}
