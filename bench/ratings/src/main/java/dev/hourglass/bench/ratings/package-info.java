/** A recommender of millions of drawn ratings: read, trained, asked. */
package dev.hourglass.bench.ratings;
