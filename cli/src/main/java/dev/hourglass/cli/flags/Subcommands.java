package dev.hourglass.cli.flags;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command has that does nothing but by others: its help, and what it says without them. */
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class Subcommands {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What to throw where none of them is named. */
  public ParameterException missing() {
    // Behind the program's own name.
    String name = command.qualifiedName(" ").replaceFirst("^\\S+ ", "");
    return new ParameterException(
        command.commandLine(),
        "%s lacks what is to be done: %s"
            .formatted(name, String.join(", ", command.subcommands().keySet())));
  }
}
