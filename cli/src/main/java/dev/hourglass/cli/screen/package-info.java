/**
 * What people and scripts see: progress, tables, JSON, files written, failures put into words, exit
 * codes.
 */
package dev.hourglass.cli.screen;
