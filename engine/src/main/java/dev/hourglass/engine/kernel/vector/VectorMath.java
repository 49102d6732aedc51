package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.FLOATS;
import static dev.hourglass.engine.kernel.vector.VectorLanes.INTS;

import dev.hourglass.engine.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of whole vectors, to one or two units in the last place.
 *
 * <p>No result is denormal: what would be, is zero. NaN gives NaN. Coefficients marked Cephes are
 * those of S. Moshier's {@code expf}, {@code logf} and {@code tanhf}; those marked minimax were
 * fitted for this file (Lawson's iteration on relative error) and say how far off they are.
 *
 * <p>Constants are vectors, not floats that are spread where they are used: while it inlines, the
 * compiler has 18,000 nodes for a method, every call of the Vector API takes some four hundred, a
 * spread constant is such a call, and what is beyond the limit stays a call with objects as
 * arguments. See {@link VectorCompilation}.
 */
final class VectorMath {
  static final FloatVector ZERO = constant(0f);
  static final FloatVector HALF = constant(0.5f);
  static final FloatVector ONE = constant(1f);
  static final FloatVector MINUS_TWO = constant(-2f);
  static final FloatVector FLUSH = constant(Kernels.FLUSH);

  private static final FloatVector LOG2_E = constant(1.44269504088896341f);

  /** −log 2 in two parts, the first with so few bits that its products with exponents are exact. */
  private static final FloatVector MINUS_LN2_HIGH = constant(-0.693359375f);

  private static final FloatVector MINUS_LN2_LOW = constant(2.12194440e-4f);

  /** 1.5 · 2²³: added to a float, it leaves the nearest integer in the lowest bits of the sum. */
  private static final FloatVector ROUNDER = constant(0x1.8p23f);

  private static final int MANTISSA_BITS = 23;

  /** Below log of the smallest normal float, e^x is 0. */
  private static final FloatVector EXP_LEAST = constant(-87.33654f);

  /** Above log of the largest float, e^x is infinite. */
  private static final FloatVector EXP_MOST = constant(88.72283f);

  /** Below log of {@link Kernels#FLUSH}, a sigmoid is flushed. */
  private static final FloatVector LOG_FLUSH = constant(-46.0517f);

  /** e^−50 is nothing beside 1. */
  private static final FloatVector FIFTY = constant(50f);

  private static final FloatVector INFINITY = constant(Float.POSITIVE_INFINITY);

  /** Below −20, e^x − 1 is −1 to the last place; there is no need to go near 2⁻¹²⁶. */
  private static final FloatVector EXPM1_LEAST = constant(-20f);

  /** (e^r − 1) / r for |r| ≤ ½ log 2. Minimax, 1.9e-9 of e^r. */
  private static final FloatVector EXP_1 = constant(0.49999991059303284f);

  private static final FloatVector EXP_2 = constant(0.16666419804096222f);
  private static final FloatVector EXP_3 = constant(0.04166822507977486f);
  private static final FloatVector EXP_4 = constant(0.008374824188649654f);
  private static final FloatVector EXP_5 = constant(0.0013836835278198123f);

  /** log(1 + t) / t for t in [0, 1]. Minimax, 2.4e-8. */
  private static final FloatVector LOG1P_1 = constant(-0.4999990165233612f);

  private static final FloatVector LOG1P_2 = constant(0.3332996368408203f);
  private static final FloatVector LOG1P_3 = constant(-0.24954134225845337f);
  private static final FloatVector LOG1P_4 = constant(0.1967593878507614f);
  private static final FloatVector LOG1P_5 = constant(-0.15305592119693756f);
  private static final FloatVector LOG1P_6 = constant(0.10603653639554977f);
  private static final FloatVector LOG1P_7 = constant(-0.056959524750709534f);
  private static final FloatVector LOG1P_8 = constant(0.019851457327604294f);
  private static final FloatVector LOG1P_9 = constant(-0.003244024235755205f);

  /** The bits of √½: mantissas from there to √2 are what {@link #log} expands around 1. */
  private static final IntVector SQRT_HALF = IntVector.broadcast(INTS, 0x3f3504f3);

  private static final IntVector MANTISSA = IntVector.broadcast(INTS, (1 << MANTISSA_BITS) - 1);
  private static final FloatVector LN2_HIGH = constant(0.693359375f);
  private static final FloatVector LN2_LOW = constant(-2.12194440e-4f);
  private static final FloatVector MINUS_HALF = constant(-0.5f);

  /** (log(1 + f) − f + f²/2) / f³ for √½ ≤ 1 + f ≤ √2. Cephes. */
  private static final FloatVector LOG_0 = constant(3.3333331174e-1f);

  private static final FloatVector LOG_1 = constant(-2.4999993993e-1f);
  private static final FloatVector LOG_2 = constant(2.0000714765e-1f);
  private static final FloatVector LOG_3 = constant(-1.6668057665e-1f);
  private static final FloatVector LOG_4 = constant(1.4249322787e-1f);
  private static final FloatVector LOG_5 = constant(-1.2420140846e-1f);
  private static final FloatVector LOG_6 = constant(1.1676998740e-1f);
  private static final FloatVector LOG_7 = constant(-1.1514610310e-1f);
  private static final FloatVector LOG_8 = constant(7.0376836292e-2f);

  private VectorMath() {}

  /** All lanes {@code value}; to be called outside of loops. */
  static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /**
   * Zeros for a loop to add to. Not {@link #ZERO}: a variable that holds an existing object at
   * first and results later would be an object all along.
   */
  static FloatVector none() {
    return FloatVector.zero(FLOATS);
  }

  /** x, but 0 where |x| is below {@link Kernels#FLUSH}. */
  static FloatVector flush(FloatVector x) {
    return x.blend(ZERO, x.abs().compare(VectorOperators.LT, FLUSH));
  }

  /** x clamped to [low, high]; unlike max and min as the Vector API has them, at one step each. */
  static FloatVector clamp(FloatVector x, FloatVector low, FloatVector high) {
    FloatVector y = x.blend(low, x.compare(VectorOperators.LT, low));
    return y.blend(high, y.compare(VectorOperators.GT, high));
  }

  /** e^x. */
  static FloatVector exp(FloatVector x) {
    FloatVector y = expOfBounded(clamp(x, EXP_LEAST, EXP_MOST));
    return y.blend(ZERO, x.compare(VectorOperators.LT, EXP_LEAST))
        .blend(INFINITY, x.compare(VectorOperators.GT, EXP_MOST));
  }

  /** e^−|x|, in (0, 1]: instead of 0 the smallest normal number. */
  static FloatVector expOfMinusAbs(FloatVector x) {
    FloatVector y = x.abs().neg();
    return expOfBounded(y.blend(EXP_LEAST, y.compare(VectorOperators.LT, EXP_LEAST)));
  }

  /** e^x for x from −87 to 88, unchecked: 2ⁿ e^r with |r| ≤ ½ log 2. */
  static FloatVector expOfBounded(FloatVector x) {
    FloatVector rounded = x.fma(LOG2_E, ROUNDER);
    FloatVector r = remainder(x, rounded.sub(ROUNDER));
    FloatVector p = expm1OverSmall(r).fma(r, ONE);
    IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return p.reinterpretAsInts().add(n).reinterpretAsFloats();
  }

  /** e^x − 1 for x up to 87, without cancelling where x is small. */
  static FloatVector expm1(FloatVector x) {
    FloatVector y = x.blend(EXPM1_LEAST, x.compare(VectorOperators.LT, EXPM1_LEAST));
    FloatVector rounded = y.fma(LOG2_E, ROUNDER);
    FloatVector r = remainder(y, rounded.sub(ROUNDER));
    IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    FloatVector scale = n.add(ONE.reinterpretAsInts()).reinterpretAsFloats();
    return expm1OverSmall(r).mul(r).fma(scale, scale.sub(ONE));
  }

  private static FloatVector remainder(FloatVector x, FloatVector n) {
    return n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
  }

  private static FloatVector expm1OverSmall(FloatVector r) {
    return r.fma(EXP_5, EXP_4).fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, ONE);
  }

  /** log x of positive normal numbers. */
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts().sub(SQRT_HALF);
    IntVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    FloatVector n = (FloatVector) exponent.castShape(FLOATS, 0);
    FloatVector f = bits.and(MANTISSA).add(SQRT_HALF).reinterpretAsFloats().sub(ONE);
    FloatVector square = f.mul(f);
    FloatVector low = square.fma(MINUS_HALF, n.fma(LN2_LOW, logTail(f).mul(f).mul(square)));
    return n.fma(LN2_HIGH, low.add(f));
  }

  private static FloatVector logTail(FloatVector f) {
    FloatVector p = f.fma(LOG_8, LOG_7).fma(f, LOG_6).fma(f, LOG_5).fma(f, LOG_4).fma(f, LOG_3);
    return p.fma(f, LOG_2).fma(f, LOG_1).fma(f, LOG_0);
  }

  /** log(1 + t) for t in [0, 1], accurate however small t is. */
  static FloatVector log1pOfUnit(FloatVector t) {
    FloatVector p =
        t.fma(LOG1P_9, LOG1P_8).fma(t, LOG1P_7).fma(t, LOG1P_6).fma(t, LOG1P_5).fma(t, LOG1P_4);
    return p.fma(t, LOG1P_3).fma(t, LOG1P_2).fma(t, LOG1P_1).fma(t, ONE).mul(t);
  }

  /** 1 / (1 + t). */
  static FloatVector inverseOfOnePlus(FloatVector t) {
    return ONE.div(t.add(ONE));
  }

  /** 1 / (1 + e^−x), flushed. */
  static FloatVector sigmoid(FloatVector x) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, LOG_FLUSH);
    FloatVector y = x.blend(LOG_FLUSH, tiny);
    return inverseOfOnePlus(expOfMinus(y)).blend(ZERO, tiny);
  }

  /** e^−x for x from −87 up; where that is below e^−50, as small. */
  static FloatVector expOfMinus(FloatVector x) {
    return expOfBounded(x.blend(FIFTY, x.compare(VectorOperators.GT, FIFTY)).neg());
  }

  /** With h = e^(−2|x|) − 1: −h / (h + 2), which keeps its precision where x is small. */
  static FloatVector tanh(FloatVector x) {
    FloatVector h = expm1(x.abs().mul(MINUS_TWO));
    FloatVector magnitude = inverseOfOnePlus(h.add(ONE)).mul(h);
    return magnitude.blend(magnitude.neg(), x.compare(VectorOperators.GT, ZERO));
  }

  /** log(1 + e^x). */
  static FloatVector softplus(FloatVector x) {
    FloatVector positive = x.blend(ZERO, x.compare(VectorOperators.LT, ZERO));
    return positive.add(log1pOfUnit(expOfMinusAbs(x)));
  }
}
