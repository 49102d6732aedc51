/** Models to other programs, and theirs here. */
package dev.hourglass.cli.exchange;
