package dev.hourglass.engine.tensor;

/**
 * Counter-based random numbers: a draw is a hash of a key and a counter, so that the same seed
 * gives the same noise whatever the number of workers, and nothing but the seed, the epoch and the
 * step need be remembered to resume.
 *
 * <p>The hash is two rounds of a 32-bit finaliser with low bias (constants of C. Wellons' {@code
 * triple32} search), each round keyed by one half of the key.
 */
public final class Noise {
  public static final int MULTIPLIER_1 = 0x7feb352d;
  public static final int MULTIPLIER_2 = 0x846ca68b;
  public static final int MULTIPLIER_3 = 0x21f0aaad;
  public static final int MULTIPLIER_4 = 0x735a2d97;

  /** Keeps the parts of a key apart, in both of its halves. */
  private static final long PART_STRIDE = 0x632be59bd9b4e019L;

  private Noise() {}

  /**
   * A key for one purpose at one moment; any two different argument lists give unrelated keys.
   *
   * @throws IllegalArgumentException if the purpose is a series
   */
  public static long key(long seed, NoisePurpose purpose, long epoch, long step) {
    if (purpose.isSeries()) {
      throw new IllegalArgumentException(
          "%s is a series of purposes, and which of them is not said".formatted(purpose));
    }
    return key(seed, (long) purpose.id(), epoch, step);
  }

  /**
   * A key for one of a series of purposes, as {@link #key(long, NoisePurpose, long, long)}.
   *
   * @param place in the series, 0 or more
   * @throws IllegalArgumentException if the purpose is no series
   */
  public static long key(long seed, NoisePurpose purpose, int place, long epoch, long step) {
    if (!purpose.isSeries() || place < 0) {
      throw new IllegalArgumentException("there is no number %d of %s".formatted(place, purpose));
    }
    return key(seed, (long) purpose.id() + place, epoch, step);
  }

  static long key(long seed, long purpose, long epoch, long step) {
    long key = mix(seed + 0x9e3779b97f4a7c15L);
    key = mix(key ^ (purpose + 0x9e3779b97f4a7c15L));
    key = mix(key ^ (epoch + 0x9e3779b97f4a7c15L));
    return mix(key ^ (step + 0x9e3779b97f4a7c15L));
  }

  /** 64 well-mixed bits (Stafford's variant 13, as in SplittableRandom). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * The key of one of the parts that the draws of a key are divided among.
   *
   * @param place of the part; 0 is the whole's own key, and no two places of small numbers, below 0
   *     too, have numbers in common
   */
  public static long part(long key, int place) {
    return key + place * PART_STRIDE;
  }

  /** 32 random bits. */
  public static int bits(long key, int counter) {
    int x = counter + (int) key;
    x ^= x >>> 16;
    x *= MULTIPLIER_1;
    x ^= x >>> 15;
    x *= MULTIPLIER_2;
    x ^= x >>> 16;
    x += (int) (key >>> 32);
    x ^= x >>> 16;
    x *= MULTIPLIER_3;
    x ^= x >>> 15;
    x *= MULTIPLIER_4;
    x ^= x >>> 15;
    return x;
  }

  /**
   * Uniform in (0, 1), on a grid of 2^23 cell centres so that single precision holds it exactly.
   */
  public static double uniform(long key, int counter) {
    return ((bits(key, counter) >>> 9) + 0.5) * 0x1p-23;
  }

  /**
   * Standard normal: the inverse of its distribution function at {@link #uniform} (Giles 2012,
   * single-precision approximation of erf⁻¹; relative error below 1e-6).
   */
  public static double normal(long key, int counter) {
    double u = uniform(key, counter);
    double x = 2 * u - 1;
    double w = -Math.log(4 * u * (1 - u));
    double p;
    if (w < 5) {
      w -= 2.5;
      p = 2.81022636e-08;
      p = 3.43273939e-07 + p * w;
      p = -3.5233877e-06 + p * w;
      p = -4.39150654e-06 + p * w;
      p = 0.00021858087 + p * w;
      p = -0.00125372503 + p * w;
      p = -0.00417768164 + p * w;
      p = 0.246640727 + p * w;
      p = 1.50140941 + p * w;
    } else {
      w = Math.sqrt(w) - 3;
      p = -0.000200214257;
      p = 0.000100950558 + p * w;
      p = 0.00134934322 + p * w;
      p = -0.00367342844 + p * w;
      p = 0.00573950773 + p * w;
      p = -0.0076224613 + p * w;
      p = 0.00943887047 + p * w;
      p = 1.00167406 + p * w;
      p = 2.83297682 + p * w;
    }
    return Math.sqrt(2) * p * x;
  }
}
