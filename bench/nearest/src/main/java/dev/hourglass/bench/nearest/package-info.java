/** An index of many codes, beside JVector and beside looking at every code. */
package dev.hourglass.bench.nearest;
