/**
 * The native rung: oneDNN's matrix products through its C interface and {@code java.lang.foreign},
 * and the {@code vector} room for everything else.
 *
 * <p>{@link dev.hourglass.engine.kernel.onednn.NativeLibrary} unpacks the library of this platform,
 * {@link dev.hourglass.engine.kernel.onednn.OneDnnCalls} binds its functions, {@link
 * dev.hourglass.engine.kernel.onednn.OneDnnProduct} is a product prepared, and {@link
 * dev.hourglass.engine.kernel.onednn.NativeKernels} is the rung.
 */
package dev.hourglass.engine.kernel.onednn;
