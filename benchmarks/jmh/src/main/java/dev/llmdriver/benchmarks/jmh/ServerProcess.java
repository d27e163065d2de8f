package dev.llmdriver.benchmarks.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The provider in a process of its own, so that what it allocates is not counted. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServerProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.llmdriver.benchmarks.server.Main",
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null || !line.startsWith("LISTENING ")) {
            process.destroy();
            throw new IOException("the server did not start: " + line);
        }
        return new ServerProcess(process, Integer.parseInt(line.split(" ")[1]));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
