package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.denoise.classic.ClassicFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a denoiser makes of clean pictures that were damaged: the mean over pictures of each figure.
 *
 * @param noise in words: what was drawn on them
 * @param images how many there were
 * @param before of the damaged pictures
 * @param after of the cleaned ones
 * @param baselines what the classics make of some of them, beside the model
 */
public record DenoisingEvaluation(
    String noise,
    int images,
    PictureQuality before,
    PictureQuality after,
    List<Baseline> baselines) {
  /** So many pictures say what a classic is worth. */
  private static final int BASELINE_IMAGES = 50;

  /** On so many its strength is chosen. */
  private static final int CHOOSING_IMAGES = 6;

  /** The classics see pieces of larger pictures. */
  private static final int BASELINE_SIDE = 256;

  /**
   * A classic at its best strength.
   *
   * @param filter which
   * @param strength the best of {@link ClassicFilter#strengths}, by PSNR on a few of the pictures
   * @param quality over the pictures that classics are measured on
   * @param denoiser of the model over the same
   */
  public record Baseline(
      ClassicFilter filter, double strength, PictureQuality quality, PictureQuality denoiser) {}

  /** Copies the list. */
  public DenoisingEvaluation {
    baselines = List.copyOf(baselines);
  }

  /** Plain maps and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("noise", noise);
    map.put("images", images);
    map.put("psnrBefore", before.psnr());
    map.put("psnrAfter", after.psnr());
    map.put("ssimBefore", before.ssim());
    map.put("ssimAfter", after.ssim());
    if (!baselines.isEmpty()) {
      Map<String, Object> others = new LinkedHashMap<>();
      others.put("denoiser", baselines.getFirst().denoiser.toMap());
      for (Baseline baseline : baselines) {
        Map<String, Object> figures = baseline.quality.toMap();
        figures.put("strength", baseline.strength);
        others.put(baseline.filter.label(), figures);
      }
      map.put("baselines", others);
    }
    return map;
  }

  /**
   * A picture to be cleaned and what it should become, both of one shape.
   *
   * @param clean as it should be
   * @param noisy as it is
   */
  public record Damaged(Picture clean, Picture noisy) {
    /** A clean picture with noise drawn on it: the same for the same seed and number. */
    public static Damaged by(NoiseMixture noise, Picture clean, long seed, int number) {
      return new Damaged(clean, noise.apply(clean, seed, number));
    }

    /** The middle of both. */
    Damaged middle(int side) {
      return new Damaged(clean.middle(side), noisy.middle(side));
    }
  }

  /**
   * Cleans damaged pictures.
   *
   * @param noise in words
   * @param count of pictures, at least 1
   * @param pictures the one of a number from 0; may be asked for from several threads and twice
   * @param withBaselines whether the classics are measured too
   */
  public static DenoisingEvaluation of(
      PictureDenoiser denoiser,
      String noise,
      int count,
      IntFunction<Damaged> pictures,
      boolean withBaselines) {
    PictureQuality[] before = new PictureQuality[count];
    PictureQuality[] after = new PictureQuality[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              Damaged each = pictures.apply(i);
              before[i] = PictureQuality.of(each.clean, each.noisy);
              after[i] = PictureQuality.of(each.clean, denoiser.clean(each.noisy).picture());
            });
    return new DenoisingEvaluation(
        noise,
        count,
        mean(before),
        mean(after),
        withBaselines ? baselines(denoiser, count, pictures) : List.of());
  }

  private static PictureQuality mean(PictureQuality[] all) {
    return new PictureQuality(mean(all, PictureQuality::psnr), mean(all, PictureQuality::ssim));
  }

  private static double mean(PictureQuality[] all, ToDoubleFunction<PictureQuality> figure) {
    return Arrays.stream(all).mapToDouble(figure).average().orElseThrow();
  }

  // ---- the classics ----

  private static List<Baseline> baselines(
      PictureDenoiser denoiser, int count, IntFunction<Damaged> pictures) {
    List<Damaged> some =
        IntStream.of(RowOrder.spread(count, BASELINE_IMAGES))
            .parallel()
            .mapToObj(i -> pictures.apply(i).middle(BASELINE_SIDE))
            .toList();
    PictureQuality own = quality(some, noisy -> denoiser.clean(noisy).picture());
    List<Damaged> few =
        IntStream.of(RowOrder.spread(some.size(), CHOOSING_IMAGES)).mapToObj(some::get).toList();
    return Arrays.stream(ClassicFilter.values())
        .map(
            filter -> {
              double strength = best(filter, few);
              PictureQuality quality = quality(some, noisy -> filter.apply(noisy, strength));
              return new Baseline(filter, strength, quality, own);
            })
        .toList();
  }

  private static double best(ClassicFilter filter, List<Damaged> few) {
    double best = 0;
    double psnr = Double.NEGATIVE_INFINITY;
    for (double strength : filter.strengths()) {
      double each = quality(few, noisy -> filter.apply(noisy, strength)).psnr();
      if (each > psnr) {
        psnr = each;
        best = strength;
      }
    }
    return best;
  }

  private static PictureQuality quality(List<Damaged> some, UnaryOperator<Picture> filter) {
    return mean(
        some.stream()
            .parallel()
            .map(each -> PictureQuality.of(each.clean, filter.apply(each.noisy)))
            .toArray(PictureQuality[]::new));
  }
}
