/** The cellar: whole files, names, spellings and strict maps. */
module dev.hourglass.base {
  exports dev.hourglass.base;
}
