package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.Wall;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code llm} command as a user types it, its shell script included: from the start to the first token and to the end. */
final class Command {
    private static final int TOKENS = 20;
    private static final Map<String, List<String>> DRIVERS = Map.of(
            "OPENAI", List.of("huggingface", "/v1", "endpoint=dedicated"),
            "OLLAMA", List.of("ollama", ""),
            "GEMINI", List.of("gemini", ""));

    private final Launch launch;
    private final Path script;

    Command(Launch launch) {
        this.launch = launch;
        script = launch.options().home().resolveSibling("llm");
    }

    /** Builds the command and its archive, where that is still to be done. */
    void prepare() throws IOException, InterruptedException {
        Process process = start(List.of(), List.of("--version"));
        process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(script + " --version failed");
        }
    }

    ObjectNode run(Case of, Entry entry, int repetition) throws IOException, InterruptedException {
        Entry command = new Entry("llm", entry.protocol(), entry.version(), entry.module());
        ObjectNode row = Rows.begin(of, command, repetition);
        long start = Wall.now();
        Process process = start(launch.cpus().forClient(), arguments(entry.protocol()));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        InputStream in = process.getInputStream();
        text.write(in.read());
        row.put("firstTokenMs", Wall.millisSince(start));
        byte[] expected = Tokens.text(TOKENS).getBytes(StandardCharsets.UTF_8);
        text.write(in.readNBytes(expected.length - 1));
        row.put("lastTokenMs", Wall.millisSince(start));
        text.write(in.readAllBytes());
        boolean ended = process.waitFor(of.timeoutSeconds(), TimeUnit.SECONDS);
        double processMillis = Wall.millisSince(start);
        process.destroyForcibly();
        boolean right = text.toString(StandardCharsets.UTF_8).strip().equals(Tokens.text(TOKENS));
        row.put("ops", right ? 1 : 0)
                .put("wrong", right ? 0 : 1)
                .put("failed", 0)
                .put("exited", ended ? 1 : 0);
        row.put("processMs", processMillis)
                .put("exitMs", processMillis - row.path("lastTokenMs").asDouble());
        return row;
    }

    private List<String> arguments(String protocol) {
        List<String> driver = DRIVERS.getOrDefault(protocol, List.of());
        List<String> arguments = new ArrayList<>(List.of("chat", "-m", driver.get(0) + ":bench-" + TOKENS + "-0"));
        arguments.addAll(
                List.of("-P", "base-url=http://127.0.0.1:" + launch.server().port() + driver.get(1)));
        arguments.addAll(List.of("-P", "api-key=sk-bench"));
        driver.stream().skip(2).forEach(option -> arguments.addAll(List.of("-P", option)));
        arguments.add("Hello");
        return arguments;
    }

    private Process start(List<String> pin, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(pin);
        command.add(script.toString());
        command.addAll(arguments);
        // A folder without a configuration, and nothing to read.
        return new ProcessBuilder(command)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
