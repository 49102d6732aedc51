/**
 * Models that answer over HTTP: {@link dev.hourglass.serve.ModelServer} takes requests on virtual
 * threads, reads their rows as JSON, CSV or {@code .npy} ({@code RequestRows}), lets a model answer
 * ({@code Operation}) and counts ({@code Metrics}). What is wrong with a request is said in a 4xx,
 * and nothing of the machine.
 */
package dev.hourglass.serve;
