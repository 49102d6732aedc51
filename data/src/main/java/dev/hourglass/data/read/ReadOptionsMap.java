package dev.hourglass.data.read;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormats;
import dev.hourglass.data.table.DialectOptions;
import dev.hourglass.data.table.RowCondition;
import dev.hourglass.data.table.TableOptions;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@link ReadOptions} as plain maps, and strictly back, so that a model can say how its data was
 * read. What is at its default is left out, and so is the labels file: labels do not train.
 */
public final class ReadOptionsMap {
  private ReadOptionsMap() {}

  /** Plain maps, lists, strings and numbers, ready for JSON. */
  public static Map<String, Object> of(ReadOptions options) {
    ReadOptions defaults = ReadOptions.defaults();
    Map<String, Object> map = new LinkedHashMap<>();
    options.label().ifPresent(label -> map.put("label", label));
    if (!options.ignore().isEmpty()) {
      map.put("ignore", options.ignore());
    }
    if (!options.categorical().isEmpty()) {
      map.put("categorical", options.categorical());
    }
    if (!options.table().columns().isEmpty()) {
      map.put("columns", options.table().columns());
    }
    if (!options.table().where().isEmpty()) {
      map.put("where", options.table().where().stream().map(RowCondition::text).toList());
    }
    if (options.header() != defaults.header()) {
      map.put("header", label(options.header()));
    }
    dialect(options.table().dialect(), map);
    if (options.nanIsMissing()) {
      map.put("nanIsMissing", true);
    }
    options.resize().ifPresent(size -> map.put("resize", size.toString()));
    if (options.image().fit() != defaults.image().fit()) {
      map.put("fit", label(options.image().fit()));
    }
    options.image().crop().ifPresent(size -> map.put("crop", size.toString()));
    options.image().binarize().ifPresent(seed -> map.put("binarize", seed));
    if (options.image().skipsUnreadable()) {
      map.put("skipUnreadable", true);
    }
    if (options.color() != defaults.color()) {
      map.put("color", label(options.color()));
    }
    options.limit().ifPresent(limit -> map.put("limit", limit));
    return map;
  }

  private static void dialect(DialectOptions dialect, Map<String, Object> map) {
    dialect.delimiter().ifPresent(delimiter -> map.put("delimiter", delimiter.toString()));
    dialect.encoding().ifPresent(encoding -> map.put("encoding", encoding.name()));
    dialect.decimal().ifPresent(decimal -> map.put("decimal", label(decimal)));
    dialect.dates().ifPresent(order -> map.put("dates", label(order)));
    if (dialect.skipLines() > 0) {
      map.put("skipLines", dialect.skipLines());
    }
    if (!dialect.missing().isEmpty()) {
      map.put("missing", dialect.missing());
    }
  }

  /**
   * The inverse of {@link #of}.
   *
   * @throws IllegalArgumentException naming the key that is unknown or of the wrong kind
   */
  public static ReadOptions read(StrictMap map) {
    ReadOptions options = ReadOptions.defaults().withNanIsMissing(false);
    Optional<String> label = map.optionalString("label");
    if (label.isPresent()) {
      options = options.withLabel(label.get());
    }
    options = options.withIgnore(strings(map, "ignore"));
    options = options.withCategorical(strings(map, "categorical"));
    List<String> where = strings(map, "where");
    options =
        options.withTable(
            options
                .table()
                .withColumns(strings(map, "columns"))
                .withWhere(where.stream().map(RowCondition::parse).toList()));
    if (map.has("header")) {
      options = options.withHeader(choice(map, "header", TableOptions.Header.values()));
    }
    options = options.withTable(options.table().withDialect(dialect(map, options)));
    if (map.has("nanIsMissing")) {
      options = options.withNanIsMissing(map.bool("nanIsMissing"));
    }
    Optional<String> resize = map.optionalString("resize");
    if (resize.isPresent()) {
      options = options.withResize(ImageSize.parse(resize.get()));
    }
    if (map.has("fit")) {
      options = options.withImage(options.image().withFit(choice(map, "fit", Fit.values())));
    }
    Optional<String> crop = map.optionalString("crop");
    if (crop.isPresent()) {
      options = options.withImage(options.image().withCrop(ImageSize.parse(crop.get())));
    }
    if (map.has("binarize")) {
      options = options.withImage(options.image().withBinarize(map.whole("binarize")));
    }
    if (map.has("skipUnreadable")) {
      options = options.withImage(options.image().withSkipsUnreadable(map.bool("skipUnreadable")));
    }
    if (map.has("color")) {
      options = options.withColor(choice(map, "color", ColorMode.values()));
    }
    OptionalInt limit =
        map.has("limit") ? OptionalInt.of(map.integer("limit")) : OptionalInt.empty();
    return map.finish(limit.isPresent() ? options.withLimit(limit.getAsInt()) : options);
  }

  private static DialectOptions dialect(StrictMap map, ReadOptions options) {
    DialectOptions dialect = options.table().dialect();
    if (map.has("delimiter")) {
      dialect = dialect.withDelimiter(delimiter(map));
    }
    if (map.has("encoding")) {
      dialect = dialect.withEncoding(encoding(map));
    }
    if (map.has("decimal")) {
      dialect = dialect.withDecimal(choice(map, "decimal", DecimalMark.values()));
    }
    if (map.has("dates")) {
      dialect = dialect.withDates(choice(map, "dates", TemporalFormats.DayOrder.values()));
    }
    if (map.has("skipLines")) {
      dialect = dialect.withSkipLines(map.integer("skipLines"));
    }
    return dialect.withMissing(strings(map, "missing"));
  }

  private static Charset encoding(StrictMap map) {
    String name = map.string("encoding");
    try {
      return DialectOptions.encodingNamed(name);
    } catch (IllegalArgumentException e) {
      throw map.refuse("encoding", "an encoding's name such as UTF-8", name);
    }
  }

  private static List<String> strings(StrictMap map, String key) {
    return map.has(key) ? map.strings(key) : List.of();
  }

  private static char delimiter(StrictMap map) {
    String text = map.string("delimiter");
    if (text.length() != 1) {
      throw map.refuse("delimiter", "one character", text);
    }
    return text.charAt(0);
  }

  private static <E extends Enum<E>> E choice(StrictMap map, String key, E[] known) {
    String text = map.string(key);
    for (E value : known) {
      if (label(value).equals(text)) {
        return value;
      }
    }
    throw map.refuse(
        key, "one of " + List.of(known).stream().map(ReadOptionsMap::label).toList(), text);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
