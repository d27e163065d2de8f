package dev.llmdriver.benchmarks.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The provider's process. */
final class Server implements AutoCloseable {
    private final Process process;
    private final String port;

    private Server(Process process, String port) {
        this.process = process;
        this.port = port;
    }

    static Server start(Options options, Cpus cpus) throws IOException {
        List<String> command = new ArrayList<>(cpus.forServer());
        command.addAll(List.of(options.java(), "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", Entry.classPath(options.home().resolve("server"))));
        command.addAll(List.of("dev.llmdriver.benchmarks.server.Main", "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (line == null || !line.startsWith("LISTENING ")) {
            process.destroy();
            throw new IllegalStateException("the server did not start: " + line);
        }
        return new Server(process, line.split(" ")[1]);
    }

    long pid() {
        return process.pid();
    }

    String port() {
        return port;
    }

    /** What every contestant is told. */
    List<String> arguments() {
        return List.of("port=" + port, "serverPid=" + pid());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
