/** The command {@code denoise text}: misspelt words to right ones. */
package dev.hourglass.cli.text;
