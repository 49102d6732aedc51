/**
 * A class per subcommand, whose fields are its flags: it parses, calls the floors below and
 * presents.
 */
package dev.hourglass.cli.command;
