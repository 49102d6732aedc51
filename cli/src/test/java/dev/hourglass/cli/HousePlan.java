package dev.hourglass.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the house is meant to be: floors, rooms, doors.
 *
 * @param floors each module and the modules below it
 * @param rooms each module's packages, lowest first; the module's own package is ""
 * @param entrances rooms that only some may enter: those files or rooms, besides the room itself
 * @param exported each module's packages that others may use
 */
record HousePlan(
    Map<String, Set<String>> floors,
    Map<String, List<String>> rooms,
    Map<String, Set<String>> entrances,
    Map<String, List<String>> exported) {

  /** The plan of Hourglass. */
  static HousePlan ofHourglass() {
    return new HousePlan(
        Map.of(
            "base", Set.of(),
            "engine", Set.of("base"),
            "data", Set.of("base"),
            "readers", Set.of("data"),
            "autoencoder", Set.of("base", "engine", "data"),
            "tasks", Set.of("base", "engine", "data", "autoencoder"),
            "search", Set.of("base", "engine", "data", "autoencoder", "tasks"),
            "onnx", Set.of("base", "engine", "data", "autoencoder", "tasks"),
            "serve", Set.of("base", "engine", "data", "autoencoder", "tasks", "search"),
            "cli",
                Set.of(
                    "base",
                    "engine",
                    "data",
                    "readers",
                    "autoencoder",
                    "tasks",
                    "search",
                    "onnx",
                    "serve")),
        Map.of(
            "base", List.of(""),
            "engine",
                List.of(
                    "tensor",
                    "optimise",
                    "kernel",
                    "kernel.portable",
                    "kernel.vector",
                    "kernel.onednn",
                    "network"),
            "data",
                List.of(
                    "dataset", "sparse", "array", "file", "format", "raw", "text", "cells", "json",
                    "table", "rating", "picture", "read", "prepare"),
            "readers", List.of(""),
            "autoencoder",
                List.of(
                    "rows",
                    "blueprint",
                    "pca",
                    "train.contractive",
                    "train.penalty",
                    "infer",
                    "train.demands",
                    "file",
                    "train"),
            "tasks",
                List.of(
                    "rows",
                    "picture",
                    "report",
                    "coder",
                    "probe",
                    "evaluate",
                    "learn",
                    "denoise.classic",
                    "denoise",
                    "anomaly.measure",
                    "anomaly",
                    "anomaly.series",
                    "anomaly.image",
                    "compress",
                    "generate",
                    "recommend",
                    "text",
                    "speech",
                    "recipe",
                    "reproduce",
                    "compare"),
            "search", List.of(""),
            "onnx", List.of(""),
            "serve", List.of(""),
            "cli",
                List.of(
                    "screen",
                    "flags",
                    "command",
                    "generate",
                    "index",
                    "codec",
                    "learn",
                    "text",
                    "speech",
                    "denoise",
                    "inspect",
                    "exchange",
                    "",
                    "manual")),
        // A rung is entered by the ladder alone.
        Map.of(
            "engine.kernel.portable", Set.of("kernel/KernelLadder.java"),
            "engine.kernel.onednn", Set.of("kernel/KernelLadder.java"),
            "engine.kernel.vector", Set.of("kernel.onednn")),
        Map.of(
            "base", List.of("base"),
            "engine",
                List.of("engine.kernel", "engine.network", "engine.optimise", "engine.tensor"),
            "data",
                List.of(
                    "data.dataset",
                    "data.format",
                    "data.picture",
                    "data.prepare",
                    "data.rating",
                    "data.raw",
                    "data.read",
                    "data.sparse",
                    "data.table"),
            "readers", List.of(),
            "autoencoder",
                List.of(
                    "autoencoder.blueprint",
                    "autoencoder.file",
                    "autoencoder.infer",
                    "autoencoder.pca",
                    "autoencoder.rows",
                    "autoencoder.train",
                    "autoencoder.train.demands"),
            "tasks",
                List.of(
                    "tasks.anomaly",
                    "tasks.anomaly.image",
                    "tasks.anomaly.measure",
                    "tasks.anomaly.series",
                    "tasks.coder",
                    "tasks.compare",
                    "tasks.compress",
                    "tasks.denoise",
                    "tasks.denoise.classic",
                    "tasks.evaluate",
                    "tasks.generate",
                    "tasks.learn",
                    "tasks.picture",
                    "tasks.probe",
                    "tasks.recipe",
                    "tasks.recommend",
                    "tasks.report",
                    "tasks.reproduce",
                    "tasks.speech",
                    "tasks.text"),
            "search", List.of("search"),
            "onnx", List.of("onnx"),
            "serve", List.of("serve"),
            "cli", List.of()));
  }
}
