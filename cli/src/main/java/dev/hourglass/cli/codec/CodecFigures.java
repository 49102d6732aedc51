package dev.hourglass.cli.codec;

import dev.hourglass.cli.flags.CommonFlags;
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
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s: %,d samples in %,d bytes, %.2f bytes each%s%s%n",
            figures.get("file"),
            figures.get("items"),
            figures.get("bytes"),
            figures.get("bytesPerItem"),
            figures.containsKey("bitsPerPixel")
                ? String.format(Locale.ROOT, " (%.3f bits a pixel)", figures.get("bitsPerPixel"))
                : "",
            figures.containsKey("psnr")
                ? String.format(
                    Locale.ROOT,
                    "; PSNR %.2f dB, SSIM %.4f, means of the samples'",
                    figures.get("psnr"),
                    figures.get("ssim"))
                : "");
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
}
