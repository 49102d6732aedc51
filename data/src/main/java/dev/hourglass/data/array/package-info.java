/**
 * Arrays of numbers as files hold them: what IDX and .npy have in common. Not exported.
 *
 * <p>A header ({@link dev.hourglass.data.array.IdxHeader}, {@link
 * dev.hourglass.data.array.NpyHeader}) and the bytes that follow it make a {@link
 * dev.hourglass.data.array.NumberArray}, whose rows become samples in place where their order and
 * type allow, and are converted otherwise. Nothing here opens a file; the readers do.
 */
package dev.hourglass.data.array;
