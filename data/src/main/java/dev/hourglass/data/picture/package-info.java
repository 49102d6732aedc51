/**
 * Image files. What comes in is a folder (a class a sub-folder), a file or bytes of an array; what
 * goes out is {@link dev.hourglass.data.raw.RawData.Array}: grey or RGB, upright, of one size,
 * eight bits as bytes and sixteen as float32 from 0 to 1.
 *
 * <p>Decoders are the JDK's and TwelveMonkeys', found by {@link javax.imageio.ImageIO}; colours and
 * orientation are settled here. Start at {@link dev.hourglass.data.picture.ImageFolder}; {@code
 * ImageDecoder} makes {@code Pixels} of one file, {@code ImageDecoding} a set of many, whose
 * numbers lie in a {@code PixelStore}.
 */
package dev.hourglass.data.picture;
