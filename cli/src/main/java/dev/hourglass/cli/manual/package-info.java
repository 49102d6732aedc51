/** What a package to install has beside the program: man pages and completion for the shell. */
package dev.hourglass.cli.manual;
