package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.base.Json;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.SampleShape;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a compressed file holds and what it takes to read it.
 *
 * @param mode how
 * @param items samples in it
 * @param blockItems samples in every block but the last
 * @param numbers what the numbers were in the data
 * @param shape of a sample of the data
 * @param fingerprint of the model that decodes; empty where none is needed
 * @param quality of what comes back
 */
record CompressedHeader(
    Mode mode,
    int items,
    int blockItems,
    SampleNumbers numbers,
    SampleShape shape,
    Optional<ModelFingerprint> fingerprint,
    Quality quality) {
  /** How samples are kept. */
  enum Mode {
    /** Codes alone. */
    LOSSY,
    /** Pixels or whole numbers, exactly. */
    NUMBERS,
    /** A text table, byte by byte. */
    TEXT
  }

  /** What the numbers were. */
  enum Stored {
    /** Whole numbers of 8 bits. */
    BYTES,
    /** Whole numbers of 16 bits. */
    SHORTS,
    /** Any numbers. */
    FLOATS,
    /** Cells of a table. */
    CELLS
  }

  CompressedHeader withQuality(Quality other) {
    return new CompressedHeader(mode, items, blockItems, numbers, shape, fingerprint, other);
  }

  int blocks() {
    return Math.ceilDiv(items, blockItems);
  }

  int itemsOf(int block) {
    return Math.min(blockItems, items - block * blockItems);
  }

  byte[] toBytes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mode", mode.name());
    map.put("items", items);
    map.put("blockItems", blockItems);
    map.put("stored", numbers.stored().name());
    map.put("unit", numbers.unit());
    map.put("scale", numbers.scale());
    map.put("shape", shape.text());
    fingerprint.ifPresent(f -> map.put("model", f.text()));
    quality.psnr().ifPresent(value -> map.put("psnr", value));
    quality.ssim().ifPresent(value -> map.put("ssim", value));
    return Json.text(map).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The inverse of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CompressedHeader read(byte[] bytes) {
    StrictMap map = new StrictMap("header", Json.object(new String(bytes, StandardCharsets.UTF_8)));
    CompressedHeader header =
        new CompressedHeader(
            Mode.valueOf(map.string("mode")),
            map.integer("items"),
            map.integer("blockItems"),
            new SampleNumbers(
                Stored.valueOf(map.string("stored")), map.integer("unit"), map.finite("scale")),
            SampleShape.parse(map.string("shape")),
            map.optionalString("model").map(ModelFingerprint::new),
            new Quality(map.optionalNumber("psnr"), map.optionalNumber("ssim")));
    if (header.items < 1 || header.blockItems < 1) {
      throw map.refuse("items", "at least 1 sample", header.items);
    }
    return map.finish(header);
  }
}
