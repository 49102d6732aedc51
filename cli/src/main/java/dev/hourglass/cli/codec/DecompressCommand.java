package dev.hourglass.cli.codec;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.compress.CompressedFile;
import dev.hourglass.tasks.compress.Decompressor;
import dev.hourglass.tasks.compress.RestoredFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back what was compressed. */
@Command(
    name = "decompress",
    header = "Bring back what compress wrote.",
    description = {
      "",
      "The model is the one inside, the one beside (F.hgz.safetensors), or --model. A damaged file"
          + " is refused, naming the block; --salvage brings back what is whole."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass decompress digits.hgz --out digits.npy",
      "  hourglass decompress photos.hgz --model photos.safetensors --out photos/",
      "  hourglass decompress table.hgz --out table.csv"
    })
public final class DecompressCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "F.hgz",
      description = "A file that compress wrote; - for standard input.")
  Path file;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that it was made with, where it is neither inside nor beside.")
  Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "Where the samples go: .npy, .csv, or a folder that is not there yet, for images. A"
              + " table's own text goes to a file of any name; - for standard output, as text or"
              + " CSV.")
  Path out;

  @Option(
      names = "--salvage",
      description = "Bring back the blocks that are whole, and say which are lost.")
  boolean salvage;

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    boolean piped = Piped.is(out.toString());
    if (piped && common.json) {
      throw new Mistake(
          "--out -: the samples themselves go to standard output; name a file for --json");
    }
    return Piped.is(file.toString())
        ? Piped.input(copy -> decompress(copy, piped))
        : decompress(file, piped);
  }

  private int decompress(Path source, boolean piped) {
    CompressedFile compressed = CompressedFile.open(source);
    Kernels kernels = common.kernels();
    CodecProgress progress = new CodecProgress(common.screen());
    Decompressor decompressor = new Decompressor(compressed, modelOf(compressed, kernels));
    List<Integer> blocks = compressed.readable(salvage);
    RestoredFile restored = new RestoredFile(decompressor, blocks, progress);
    int lost = compressed.items() - restored.items();
    if (restored.items() == 0) {
      throw new Mistake(source + ": none of its blocks is whole");
    }
    try {
      if (piped) {
        restored.writeTable(System.out);
        System.out.flush();
      } else {
        write(restored);
      }
    } finally {
      progress.finish();
    }
    if (lost > 0) {
      common
          .screen()
          .warn(
              "%,d samples in %,d blocks are lost: %s"
                  .formatted(lost, compressed.blocks() - blocks.size(), lost(compressed, blocks)));
    }
    if (piped) {
      return ExitCode.OK;
    }
    Map<String, Object> figures = CodecFigures.of(compressed);
    if (lost > 0) {
      // Of the whole that was, not of what is left of it.
      figures.keySet().removeAll(Set.of("bytesPerItem", "bitsPerPixel", "psnr", "ssim"));
    }
    figures.put("out", out.toString());
    figures.put("restored", restored.items());
    figures.put("lost", lost);
    figures.put("lostBlocks", lostBlocks(compressed, blocks));
    CodecFigures.tell(common, figures);
    return ExitCode.OK;
  }

  private Optional<ModelFile.Model> modelOf(CompressedFile compressed, Kernels kernels) {
    if (compressed.fingerprint().isEmpty()) {
      common.withoutEffect().when(true, "the file needs no model", "--model");
      return Optional.empty();
    }
    return model == null ? compressed.model(kernels) : Optional.of(ModelFile.read(model, kernels));
  }

  private void write(RestoredFile restored) {
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    if (restored.isText()) {
      if (name.endsWith(".npy")) {
        throw new Mistake("--out %s: the file holds a table's text; name a .csv".formatted(out));
      }
      restored.writeText(out);
    } else if (!name.contains(".")) {
      if (!restored.isDrawable()) {
        throw new Mistake("--out %s: samples are no images; name a .npy or .csv".formatted(out));
      }
      Destination.folder("--out", out);
      restored.writePngs(out);
    } else if (Destination.of("--out", out, Destination.Kind.NPY, Destination.Kind.CSV).kind()
        == Destination.Kind.NPY) {
      restored.writeNpy(out);
    } else {
      restored.writeCsv(out);
    }
  }

  private static List<Integer> lostBlocks(CompressedFile file, List<Integer> whole) {
    Set<Integer> found = Set.copyOf(whole);
    return IntStream.range(0, file.blocks())
        .filter(block -> !found.contains(block))
        .mapToObj(block -> block + 1)
        .toList();
  }

  private static String lost(CompressedFile file, List<Integer> whole) {
    return lostBlocks(file, whole).stream()
        .limit(8)
        .map(
            number ->
                "block %,d (samples %,d to %,d)"
                    .formatted(
                        number,
                        file.firstItem(number - 1),
                        file.firstItem(number - 1) + file.itemsOf(number - 1) - 1))
        .collect(Collectors.joining(", "));
  }
}
