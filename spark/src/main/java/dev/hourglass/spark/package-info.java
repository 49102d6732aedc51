/**
 * Second floor: models at work on a cluster. Estimators train an autoencoder or fit a detector to a
 * DataFrame of Apache Spark, transformers score one; the model inside is the same file as anywhere.
 */
package dev.hourglass.spark;
