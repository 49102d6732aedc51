package dev.hourglass.data.prepare;

import dev.hourglass.data.raw.TemporalFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of one column of a table. */
sealed interface ColumnRule {
  String name();

  /** How many features the column becomes. */
  int features();

  Map<String, Object> toMap();

  /**
   * One scaled feature, and where missing cells are marked one more: 1 for those, else 0.
   *
   * @param scale of the numbers, or of where the curve leads
   * @param curve what they go through first
   * @param missing what takes the place of a missing cell, in the units of the file
   * @param marked whether missing cells are marked
   */
  record Numeric(String name, Scale scale, Optional<Curve> curve, double missing, boolean marked)
      implements ColumnRule {
    @Override
    public int features() {
      return marked ? 2 : 1;
    }

    /** The feature of a cell; NaN where it is missing. */
    double prepare(double cell, Scaling scaling, double clip) {
      double number = Double.isNaN(cell) ? missing : cell;
      return scale.prepare(curve.isPresent() ? curve.get().of(number) : number, scaling, clip);
    }

    /** The number that a feature stands for. */
    double restore(double prepared) {
      double scaled = scale.restore(prepared);
      return curve.isPresent() ? curve.get().undone(scaled) : scaled;
    }

    /** The same with all the digits that the feature has. */
    String restoredText(float prepared) {
      return curve.isPresent() ? Double.toString(restore(prepared)) : scale.restoredText(prepared);
    }

    boolean exceedsFloat32() {
      return curve.map(Curve::linear).orElse(scale).exceedsFloat32();
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("type", PreparationCodec.NUMERIC);
      map.put("offset", scale.offset());
      map.put("width", scale.width());
      map.put("missing", missing);
      curve.ifPresent(each -> each.addTo(map));
      if (marked) {
        map.put(PreparationCodec.MARKED, true);
      }
      return map;
    }
  }

  /**
   * Elapsed time as one scaled feature, where there is a date, two for each cycle, and where
   * missing cells are marked one more.
   *
   * @param format how the cells are written
   * @param scale of days since 1970
   * @param missing what takes the place of a missing cell, in days
   * @param cycles what the times come round in
   * @param marked whether missing cells are marked
   */
  record Temporal(
      String name,
      TemporalFormat format,
      Scale scale,
      double missing,
      List<Cycle> cycles,
      boolean marked)
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
      return elapsed() + Cycle.FEATURES * cycles.size() + (marked ? 1 : 0);
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
      if (marked) {
        map.put(PreparationCodec.MARKED, true);
      }
      return map;
    }
  }

  /**
   * One feature per category: 1 for the cell's own, 0 for the others; all 0 where a cell is
   * missing.
   *
   * @param others whether there is one more for cells of any other category, rare or never seen;
   *     without it they are all 0 too
   */
  record Categorical(String name, List<String> categories, boolean others) implements ColumnRule {
    public Categorical {
      categories = List.copyOf(categories);
    }

    @Override
    public int features() {
      return categories.size() + (others ? 1 : 0);
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("type", PreparationCodec.CATEGORICAL);
      map.put("categories", categories);
      if (others) {
        map.put(PreparationCodec.OTHERS, true);
      }
      return map;
    }
  }
}
