package dev.llmdriver.server;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.demo.DemoDriver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Starts a server before anything else starts event loops, and asks it. */
public final class Lonely implements Callable<String> {
    /** Creates it, for whoever loads this class by itself. */
    public Lonely() {}

    @Override
    public String call() throws Exception {
        try (LlmClient client = LlmClient.builder()
                        .drivers(LlmDrivers.of(new DemoDriver()))
                        .environment(Map.of())
                        .systemProperties(Map.of())
                        .workingFolder(Path.of("target", "no-configuration"))
                        .build();
                LlmServer server = LlmServer.builder(client).port(0).build()) {
            server.start().get(60, TimeUnit.SECONDS);
            URI chat = URI.create("http://127.0.0.1:" + server.port() + Stage.CHAT);
            HttpRequest request = HttpRequest.newBuilder(chat)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Stage.asking("demo:chat", "")))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + answer.body();
        }
    }
}
