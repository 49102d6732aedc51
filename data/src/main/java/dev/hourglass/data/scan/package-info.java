/**
 * Scanners' files: DICOM (uncompressed, little-endian) and NIfTI-1, both of one or more slices
 * whose numbers mean something by themselves.
 *
 * <p>What comes in is a file; what goes out is a {@link dev.hourglass.data.scan.Scan}, whose slices
 * are floats in the file's own units and, by its {@link dev.hourglass.data.scan.Shades}, brightness
 * from 0 to 1. {@link dev.hourglass.data.scan.NiftiWriter} writes a volume on the grid of another.
 * Of a DICOM file only what an image needs is looked at; who it is of is never read.
 */
package dev.hourglass.data.scan;
