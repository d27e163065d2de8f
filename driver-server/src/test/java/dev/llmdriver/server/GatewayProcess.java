package dev.llmdriver.server;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.server.internal.auth.TokenMaker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A server in a process of its own, which can be ended politely and otherwise. */
final class GatewayProcess implements AutoCloseable {
    final int port;
    private final OtherProcess process;

    private GatewayProcess(OtherProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** {@return a server that listens, keeps conversations in this folder, and asks this provider} */
    static GatewayProcess start(Path folder, URI provider) throws Exception {
        OtherProcess process = OtherProcess.start(GatewayProcess.class, folder, provider.toString());
        try {
            return new GatewayProcess(process, Integer.parseInt(process.first()));
        } catch (Exception ended) {
            process.close();
            throw ended;
        }
    }

    /** Sends SIGTERM. */
    void end() {
        process.end();
    }

    /** Sends SIGKILL. */
    void kill() throws Exception {
        process.kill();
    }

    void awaitEnd() throws InterruptedException {
        process.awaitEnd();
    }

    @Override
    public void close() {
        process.close();
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
