/** The cellar: whole files, the safetensors container, names, spellings and strict maps. */
module dev.hourglass.base {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires jdk.management;

  exports dev.hourglass.base;
}
