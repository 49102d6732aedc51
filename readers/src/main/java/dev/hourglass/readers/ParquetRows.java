package dev.hourglass.readers;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import dev.hourglass.data.format.FormatRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The rows of a Parquet file as text. Structures and lists are the text that Hardwood makes. */
final class ParquetRows implements FormatRows {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter FRACTIONS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** What a column's cell is as text. */
  private interface CellText {
    String of(RowReader row, int column);
  }

  private final ParquetFileReader file;
  private final RowReader rows;
  private final List<String> names;
  private final CellText[] texts;

  ParquetRows(ParquetFileReader file) {
    this.file = file;
    List<SchemaNode> columns = file.getFileSchema().getRootNode().children();
    this.names = columns.stream().map(SchemaNode::name).toList();
    this.texts = columns.stream().map(ParquetRows::text).toArray(CellText[]::new);
    this.rows = file.rowReader();
  }

  private static CellText text(SchemaNode column) {
    return switch (column) {
      case SchemaNode.GroupNode _ -> (row, c) -> String.valueOf(row.getValue(c));
      case SchemaNode.PrimitiveNode leaf ->
          leaf.logicalType() == null ? physical(leaf.type()) : logical(leaf.logicalType(), leaf);
    };
  }

  private static CellText logical(LogicalType type, SchemaNode.PrimitiveNode leaf) {
    return switch (type) {
      case LogicalType.StringType _, LogicalType.EnumType _, LogicalType.JsonType _ ->
          RowReader::getString;
      case LogicalType.DateType _ -> (row, c) -> row.getDate(c).toString();
      case LogicalType.TimeType _ -> (row, c) -> TIME.format(row.getTime(c));
      case LogicalType.TimestampType t ->
          t.isAdjustedToUTC()
              ? (row, c) -> text(row.getTimestamp(c).atOffset(ZoneOffset.UTC).toLocalDateTime())
              : (row, c) -> text(row.getLocalTimestamp(c));
      case LogicalType.DecimalType _ -> (row, c) -> row.getDecimal(c).toPlainString();
      case LogicalType.UuidType _ -> (row, c) -> row.getUuid(c).toString();
      case LogicalType.IntType t when !t.isSigned() && leaf.type() == PhysicalType.INT32 ->
          (row, c) -> Integer.toUnsignedString(row.getInt(c));
      case LogicalType.IntType t when !t.isSigned() ->
          (row, c) -> Long.toUnsignedString(row.getLong(c));
      case LogicalType.IntType _ -> physical(leaf.type());
      default -> (row, c) -> String.valueOf(row.getValue(c));
    };
  }

  private static CellText physical(PhysicalType type) {
    return switch (type) {
      case BOOLEAN -> (row, c) -> Boolean.toString(row.getBoolean(c));
      case INT32 -> (row, c) -> Integer.toString(row.getInt(c));
      case INT64 -> (row, c) -> Long.toString(row.getLong(c));
      case FLOAT -> (row, c) -> Float.toString(row.getFloat(c));
      case DOUBLE -> (row, c) -> Double.toString(row.getDouble(c));
      case INT96 ->
          (row, c) -> text(row.getTimestamp(c).atOffset(ZoneOffset.UTC).toLocalDateTime());
      case BYTE_ARRAY -> (row, c) -> new String(row.getBinary(c), StandardCharsets.UTF_8);
      case FIXED_LEN_BYTE_ARRAY -> (row, c) -> HexFormat.of().formatHex(row.getBinary(c));
    };
  }

  private static String text(LocalDateTime time) {
    return (time.getNano() == 0 ? SECONDS : FRACTIONS).format(time);
  }

  @Override
  public List<String> columns() {
    return names;
  }

  @Override
  public boolean next() throws IOException {
    try {
      if (!rows.hasNext()) {
        return false;
      }
      rows.next();
      return true;
    } catch (RuntimeException e) {
      throw ParquetTables.damaged(e);
    }
  }

  @Override
  public String cell(int column) throws IOException {
    try {
      return rows.isNull(column) ? "" : texts[column].of(rows, column);
    } catch (RuntimeException e) {
      throw ParquetTables.damaged(e);
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
    file.close();
  }
}
