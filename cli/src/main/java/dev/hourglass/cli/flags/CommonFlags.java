package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Json;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags of every command, and where it speaks. */
@FlagGroup("Common")
public final class CommonFlags {
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

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /**
   * The kernels chosen; to be asked for once, for climbing takes a while.
   *
   * @throws IllegalStateException when they do not work here, with the reason and the remedy
   */
  public Kernels kernels() {
    return KernelLadder.climb(kernels == null ? KernelChoice.AUTO : kernels);
  }

  /** Remarks on flags that change nothing. */
  public WithoutEffect withoutEffect() {
    return new WithoutEffect(command, screen());
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
