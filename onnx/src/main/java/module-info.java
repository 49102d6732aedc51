/** Second floor: models as ONNX files for other programs, and their weights as models. */
module dev.hourglass.onnx {
  requires com.google.protobuf;
  requires dev.hourglass.base;
  requires transitive dev.hourglass.tasks;
  requires org.tribuo.util.onnx;

  exports dev.hourglass.onnx;
}
