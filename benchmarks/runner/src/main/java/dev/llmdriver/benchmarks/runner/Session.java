package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant's process that warms up and measures when told to, and is stopped in between. */
final class Session implements AutoCloseable {
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-Xmn256m");
    private static final String RESULT = "@@RESULT ";

    private final Entry entry;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Path errors;

    private Session(Entry entry, Process process, Path errors) {
        this.entry = entry;
        this.process = process;
        this.errors = errors;
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Session open(Launch launch, Entry entry, int width) throws IOException {
        Case session = new Case("session", "session", width, List.of(), List.of(), 0, 1);
        List<String> command = launch.command(launch.cpus().forBoth(), entry, HEAP, session);
        if (launch.cpus().pinsClient()) {
            command.add("pin=" + launch.cpus().client());
        }
        Path errors = Files.createTempFile("bench", ".err");
        return new Session(
                entry,
                new ProcessBuilder(command).redirectError(errors.toFile()).start(),
                errors);
    }

    Entry entry() {
        return entry;
    }

    ObjectNode warm(Case of, String millis) throws IOException {
        return ask("warm", of, millis);
    }

    ObjectNode measure(Case of, String millis) throws IOException {
        return ask("measure", of, millis);
    }

    /** Only the one whose turn it is runs: what others do in the background must not be on its bill. */
    private ObjectNode ask(String what, Case of, String millis) throws IOException {
        signal("CONT");
        ObjectNode answer = answer(String.join(" ", what, of.workload(), Integer.toString(of.width()), millis));
        signal("STOP");
        return answer;
    }

    private ObjectNode answer(String question) throws IOException {
        try {
            out.write(question + "\n");
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(RESULT)) {
                    JsonNode row = Rows.JSON.readTree(line.substring(RESULT.length()));
                    return (ObjectNode) row;
                }
            }
        } catch (IOException e) {
            // its process is gone, which is told below
        }
        return Rows.JSON.createObjectNode().put("error", "the process ended").put("stderr", Fresh.head(errors));
    }

    private void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        signal("CONT");
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
