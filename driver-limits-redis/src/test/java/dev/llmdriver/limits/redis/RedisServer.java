package dev.llmdriver.limits.redis;

import dev.llmdriver.limits.redis.internal.RedisLink;
import dev.llmdriver.limits.redis.internal.ServerClock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/** A real Redis on loopback that keeps nothing, stopped with the test. */
public final class RedisServer implements AutoCloseable {
    private static final String PROGRAM = "redis-server";
    private static final int STARTS = 20;
    /** Below those that the system hands out, so that nobody gets the port while the server is down for a moment. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 30_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> options;
    private final String portOption;
    private int port;
    private Process process;

    private RedisServer(Path folder, String portOption, List<String> options) {
        this.folder = folder;
        this.portOption = portOption;
        this.options = options;
    }

    /** Starts one; skips the test where there is none on the path. */
    public static RedisServer start(Path folder, String... options) {
        return start(new RedisServer(folder, "--port", List.of(options)));
    }

    /** Starts one that speaks TLS alone, with these files in PEM, and asks for no certificate of its clients. */
    static RedisServer startTls(Path folder, Path certificate, Path key) {
        return start(new RedisServer(
                folder,
                "--tls-port",
                List.of(
                        "--port",
                        "0",
                        "--bind",
                        "127.0.0.1",
                        "127.0.0.2",
                        "--tls-auth-clients",
                        "no",
                        "--tls-cert-file",
                        certificate.toString(),
                        "--tls-key-file",
                        key.toString())));
    }

    private static RedisServer start(RedisServer server) {
        Assumptions.assumeTrue(isInstalled(), "needs redis-server on the PATH");
        for (int i = 0; i < STARTS; i++) {
            server.port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (server.tryStart()) {
                return server;
            }
        }
        throw new IllegalStateException("redis-server did not start on any of " + STARTS + " ports");
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, PROGRAM)));
    }

    private boolean tryStart() {
        List<String> command = new ArrayList<>(List.of(PROGRAM, portOption, Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.toString()));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.contains("Ready to accept connections")) {
                    return true;
                }
                Assumptions.assumeFalse(line.contains("Bad directive"), "needs a redis-server that was built with TLS");
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again at its port, with nothing in it. */
    void restart() {
        if (!tryStart()) {
            throw new IllegalStateException("redis-server did not start again on port " + port);
        }
    }

    /** Lets it stand still, its connections open, or go on. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    /** {@return a connection that waits for a slow machine} */
    RedisLink link() {
        return RedisLimitStore.link(address(), PATIENCE);
    }

    /** {@return a store such as any process has, with a connection of its own} */
    public RedisLimitStore store(String prefix) {
        return new RedisLimitStore(link(), prefix, new ServerClock());
    }

    String address() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    String place() {
        return "127.0.0.1:" + port;
    }

    /** Ends it at once. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
