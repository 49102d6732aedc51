/** Files of samples: packed ones, and those that are written whole or not at all. */
package dev.hourglass.data.file;
