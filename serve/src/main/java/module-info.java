/** Second floor: models that answer over HTTP. */
module dev.hourglass.serve {
  requires com.fasterxml.jackson.core;
  requires dev.hourglass.base;
  requires transitive dev.hourglass.search;
  requires jdk.httpserver;

  exports dev.hourglass.serve;
}
