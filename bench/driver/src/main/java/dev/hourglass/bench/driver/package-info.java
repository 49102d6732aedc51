/**
 * Forks the contestants, lets them take turns and prints the table.
 *
 * <p>{@link dev.hourglass.bench.driver.Bench} reads the command line. For each line a {@link
 * dev.hourglass.bench.driver.Contest} starts every {@link dev.hourglass.bench.driver.Contestant} in
 * each of its settings, keeps the setting that serves it best, and then lets the kept processes
 * work one after the other, round after round, so that whatever else the machine does hits everyone
 * alike. {@link dev.hourglass.bench.driver.Table} turns the outcomes into what a README can quote.
 */
package dev.hourglass.bench.driver;
