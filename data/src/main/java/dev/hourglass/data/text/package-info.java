/**
 * Bytes in, characters out: packed or not, in the encoding that they are found to have. Start
 * reading at {@link dev.hourglass.data.text.TableText}.
 */
package dev.hourglass.data.text;
