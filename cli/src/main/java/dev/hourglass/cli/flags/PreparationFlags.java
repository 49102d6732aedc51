package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.prepare.Tails;
import picocli.CommandLine.Option;

/** How data is prepared; fitted on the training rows and stored with the model. */
@FlagGroup("Preparing data")
public final class PreparationFlags {
  @Option(
      names = "--scaling",
      paramLabel = "none|min-max|standardize",
      description =
          "What is done to numbers. Default: min-max for tables, none for images (which lie within"
              + " 0 and 1).")
  Scaling scaling;

  @Option(
      names = "--imputation",
      paramLabel = "median|mean",
      description = "What takes the place of a table's missing numbers. Default: median.")
  Imputation imputation;

  @Option(
      names = "--tails",
      paramLabel = "keep|log|quantile",
      description =
          "What becomes of a table's columns of numbers: they are kept as they are, it is their"
              + " logarithm that counts where tails are heavy, or every column goes by its"
              + " quantiles. Default: keep.")
  Tails tails;

  /** Says which of them change nothing for data of a kind. */
  public static void remark(WithoutEffect remarks, boolean table) {
    remarks.when(!table, "only tables have missing numbers", "--imputation");
    remarks.when(!table, "only columns of tables are looked at one by one", "--tails");
  }

  /** These flags as the preparation understands them. */
  public PreparationOptions options() {
    PreparationOptions options = PreparationOptions.defaults();
    if (scaling != null) {
      options = options.withScaling(scaling);
    }
    if (tails != null) {
      options = options.withTails(tails);
    }
    return imputation == null ? options : options.withImputation(imputation);
  }
}
