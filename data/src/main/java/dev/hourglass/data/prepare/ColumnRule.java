package dev.hourglass.data.prepare;

import dev.hourglass.data.raw.TemporalFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of one column of a table. */
sealed interface ColumnRule {
  String name();

  /** How many features the column becomes. */
  int features();

  Map<String, Object> toMap();

  /**
   * One scaled feature.
   *
   * @param missing what takes the place of a missing cell, in the units of the file
   */
  record Numeric(String name, Scale scale, double missing) implements ColumnRule {
    @Override
    public int features() {
      return 1;
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("type", PreparationCodec.NUMERIC);
      map.put("offset", scale.offset());
      map.put("width", scale.width());
      map.put("missing", missing);
      return map;
    }
  }

  /**
   * Elapsed time as one scaled feature, where there is a date, and two for each cycle.
   *
   * @param format how the cells are written
   * @param scale of days since 1970
   * @param missing what takes the place of a missing cell, in days
   * @param cycles what the times come round in
   */
  record Temporal(
      String name, TemporalFormat format, Scale scale, double missing, List<Cycle> cycles)
      implements ColumnRule {
    public Temporal {
      cycles = List.copyOf(cycles);
    }

    /** How many features come before those of the cycles. */
    int elapsed() {
      return format.hasDate() ? 1 : 0;
    }

    @Override
    public int features() {
      return elapsed() + Cycle.FEATURES * cycles.size();
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("type", PreparationCodec.TEMPORAL);
      map.put("format", format.pattern());
      map.put("offset", scale.offset());
      map.put("width", scale.width());
      map.put("missing", missing);
      map.put("cycles", cycles.stream().map(Cycle::label).toList());
      return map;
    }
  }

  /** One feature per category: 1 for the cell's own, 0 for the others; all 0 when none is known. */
  record Categorical(String name, List<String> categories) implements ColumnRule {
    public Categorical {
      categories = List.copyOf(categories);
    }

    @Override
    public int features() {
      return categories.size();
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("type", PreparationCodec.CATEGORICAL);
      map.put("categories", categories);
      return map;
    }
  }
}
