/** What a training asks of the machine's memory and of its targets, looked at before it begins. */
package dev.hourglass.autoencoder.train.demands;
