/** A server of its own process under load, asked over connections that stay. */
package dev.hourglass.bench.serving;
