/** Images, speech and text cleaned, defects looked for: how fast. */
package dev.hourglass.bench.uses;
