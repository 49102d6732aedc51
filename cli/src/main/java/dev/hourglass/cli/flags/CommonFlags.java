package dev.hourglass.cli.flags;

import dev.hourglass.base.Label;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Json;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.engine.kernel.KernelLadder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags of every command, and where it speaks. */
@FlagGroup("Common")
public final class CommonFlags {
  /** Who crunches the numbers. */
  public enum KernelChoice {
    AUTO,
    NATIVE,
    PORTABLE
  }

  @Option(
      names = "--kernels",
      paramLabel = "KIND",
      description =
          "Who crunches the numbers: auto (native code where it loads), native (nothing else) or"
              + " portable (plain Java). Default: auto.")
  KernelChoice kernels;

  @Option(
      names = "--json",
      description = "Print the figures as one JSON object on standard output.")
  public boolean json;

  @Option(names = "--quiet", description = "No progress and no remarks on standard error.")
  boolean quiet;

  @Option(names = "--debug", description = "Show the stack trace when something fails.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  boolean help;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** Passes the choice of kernels on; to be called before anything is computed. */
  public void chooseKernels() {
    if (kernels != null) {
      System.setProperty(KernelLadder.PROPERTY, Label.of(kernels));
    }
  }

  /** Where progress and remarks go. */
  public Screen screen() {
    return quiet ? Screen.silent() : Screen.ofStandardError();
  }

  /** Where the answer for people goes: standard output, nothing when {@code --json} has it. */
  public PrintStream page() {
    return json ? new PrintStream(PrintStream.nullOutputStream()) : out;
  }

  /** Prints the one object of {@code --json}. */
  public void print(Map<String, ?> figures) {
    out.println(Json.line(figures));
  }
}
