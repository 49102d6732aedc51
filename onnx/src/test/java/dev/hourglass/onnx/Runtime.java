package dev.hourglass.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime, with what a test gives it and what it answers as plain arrays. */
final class Runtime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  Runtime(OnnxExport export) {
    try {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = environment.createSession(export.toBytes(), options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  OrtSession session() {
    return session;
  }

  /** Arrays of arrays in, arrays out. */
  Map<String, Object> run(Map<String, ?> inputs) {
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, ?> input : inputs.entrySet()) {
        given.put(input.getKey(), OnnxTensor.createTensor(environment, input.getValue()));
      }
      Map<String, Object> answers = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(given)) {
        for (Map.Entry<String, OnnxValue> each : result) {
          answers.put(each.getKey(), each.getValue().getValue());
        }
      }
      return answers;
    } catch (OrtException e) {
      throw new AssertionError(e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  /** Rows of floats that one input gives. */
  float[][] rows(String input, float[][] rows, String output) {
    return (float[][]) run(Map.of(input, rows)).get(output);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
