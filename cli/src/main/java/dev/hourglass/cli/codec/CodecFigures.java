package dev.hourglass.cli.codec;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.compress.CompressedFile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What there is to tell of a compressed file. */
final class CodecFigures {
  private CodecFigures() {}

  static Map<String, Object> of(CompressedFile file) {
    Map<String, Object> figures = new LinkedHashMap<>();
    long bytes = file.bytes() - file.modelBytes();
    figures.put("file", file.file().toString());
    figures.put("items", file.items());
    figures.put("blocks", file.blocks());
    figures.put("lossless", file.isLossless());
    figures.put("bytes", bytes);
    figures.put("bytesPerItem", (double) bytes / file.items());
    if (file.pixels() > 0) {
      figures.put("bitsPerPixel", 8.0 * bytes / file.items() / file.pixels());
    }
    file.quality().psnr().ifPresent(psnr -> figures.put("psnr", psnr));
    file.quality().ssim().ifPresent(ssim -> figures.put("ssim", ssim));
    file.fingerprint().ifPresent(print -> figures.put("fingerprint", print.text()));
    figures.put("modelInside", file.modelBytes() > 0);
    figures.put("modelBytes", file.modelBytes());
    return figures;
  }

  static void tell(CommonFlags common, Map<String, Object> figures) {
    if (common.json) {
      common.print(figures);
    }
    common.page().println(line(figures));
    if (figures.get("modelBytes") instanceof Long model && model > 0) {
      common
          .page()
          .printf(
              Locale.ROOT,
              "model       %,d bytes%s%n",
              model,
              Boolean.TRUE.equals(figures.get("modelInside"))
                  ? ", inside"
                  : ", beside: " + figures.getOrDefault("model", "as given"));
    }
  }

  /** What came of it, in a line. */
  static String line(Map<String, Object> figures) {
    if (figures.get("lost") instanceof Integer lost && lost > 0) {
      return String.format(
          Locale.ROOT,
          "%s: %,d of %,d samples restored, %,d lost",
          figures.get("file"),
          number(figures, "restored").intValue(),
          number(figures, "items").intValue(),
          lost);
    }
    return String.format(
        Locale.ROOT,
        "%s: %,d samples in %,d bytes, %.2f bytes each%s%s%s",
        figures.get("file"),
        number(figures, "items").longValue(),
        number(figures, "bytes").longValue(),
        number(figures, "bytesPerItem").doubleValue(),
        told(figures, "bitsPerPixel", " (", " bits a pixel)"),
        told(figures, "psnr", "; PSNR ", " dB"),
        told(figures, "ssim", ", SSIM ", ", means of the samples'"));
  }

  private static Number number(Map<String, Object> figures, String key) {
    return (Number) figures.get(key);
  }

  /** A figure between what stands before and behind it; nothing where there is none. */
  private static String told(
      Map<String, Object> figures, String key, String before, String behind) {
    return figures.containsKey(key)
        ? before + Progress.figure(number(figures, key).doubleValue()) + behind
        : "";
  }
}
