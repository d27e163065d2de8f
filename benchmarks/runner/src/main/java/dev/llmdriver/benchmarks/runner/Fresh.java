package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.benchmarks.Wall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that measures one thing and ends, or is ended. */
final class Fresh {
    private static final String RESULT = "@@RESULT ";

    private Fresh() {}

    static ObjectNode run(Launch launch, Case of, Entry entry, int repetition, List<String> jvm)
            throws IOException, InterruptedException {
        Cpus cpus = launch.cpus();
        boolean warmsOnBoth = of.workload().equals("fanout") && cpus.pinsClient();
        List<String> command = launch.command(warmsOnBoth ? cpus.forBoth() : cpus.forClient(), entry, jvm, of);
        if (warmsOnBoth) {
            command.add("pin=" + cpus.client());
        }
        ObjectNode row = Rows.begin(of, entry, repetition);
        Path errors = Files.createTempFile("bench", ".err");
        long start = Wall.now();
        command.add("t0=" + start);
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> result(process));
        boolean ended = process.waitFor(of.timeoutSeconds(), TimeUnit.SECONDS);
        double processMillis = Wall.millisSince(start);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String json = result.join();
        if (json.isEmpty()) {
            row.put("error", "no result").put("stderr", head(errors));
        } else {
            row.setAll((ObjectNode) Rows.JSON.readTree(json));
        }
        row.put("exited", ended ? 1 : 0).put("processMs", ended ? processMillis : Double.NaN);
        if (row.has("lastTokenMs")) {
            row.put("exitMs", processMillis - row.path("lastTokenMs").asDouble());
        }
        if (!Rows.fault(row).isEmpty()) {
            row.put("stderr", head(errors));
        }
        Files.delete(errors);
        return row;
    }

    /** The beginning of what a process complained about. */
    static String head(Path errors) throws IOException {
        String text = Files.readString(errors);
        return text.substring(0, Math.min(1500, text.length()));
    }

    static String result(Process process) {
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.startsWith(RESULT))
                    .map(line -> line.substring(RESULT.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
