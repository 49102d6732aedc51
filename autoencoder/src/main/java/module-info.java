/** First floor: the autoencoder family, its training and its model file. */
module dev.hourglass.autoencoder {
  requires transitive dev.hourglass.data;
  requires transitive dev.hourglass.engine;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;

  exports dev.hourglass.autoencoder;
}
