package dev.hourglass.data.prepare;

import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link Preparation} should do when it is fitted.
 *
 * @param scaling how numbers are scaled; when empty, tables get {@link Scaling#MIN_MAX}, bytes
 *     {@link Scaling#NONE} (they are gathered between 0 and 1 anyway), and other arrays {@link
 *     Scaling#NONE} when all their training rows lie within 0 and 1, else {@link Scaling#MIN_MAX}
 * @param imputation what takes the place of missing numbers in tables
 * @param clip how far a scaled value may lie outside: beyond 0 and 1 for {@link Scaling#MIN_MAX},
 *     beyond 0 for {@link Scaling#STANDARDIZE}; what lies farther is moved to that limit, so that
 *     one wild value cannot drown everything else. Between 0 and 1e6; without effect on {@link
 *     Scaling#NONE}
 * @param maxCategories the most categories a column may have, at least 1; a column with more is
 *     refused as it is probably an identifier
 * @param tails what becomes of a table's numbers with heavy tails
 * @param marksUnusual whether features of their own tell of what is unusual in a table: of missing
 *     cells in columns of numbers and times where some are missing in the training rows, and of
 *     categories that are rare there (fewer than ten rows and one per cent of them) or not there at
 *     all
 */
public record PreparationOptions(
    Optional<Scaling> scaling,
    Imputation imputation,
    double clip,
    int maxCategories,
    Tails tails,
    boolean marksUnusual) {
  /** Ten widths, or ten deviations: far outside anything seen, yet harmless to float32. */
  private static final double DEFAULT_CLIP = 10;

  private static final int DEFAULT_MAX_CATEGORIES = 1000;

  /**
   * @throws IllegalArgumentException if a number lies outside its range
   */
  public PreparationOptions {
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(tails, "tails");
    Objects.requireNonNull(imputation, "imputation");
    if (!(clip >= 0 && clip <= 1e6)) {
      throw new IllegalArgumentException("clip must lie between 0 and 1e6, but was " + clip);
    }
    if (maxCategories < 1) {
      throw new IllegalArgumentException(
          "maxCategories must be at least 1, but was " + maxCategories);
    }
  }

  /**
   * Scaling by kind of data, medians for missing numbers, clip 10, at most 1000 categories, tails
   * as they are, nothing marked.
   */
  public static PreparationOptions defaults() {
    return new PreparationOptions(
        Optional.empty(),
        Imputation.MEDIAN,
        DEFAULT_CLIP,
        DEFAULT_MAX_CATEGORIES,
        Tails.KEEP,
        false);
  }

  /** These options with this scaling. */
  public PreparationOptions withScaling(Scaling value) {
    return new PreparationOptions(
        Optional.of(value), imputation, clip, maxCategories, tails, marksUnusual);
  }

  /** These options with this imputation. */
  public PreparationOptions withImputation(Imputation value) {
    return new PreparationOptions(scaling, value, clip, maxCategories, tails, marksUnusual);
  }

  /** These options with this clip. */
  public PreparationOptions withClip(double value) {
    return new PreparationOptions(scaling, imputation, value, maxCategories, tails, marksUnusual);
  }

  /** These options with this limit on categories. */
  public PreparationOptions withMaxCategories(int value) {
    return new PreparationOptions(scaling, imputation, clip, value, tails, marksUnusual);
  }

  /** These options with this choice for heavy tails. */
  public PreparationOptions withTails(Tails value) {
    return new PreparationOptions(scaling, imputation, clip, maxCategories, value, marksUnusual);
  }

  /** These options with or without features of their own for what is unusual. */
  public PreparationOptions withUnusualMarked(boolean value) {
    return new PreparationOptions(scaling, imputation, clip, maxCategories, tails, value);
  }
}
