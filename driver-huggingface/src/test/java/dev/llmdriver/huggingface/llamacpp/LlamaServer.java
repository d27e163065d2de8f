package dev.llmdriver.huggingface.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.DriverOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A llama-server of our own: a child process on a free port of the loopback interface, with one slot, so that calls queue up. */
final class LlamaServer implements AutoCloseable {
    /** The name under which it serves the model. */
    static final String MODEL = "tiny-model";

    static final int CONTEXT = 1024;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Health.Status> seen = Collections.synchronizedList(new ArrayList<>());
    private final Path log;
    private final URI address;
    private final Process process;

    private LlamaServer(Path log, int port, Process process) {
        this.log = log;
        this.address = URI.create("http://127.0.0.1:" + port);
        this.process = process;
    }

    /** {@return a server with these arguments beside the usual ones; it answers its health check, as the driver sees it} */
    static LlamaServer start(String... arguments) throws IOException {
        Path log = Files.createTempFile("llama-server", ".log");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                LlamaFiles.server().toString(), "--model", LlamaFiles.model().toString(), "--alias", MODEL));
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(
                List.of("--threads", "1", "--parallel", "1", "--ctx-size", Integer.toString(CONTEXT), "--slots"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        LlamaServer server = new LlamaServer(log, port, process);
        try {
            server.awaitUp();
            return server;
        } catch (RuntimeException | Error failed) {
            String said = server.log();
            server.close();
            throw new AssertionError("llama-server did not come up: " + said, failed);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitUp() {
        try (LlmProvider provider = open()) {
            Polling.until("the server is up", () -> {
                assertThat(process.isAlive()).as("the server runs").isTrue();
                return provider.health().thenApply(this::isUp);
            });
        }
    }

    private boolean isUp(Health health) {
        if (seen.isEmpty() || seen.get(seen.size() - 1) != health.status()) {
            seen.add(health.status());
        }
        return health.status() == Health.Status.UP;
    }

    /** {@return the verdicts on its health while it started, each as often as it changed} */
    List<Health.Status> seenWhileStarting() {
        return List.copyOf(seen);
    }

    /** {@return a provider that talks to it, with these options, name and value in turn} */
    LlmProvider open(String... options) {
        DriverOptions.Builder builder = DriverOptions.builder("huggingface")
                .set("endpoint", "dedicated")
                .set("dialect", "llamacpp")
                .set("base-url", address.toString());
        for (int i = 0; i < options.length; i += 2) {
            builder.set(options[i], options[i + 1]);
        }
        return LlmDrivers.load().open(builder.build());
    }

    /** Waits until its slot works. */
    void awaitBusy() {
        HttpRequest slots = HttpRequest.newBuilder(address.resolve("/slots")).build();
        Polling.until(
                "the slot works",
                () -> http.sendAsync(slots, BodyHandlers.ofString())
                        .thenApply(answer -> answer.body().contains("\"is_processing\":true")));
    }

    /** Ends it as a crash does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }
}
