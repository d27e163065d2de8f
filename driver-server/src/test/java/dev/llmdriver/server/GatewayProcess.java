package dev.llmdriver.server;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.server.internal.auth.TokenMaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which can be ended politely and otherwise. */
final class GatewayProcess implements AutoCloseable {
    final int port;
    private final Process process;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** {@return a server that listens, keeps conversations in this folder, and asks this provider} */
    static GatewayProcess start(Path folder, URI provider) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        folder.toString(),
                        provider.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = out.readLine();
        if (port == null) {
            process.destroyForcibly();
            throw new IOException("the server's process ended before it listened");
        }
        return new GatewayProcess(process, Integer.parseInt(port));
    }

    /** Sends SIGTERM. */
    void end() {
        process.toHandle().destroy(); // Process.destroy would close its input, too, and so end it at once
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server's process does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        TokenMaker tokens = TokenMaker.start();
        LlmClientBuilder builder = LlmClient.builder()
                .drivers(LlmDrivers.of(new HuggingFaceDriver()))
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(Path.of("target", "no-configuration"))
                .property("llm.huggingface.base-url", arguments[1])
                .property("llm.huggingface.api-key", "hf_secretOfTheServer")
                .property("llm.huggingface.connect-timeout", "60s")
                .property("llm.retry.max-attempts", "1");
        tokens.settings().forEach(builder::property);
        LlmServer server = LlmServer.builder(builder.build())
                .port(0)
                .dataFolder(Path.of(arguments[0]))
                .drainTime(Duration.ofSeconds(60))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.start().join();
        System.out.println(server.port());
        System.in.read(); // its end is the parent's
        Runtime.getRuntime().halt(1);
    }
}
