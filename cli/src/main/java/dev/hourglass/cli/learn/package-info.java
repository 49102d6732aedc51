/** Learning from labels: fine-tuning, and what comes of it. */
package dev.hourglass.cli.learn;
