/** Samples: what they are, the readers that bring them in and the preparation that fits them. */
module dev.hourglass.data {
  requires ch.randelshofer.fastdoubleparser;
  requires com.fasterxml.jackson.core;
  requires com.github.albfernandez.juniversalchardet;
  requires de.siegmar.fastcsv;
  requires dev.hourglass.base;
  requires java.desktop;
  requires jdk.incubator.vector;

  exports dev.hourglass.data.dataset;
  exports dev.hourglass.data.format;
  exports dev.hourglass.data.picture;
  exports dev.hourglass.data.prepare;
  exports dev.hourglass.data.rating;
  exports dev.hourglass.data.raw;
  exports dev.hourglass.data.read;
  exports dev.hourglass.data.scan;
  exports dev.hourglass.data.sparse;
  exports dev.hourglass.data.table;

  uses dev.hourglass.data.format.Packing;
  uses dev.hourglass.data.format.TableFormat;
}
