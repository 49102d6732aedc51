package dev.hourglass.cli.screen;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The look of every command's help: a short usage line, arguments, and flags under the headings of
 * the classes that declare them. Lines break at spaces alone, so that values can be copied.
 */
public final class GroupedHelp {
  /** Columns of a help text. */
  public static final int WIDTH = 92;

  private static final int INDENT = 2;
  private static final int TEXT_AT = 30;
  private static final String OWN_FLAGS = "Flags";

  private GroupedHelp() {}

  /** Gives {@code command} and all below it this look. */
  public static void install(CommandLine command) {
    Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, GroupedHelp::usage);
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, GroupedHelp::arguments);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::flags);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> help.footer() + "%n".formatted());
    command.getSubcommands().values().forEach(GroupedHelp::install);
  }

  private static String usage(Help help) {
    StringBuilder text = new StringBuilder("%nUsage: ".formatted());
    text.append(help.commandSpec().qualifiedName());
    for (PositionalParamSpec argument : help.commandSpec().positionalParameters()) {
      text.append(' ').append(argument.paramLabel());
    }
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.required()) {
        text.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
      }
    }
    text.append(help.subcommands().isEmpty() ? "" : " COMMAND");
    return text.append(" [flags]%n".formatted()).toString();
  }

  private static String arguments(Help help) {
    List<PositionalParamSpec> arguments = help.commandSpec().positionalParameters();
    if (arguments.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("%n".formatted());
    arguments.forEach(argument -> text.append(entry(argument.paramLabel(), argument)));
    return text.toString();
  }

  private static String flags(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (OptionSpec option : help.commandSpec().options()) {
      if (!option.hidden()) {
        groups.computeIfAbsent(heading(option), _ -> new ArrayList<>()).add(option);
      }
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, options) -> {
          text.append(help.createHeading("%n@|bold " + heading + "|@%n"));
          options.forEach(option -> text.append(entry(name(option), option)));
        });
    return text.toString();
  }

  private static String heading(OptionSpec option) {
    if (option.userObject() instanceof Field field) {
      FlagGroup group = field.getDeclaringClass().getAnnotation(FlagGroup.class);
      if (group != null) {
        return group.value();
      }
    }
    return OWN_FLAGS;
  }

  private static String name(OptionSpec option) {
    String names = String.join(", ", option.names());
    if (option.negatable()) {
      names = names.replace("--", "--[no-]");
    }
    if (option.arity().max() == 0 || option.negatable()) {
      return names;
    }
    String label = option.paramLabel();
    return names + " " + (option.arity().min() == 0 ? "[" + label + "]" : label);
  }

  private static String entry(String name, ArgSpec arg) {
    StringBuilder text = new StringBuilder(" ".repeat(INDENT)).append(name);
    if (text.length() + INDENT > TEXT_AT) {
      text.append("%n".formatted()).append(" ".repeat(TEXT_AT));
    } else {
      text.repeat(' ', TEXT_AT - text.length());
    }
    int column = TEXT_AT;
    String words = List.of(arg.description()).stream().collect(Collectors.joining(" "));
    for (String word : words.split(" ", -1)) {
      if (column > TEXT_AT && column + 1 + word.length() > WIDTH) {
        text.append("%n".formatted()).append(" ".repeat(TEXT_AT));
        column = TEXT_AT;
      } else if (column > TEXT_AT) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.append("%n".formatted()).toString();
  }
}
