/** Ground floor: Parquet tables and files packed by zstd, for who needs them. */
module dev.hourglass.readers {
  requires com.github.luben.zstd_jni;
  requires dev.hardwood.core;
  requires dev.hourglass.data;

  provides dev.hourglass.data.format.Packing with
      dev.hourglass.readers.ZstdPacking;
  provides dev.hourglass.data.format.TableFormat with
      dev.hourglass.readers.ParquetTables;
}
