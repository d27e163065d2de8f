package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Work that is sent through a gateway by a client that costs little, on the provider's core.
 *
 * @param id what it is called in the tables
 * @param workload what the client's process is told to do
 * @param width requests at once
 * @param arguments more for it
 */
record Load(String id, String workload, int width, List<String> arguments) {
    private static final int TIMEOUT_SECONDS = 240;

    /** All of them, in the order in which they are run. */
    static List<Load> all(Options options) {
        List<String> times =
                List.of("warmup=" + options.number("warmup", 8000), "measure=" + options.number("measure", 6000));
        int width = options.number("width", 1000);
        return List.of(
                new Load("calls-c1", "latency", 1, times),
                new Load("calls-c16", "latency", 16, times),
                new Load("stream-c16", "latency", 16, plus(times, "stream", "tokens=500")),
                new Load("fanout-" + width, "fanout", width, plus(times, "rounds=2")));
    }

    private static List<String> plus(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    ObjectNode run(Options options, Cpus cpus, Gateway through, int repetition)
            throws IOException, InterruptedException {
        Path module = options.home().resolve("raw-vertx");
        List<String> command = new ArrayList<>(cpus.forServer());
        command.addAll(List.of(options.java(), "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2"));
        command.addAll(List.of("-cp", Entry.classPath(module), "dev.llmdriver.benchmarks.harness.Main"));
        command.addAll(List.of("contestant=raw-vertx", "protocol=OPENAI", "workload=" + workload));
        command.addAll(List.of("concurrency=" + width, "port=" + through.port(), "serverPid=" + through.pid()));
        command.addAll(List.of("prefix=" + through.prefix(), "core=" + cpus.clientCore()));
        command.addAll(arguments);
        Path errors = Files.createTempFile("bench", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> Fresh.result(process));
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        ObjectNode row = Rows.JSON.createObjectNode().put("case", id).put("through", through.name());
        row.put("rep", repetition);
        String json = result.join();
        if (json.isEmpty()) {
            row.put("error", "no result");
        } else {
            row.setAll((ObjectNode) Rows.JSON.readTree(json));
        }
        row.put("stderr", Fresh.head(errors));
        Files.delete(errors);
        row.put("gatewayMiB", through.peakMebibytes()).put("gatewayThreads", through.threads());
        return row;
    }
}
