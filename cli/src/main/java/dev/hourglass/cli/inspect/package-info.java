/** {@code hourglass detect images}: what is wrong in images, and where. */
package dev.hourglass.cli.inspect;
