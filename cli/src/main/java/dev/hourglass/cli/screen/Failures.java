package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.BrokenOffException;
import dev.hourglass.autoencoder.train.CheckpointException;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.base.Excerpt;
import dev.hourglass.base.NearestName;
import dev.hourglass.base.Reason;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.search.IndexException;
import dev.hourglass.tasks.compress.CompressionException;
import dev.hourglass.tasks.recipe.RecipeException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells people what went wrong, in one voice: what, where, found, expected, do this. */
public final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  /** How the library speaks of a choice: {@code option 'resize' = 28x28}. */
  private static final Pattern OPTION = Pattern.compile("option '([a-z][a-z0-9-]*)'( = )?");

  private final PrintStream err;

  public Failures(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    say(message(e) + origin(e, args));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (result.expandedArgs().contains("--debug") || result.originalArgs().contains("--debug")) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case Mistake _, RecipeException _ -> {
        say(e.getMessage());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        yield ExitCode.USAGE;
      }
      case DataException _,
          ModelFileException _,
          CheckpointException _,
          DivergedException _,
          BrokenOffException _,
          CompressionException _,
          IndexException _ ->
          failure(e.getMessage());
      case UncheckedIOException _ when e.getMessage() != null -> failure(e.getMessage());
      case IOException io -> failure(io.getMessage() == null ? Reason.of(io) : io.getMessage());
      // The floors below word these for people.
      case IllegalArgumentException _, IllegalStateException _ when e.getMessage() != null ->
          failure(e.getMessage());
      default ->
          failure(
              "unexpected %s: %s. This is a fault of the program; --debug shows where, please"
                      .formatted(e.getClass().getSimpleName(), e.getMessage())
                  + " report it");
    };
  }

  private int failure(String message) {
    say(message);
    return ExitCode.FAILURE;
  }

  private void say(String message) {
    err.println("hourglass: " + Excerpt.of(inFlags(message)));
  }

  /** What to say when memory, stack or a file that is being read has gone. */
  public static String exhausted(VirtualMachineError e) {
    return switch (e) {
      case StackOverflowError _ -> "the stack ran out: something in the input is nested too deeply";
      case OutOfMemoryError _ ->
          ("memory ran out (%s). Use fewer samples (--limit), smaller ones (--resize), a smaller"
                  + " network or batch; or give more: HOURGLASS_JAVA_OPTS=-Xmx8g")
              .formatted(e.getMessage());
      // The JVM's answer to a page of a mapped file that is no longer there.
      case InternalError _ when String.valueOf(e.getMessage()).contains("unsafe memory access") ->
          "a file was cut short while it was read, or its disk is gone; restore it and start again";
      default -> "the Java machine failed (%s); --debug shows where, please report it".formatted(e);
    };
  }

  /** The library's words for a choice turned into the flag that makes it. */
  public static String inFlags(String message) {
    return OPTION
        .matcher(message)
        .replaceAll(option -> "--" + option.group(1) + (option.group(2) == null ? "" : " "));
  }

  private static String message(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing(missing);
      case OverwrittenOptionException overwritten ->
          "%s is given more than once".formatted(name(overwritten.getOverwritten()));
      default -> {
        // picocli: "Invalid value for option '--epochs' (N): the converter's own words"
        String text = e.getMessage();
        ArgSpec arg = e.getArgSpec();
        if (arg == null) {
          yield text;
        }
        String own = text.replaceFirst("^Invalid value for [^:]*'[^']*'( \\([^)]*\\))?: ", "");
        yield own.equals(text) ? text : name(arg) + ": " + own;
      }
    };
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().getFirst();
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (first.startsWith("-")) {
      String flag = first.replaceFirst("=.*", "");
      return "unknown flag '%s': did you mean %s?".formatted(flag, nearestFlag(flag, command));
    }
    if (!command.subcommands().isEmpty()) {
      return "unknown command '%s': did you mean '%s'? Known: %s"
          .formatted(
              first,
              NearestName.to(first, command.subcommands().keySet().stream()),
              String.join(", ", command.subcommands().keySet()));
    }
    return "'%s' is one argument too many".formatted(first);
  }

  private static String nearestFlag(String flag, CommandSpec command) {
    List<String> known =
        command.options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .filter(name -> name.startsWith("--"))
            .toList();
    List<String> longer =
        known.stream().filter(name -> name.startsWith(flag) && flag.length() > 2).sorted().toList();
    return longer.isEmpty() ? NearestName.to(flag, known.stream()) : String.join(" or ", longer);
  }

  private static String missing(MissingParameterException e) {
    List<ArgSpec> missing = e.getMissing();
    if (missing.size() == 1
        && missing.getFirst() instanceof OptionSpec option
        && e.getMessage().startsWith("Missing required parameter")) {
      return "%s lacks its %s".formatted(option.longestName(), option.paramLabel());
    }
    return "missing " + missing.stream().map(Failures::name).collect(Collectors.joining(" and "));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  /**
   * Where in a file of defaults the bad value stands, when it does not stand on the command line.
   */
  private static String origin(ParameterException e, String[] args) {
    ArgSpec arg = e.getArgSpec();
    if (arg instanceof OptionSpec option
        && e.getCommandLine().getDefaultValueProvider() instanceof Origin origin
        && Stream.of(args).noneMatch(a -> a.replaceFirst("=.*", "").equals(option.longestName()))) {
      return origin.where(arg).map(where -> " (" + where + ")").orElse("");
    }
    return "";
  }
}
