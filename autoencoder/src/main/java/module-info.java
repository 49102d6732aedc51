/** First floor: the autoencoder family, its training and its model file. */
module dev.hourglass.autoencoder {
  requires transitive dev.hourglass.base;
  requires transitive dev.hourglass.data;
  requires transitive dev.hourglass.engine;
  requires ejml.core;
  requires ejml.ddense;

  exports dev.hourglass.autoencoder.blueprint;
  exports dev.hourglass.autoencoder.file;
  exports dev.hourglass.autoencoder.infer;
  exports dev.hourglass.autoencoder.pca;
  exports dev.hourglass.autoencoder.rows;
  exports dev.hourglass.autoencoder.train;
  exports dev.hourglass.autoencoder.train.demands;
}
