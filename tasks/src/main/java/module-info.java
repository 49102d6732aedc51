/**
 * Second floor: what people do with an autoencoder. Evaluate it, generate from it, compare the
 * family with the classics.
 */
module dev.hourglass.tasks {
  requires transitive dev.hourglass.autoencoder;
  requires dev.hourglass.base;
  requires ejml.core;
  requires ejml.ddense;
  requires transitive java.desktop;
  requires jflac.codec;
  requires org.snakeyaml.engine;

  exports dev.hourglass.tasks.anomaly;
  exports dev.hourglass.tasks.anomaly.measure;
  exports dev.hourglass.tasks.anomaly.image;
  exports dev.hourglass.tasks.anomaly.series;
  exports dev.hourglass.tasks.coder;
  exports dev.hourglass.tasks.compare;
  exports dev.hourglass.tasks.denoise;
  exports dev.hourglass.tasks.denoise.classic;
  exports dev.hourglass.tasks.evaluate;
  exports dev.hourglass.tasks.compress;
  exports dev.hourglass.tasks.generate;
  exports dev.hourglass.tasks.learn;
  exports dev.hourglass.tasks.picture;
  exports dev.hourglass.tasks.probe;
  exports dev.hourglass.tasks.recipe;
  exports dev.hourglass.tasks.recommend;
  exports dev.hourglass.tasks.report;
  exports dev.hourglass.tasks.reproduce;
  exports dev.hourglass.tasks.speech;
  exports dev.hourglass.tasks.text;
}
