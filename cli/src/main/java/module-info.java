/** The command line: parses, calls the tasks, presents. */
module dev.hourglass.cli {
  requires com.fasterxml.jackson.jr.ob;
  requires dev.hourglass.base;
  requires dev.hourglass.onnx;
  requires dev.hourglass.search;
  requires dev.hourglass.serve;
  requires dev.hourglass.tasks;
  requires info.picocli;
  requires java.logging;

  opens dev.hourglass.cli to
      info.picocli;
  opens dev.hourglass.cli.command to
      info.picocli;
  opens dev.hourglass.cli.exchange to
      info.picocli;
  opens dev.hourglass.cli.generate to
      info.picocli;
  opens dev.hourglass.cli.index to
      info.picocli;
  opens dev.hourglass.cli.learn to
      info.picocli;
  opens dev.hourglass.cli.denoise to
      info.picocli;
  opens dev.hourglass.cli.speech to
      info.picocli;
  opens dev.hourglass.cli.text to
      info.picocli;
  opens dev.hourglass.cli.flags to
      info.picocli;
  opens dev.hourglass.cli.screen to
      info.picocli;
}
