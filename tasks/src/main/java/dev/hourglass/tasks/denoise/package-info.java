/** Cleaning: pictures of any size without their noise. */
package dev.hourglass.tasks.denoise;
