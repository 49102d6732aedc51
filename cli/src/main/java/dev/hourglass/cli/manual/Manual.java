package dev.hourglass.cli.manual;

import dev.hourglass.base.WholeFile;
import dev.hourglass.cli.Main;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes man pages and completion; the build of the package runs it. */
public final class Manual {
  private static final String PROGRAM = "hourglass";

  private Manual() {}

  /** Into the folder {@code args[0]}: {@code man/man1} and {@code completion}. */
  public static void main(String[] args) {
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    write(Main.commandLine(silent, ""), Path.of(args[0]));
  }

  static void write(CommandLine hourglass, Path folder) {
    write(folder.resolve("completion").resolve(PROGRAM), AutoComplete.bash(PROGRAM, hourglass));
    pages(hourglass, folder.resolve("man/man1"));
  }

  private static void pages(CommandLine command, Path folder) {
    ManPage page = new ManPage(command);
    write(folder.resolve(page.name() + ".1"), page.text());
    // Aliases are the same command.
    Collection<CommandLine> below = new LinkedHashSet<>(command.getSubcommands().values());
    below.forEach(each -> pages(each, folder));
  }

  private static void write(Path file, String text) {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
