/**
 * Tables of JSON objects, one a line or the elements of an array. Start reading at {@link
 * dev.hourglass.data.json.JsonCursor}.
 */
package dev.hourglass.data.json;
