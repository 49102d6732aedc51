package dev.hourglass.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's help as a page of {@code man}. (picocli's own writes AsciiDoc, which takes
 * Asciidoctor and with it JRuby to become one.)
 */
record ManPage(CommandLine command) {
  /** {@code hourglass-detect-fit}. */
  String name() {
    return spec().qualifiedName("-");
  }

  private CommandSpec spec() {
    return command.getCommandSpec();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(".TH ").append(name().toUpperCase(Locale.ROOT).replace("-", "\\-")).append(" 1\n");
    text.append(".SH NAME\n").append(escaped(name())).append(" \\- ");
    text.append(escaped(joined(spec().usageMessage().header()))).append('\n');
    text.append(".SH SYNOPSIS\n.B ").append(escaped(spec().qualifiedName())).append('\n');
    text.append(escaped(synopsis())).append('\n');
    paragraphs("DESCRIPTION", spec().usageMessage().description(), text);
    commands(text);
    arguments(text);
    flags(text);
    footer(text);
    return text.toString();
  }

  private String synopsis() {
    List<String> parts = new ArrayList<>();
    spec().positionalParameters().forEach(each -> parts.add(each.paramLabel()));
    spec().options().stream()
        .filter(OptionSpec::required)
        .forEach(each -> parts.add(each.longestName() + " " + each.paramLabel()));
    if (!command.getSubcommands().isEmpty()) {
      parts.add("COMMAND");
    }
    parts.add("[flags]");
    return String.join(" ", parts);
  }

  private void commands(StringBuilder text) {
    if (command.getSubcommands().isEmpty()) {
      return;
    }
    text.append(".SH COMMANDS\n");
    for (CommandLine each : new LinkedHashSet<>(command.getSubcommands().values())) {
      CommandSpec below = each.getCommandSpec();
      entry(
          "\\fB" + escaped(below.name()) + "\\fR",
          joined(below.usageMessage().header()) + " See " + below.qualifiedName("-") + "(1).",
          text);
    }
  }

  private void arguments(StringBuilder text) {
    if (!spec().positionalParameters().isEmpty()) {
      text.append(".SH ARGUMENTS\n");
    }
    for (PositionalParamSpec each : spec().positionalParameters()) {
      entry("\\fI" + escaped(each.paramLabel()) + "\\fR", description(each), text);
    }
  }

  private void flags(StringBuilder text) {
    if (!spec().options().isEmpty()) {
      text.append(".SH FLAGS\n");
    }
    for (OptionSpec each : spec().options()) {
      if (!each.hidden()) {
        String names = escaped(String.join(", ", each.names()));
        String label = each.arity().max() == 0 ? "" : " \\fI" + escaped(each.paramLabel()) + "\\fR";
        entry("\\fB" + names + "\\fR" + label, description(each), text);
      }
    }
  }

  private static String description(ArgSpec argument) {
    return joined(argument.description());
  }

  private static void entry(String term, String meaning, StringBuilder text) {
    text.append(".TP\n").append(term).append('\n').append(escaped(meaning)).append('\n');
  }

  private static void paragraphs(String heading, String[] lines, StringBuilder text) {
    if (lines.length > 0) {
      text.append(".SH ").append(heading).append('\n');
    }
    for (String line : lines) {
      text.append(line.isBlank() ? ".PP" : escaped(plain(line))).append('\n');
    }
  }

  /** As it stands: examples have lines of their own. */
  private void footer(StringBuilder text) {
    boolean isOpen = false;
    for (String line : spec().usageMessage().footer()) {
      if (line.startsWith("@|bold")) {
        text.append(isOpen ? ".fi\n" : "").append(".SH ");
        text.append(escaped(plain(line).toUpperCase(Locale.ROOT))).append("\n.nf\n");
        isOpen = true;
      } else if (!line.isBlank()) {
        text.append(isOpen ? "" : ".PP\n").append(escaped(plain(line))).append('\n');
      }
    }
    text.append(isOpen ? ".fi\n" : "");
  }

  private static String joined(String[] lines) {
    return String.join(" ", Arrays.stream(lines).map(ManPage::plain).toList());
  }

  private static String plain(String line) {
    return Ansi.OFF.string(line).replace("%n", " ").replace("%%", "%").strip();
  }

  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
