package dev.hourglass.cli.command;

import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.reproduce.ReproductionReport;
import dev.hourglass.tasks.reproduce.TensorDifference;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code info --reproduce} says, for people and as figures. */
record ReproductionAnswer(ReproductionReport report) {
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("sameData", report.isSameData());
    figures.put("dataThen", report.dataThen().toMap());
    figures.put("dataNow", report.dataNow().toMap());
    figures.put("sameBits", report.isSameBits());
    figures.put("lossThen", report.lossThen());
    figures.put("lossNow", report.lossNow());
    figures.put("reasons", report.reasons());
    figures.put("tensors", report.tensors().stream().map(ReproductionAnswer::figures).toList());
    return figures;
  }

  private static Map<String, Object> figures(TensorDifference tensor) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("name", tensor.name());
    figures.put("largestDifference", tensor.largest());
    figures.put("sameBits", tensor.sameBits());
    return figures;
  }

  void print(PrintStream page) {
    page.printf("trained on   %s%n", report.dataThen());
    page.printf("given        %s%s%n", report.dataNow(), report.isSameData() ? ": the same" : "");
    page.printf(
        "loss         %s then, %s now%n%n",
        Progress.figure(report.lossThen()), Progress.figure(report.lossNow()));
    for (TensorDifference tensor : report.tensors()) {
      page.printf(
          "  %-22s %s%n",
          tensor.name(),
          tensor.sameBits()
              ? "same bits"
              : "differs by up to " + Progress.figure(tensor.largest()));
    }
    page.printf("%n%s%n", verdict());
    if (!report.isSameBits()) {
      List<String> reasons = report.reasons();
      reasons.forEach(reason -> page.printf("  %s%n", reason));
    }
  }

  private String verdict() {
    if (report.isSameBits()) {
      return "Reproduced: every parameter has the same bits.";
    }
    return report.isExplained()
        ? "Not reproduced, which may be because:"
        : "Not reproduced, and there is nothing that explains it.";
  }
}
