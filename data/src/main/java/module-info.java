/** Samples: what they are, the readers that bring them in and the preparation that fits them. */
module dev.hourglass.data {
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires jdk.incubator.vector;

  exports dev.hourglass.data;
}
