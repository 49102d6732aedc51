package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
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

  /** Says which of them change nothing for data of a kind. */
  public static void remark(WithoutEffect remarks, boolean table) {
    remarks.when(!table, "only tables have missing numbers", "--imputation");
  }

  /** These flags as the preparation understands them. */
  public PreparationOptions options() {
    PreparationOptions options = PreparationOptions.defaults();
    if (scaling != null) {
      options = options.withScaling(scaling);
    }
    return imputation == null ? options : options.withImputation(imputation);
  }
}
