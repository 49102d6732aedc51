package dev.hourglass.bench.kernels;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Size;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The program behind {@code bench/run kernels}: every operation case of the engine on every
 * implementation that works here, in float32 and in bfloat16, on one thread.
 */
public final class KernelSpeed {

  private static final String QUICK = "--quick";
  private static final String SIZE = "--size=";
  private static final List<Arrangement> ARRANGEMENTS =
      List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16);

  private KernelSpeed() {}

  /**
   * Prints a table, row by row as it is measured.
   *
   * @param args {@code --quick}, {@code --size=ROWSxCOLUMNSxINNER} and words; a case is run when
   *     its name contains one of them, or all when there are none
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) {
    Timing.Pace pace = args.contains(QUICK) ? Timing.Pace.QUICK : Timing.Pace.FULL;
    Size size = KernelCases.TIMED;
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      if (arg.startsWith(SIZE)) {
        String[] sides = arg.substring(SIZE.length()).split("x", -1);
        try {
          size =
              new Size(
                  Integer.parseInt(sides[0]),
                  Integer.parseInt(sides[1]),
                  Integer.parseInt(sides[2]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
          System.err.println(
              "bench: expected --size=ROWSxCOLUMNSxINNER such as --size=128x784x128, but was '"
                  + arg
                  + "'");
          return 2;
        }
      } else if (!arg.equals(QUICK)) {
        words.add(arg);
      }
    }
    List<KernelCase> cases =
        KernelCases.all().stream()
            .filter(one -> words.isEmpty() || words.stream().anyMatch(one.name()::contains))
            .toList();
    if (cases.isEmpty()) {
      System.err.printf(
          "bench: no kernel case's name contains any of %s; there are %s%n",
          words, KernelCases.all().stream().map(KernelCase::name).toList());
      return 2;
    }
    print(cases, KernelLadder.available().reversed(), size, pace);
    return 0;
  }

  /** Slowest implementation first: the later ones are told as multiples of it. */
  private static void print(
      List<KernelCase> cases, List<Kernels> available, Size size, Timing.Pace pace) {
    int width = cases.stream().mapToInt(one -> one.name().length()).max().orElseThrow();
    String pad = "%-" + width + "s";
    StringBuilder head = new StringBuilder("| " + pad.formatted("operation"));
    StringBuilder rule = new StringBuilder("| " + "-".repeat(width));
    for (int a = 0; a < ARRANGEMENTS.size(); a++) {
      String format = ARRANGEMENTS.get(a).name().toLowerCase(Locale.ROOT);
      for (int k = 0; k < available.size(); k++) {
        head.append(" | %24s".formatted(format + (k == 0 ? " " : " fast ") + "µs, rate"));
        rule.append(" | ").append("-".repeat(23)).append(':');
        if (k > 0) {
          head.append(" | %5s".formatted("×"));
          rule.append(" | ----:");
        }
      }
    }
    System.out.println(head + " |");
    System.out.println(rule + " |");
    for (KernelCase one : cases) {
      StringBuilder row = new StringBuilder("| " + pad.formatted(one.name()));
      for (Arrangement arrangement : ARRANGEMENTS) {
        double slowest = 0;
        for (Kernels kernels : available) {
          Timing timing = Timing.of(kernels, one, arrangement, size, pace);
          row.append(
              String.format(
                  Locale.ROOT,
                  " | %10.1f %6.1f %-6s",
                  timing.best() * 1e6,
                  timing.rate(),
                  timing.isCompute() ? "GFLOPs" : "GB/s"));
          if (slowest == 0) {
            slowest = timing.best();
          } else {
            row.append(String.format(Locale.ROOT, " | %5.1f", slowest / timing.best()));
          }
        }
      }
      System.out.println(row + " |");
    }
    System.out.printf(
        "%nSize %s: rows×columns (inner). One thread, best of %d rounds of about %.0f ms. GFLOPs:"
            + " 1e9 floating-point operations a second; GB/s: every operand read or written"
            + " once.%n",
        size, pace.rounds(), pace.roundSeconds() * 1e3);
    if (available.size() > 1) {
      System.out.printf(
          "First %s, then (fast) %s; × is how many times faster.%n",
          available.getFirst().name(), available.getLast().name());
    } else {
      System.out.printf("Only %s works here.%n", available.getFirst().name());
    }
  }
}
