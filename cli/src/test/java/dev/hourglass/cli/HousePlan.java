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
        Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("engine", Set.of("base")),
            Map.entry("data", Set.of("base")),
            Map.entry("readers", Set.of("data")),
            Map.entry("autoencoder", Set.of("base", "engine", "data")),
            Map.entry("tasks", Set.of("base", "engine", "data", "autoencoder")),
            Map.entry("search", Set.of("base", "engine", "data", "autoencoder", "tasks")),
            Map.entry("onnx", Set.of("base", "engine", "data", "autoencoder", "tasks")),
            Map.entry("serve", Set.of("base", "engine", "data", "autoencoder", "tasks", "search")),
            Map.entry("spark", Set.of("base", "engine", "data", "autoencoder", "tasks")),
            Map.entry(
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
                    "serve"))),
        Map.ofEntries(
            Map.entry("base", List.of("")),
            Map.entry(
                "engine",
                List.of(
                    "tensor",
                    "optimise",
                    "kernel",
                    "kernel.portable",
                    "kernel.vector",
                    "kernel.onednn",
                    "network")),
            Map.entry(
                "data",
                List.of(
                    "dataset", "sparse", "array", "file", "format", "raw", "text", "cells", "json",
                    "table", "rating", "scan", "picture", "read", "prepare")),
            Map.entry("readers", List.of("")),
            Map.entry(
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
                    "train")),
            Map.entry(
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
                    "compare")),
            Map.entry("search", List.of("")),
            Map.entry("onnx", List.of("")),
            Map.entry("serve", List.of("")),
            Map.entry("spark", List.of("")),
            Map.entry(
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
                    "manual"))),
        // A rung is entered by the ladder alone.
        Map.of(
            "engine.kernel.portable", Set.of("kernel/KernelLadder.java"),
            "engine.kernel.onednn", Set.of("kernel/KernelLadder.java"),
            "engine.kernel.vector", Set.of("kernel.onednn")),
        Map.ofEntries(
            Map.entry("base", List.of("base")),
            Map.entry(
                "engine",
                List.of("engine.kernel", "engine.network", "engine.optimise", "engine.tensor")),
            Map.entry(
                "data",
                List.of(
                    "data.dataset",
                    "data.format",
                    "data.picture",
                    "data.prepare",
                    "data.rating",
                    "data.raw",
                    "data.read",
                    "data.scan",
                    "data.sparse",
                    "data.table")),
            Map.entry("readers", List.of()),
            Map.entry(
                "autoencoder",
                List.of(
                    "autoencoder.blueprint",
                    "autoencoder.file",
                    "autoencoder.infer",
                    "autoencoder.pca",
                    "autoencoder.rows",
                    "autoencoder.train",
                    "autoencoder.train.demands")),
            Map.entry(
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
                    "tasks.text")),
            Map.entry("search", List.of("search")),
            Map.entry("onnx", List.of("onnx")),
            Map.entry("serve", List.of("serve")),
            Map.entry("spark", List.of("spark")),
            Map.entry("cli", List.of())));
  }
}
