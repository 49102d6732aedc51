/** The command line: parses, calls the tasks, presents. */
module dev.hourglass.cli {
  requires com.fasterxml.jackson.jr.ob;
  requires dev.hourglass.tasks;
  requires info.picocli;
  requires org.snakeyaml.engine;

  opens dev.hourglass.cli to
      info.picocli;
}
