package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.LlmProcess.PATIENCE;
import static dev.llmdriver.cli.internal.LlmProcess.exitCode;
import static dev.llmdriver.cli.internal.LlmProcess.interrupt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a process: it says where it is, answers, and ends by Ctrl-C. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ServeTest {
    @TempDir
    private Path folder;

    private static HttpResponse<String> ask(String place) throws Exception {
        return post(URI.create(place + "/chat/completions"));
    }

    private static HttpResponse<String> post(URI address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String metrics(String place) throws Exception {
        URI uri = URI.create(place).resolve("/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Somebody who copies the address from a URL has brackets around it already. */
    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]"})
    void anAddressWithColonsIsToldAsInAUrl(String host) throws Exception {
        LlmProcess llm = new LlmProcess(folder);
        Process process = llm.start("serve", "--json", "--host", host, "--port", "0", "-m", "demo:assistant");
        try {
            String told = process.inputReader().readLine(); // once it listens
            assumeTrue(told != null || !llm.errors().contains("cannot listen"), "no IPv6 here");
            assertThat(told).as(llm.errors()).isNotNull();
            String url = new ObjectMapper().readTree(told).path("url").asText();
            assertThat(url).startsWith("http://[::1]:");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theDemoAnswersUntilCtrlC() throws Exception {
        LlmProcess llm = new LlmProcess(folder);
        Files.writeString(
                folder.resolve("llm.properties"), "llm.price.input-per-million=1\nllm.price.output-per-million=2\n");
        Process process = llm.start("serve", "--json", "--port", "0", "-P", "pace=1ms", "-m", "demo:assistant");
        try {
            String told = process.inputReader().readLine(); // once it listens
            assertThat(told).as(llm.errors()).isNotNull();
            JsonNode place = new ObjectMapper().readTree(told);
            assertThat(place.path("model").asText()).isEqualTo("demo:assistant");
            HttpResponse<String> answer = ask(place.path("url").asText());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"model\":\"demo:assistant\"", "demo");
            assertThat(metrics(place.path("url").asText()))
                    .contains("gen_ai_client_operation_duration_seconds_count{")
                    .contains("gen_ai_provider_name=\"demo\"")
                    .contains("llmdriver_cost_USD_total{");
            URI conversation = URI.create(place.path("page").asText()).resolve("/api/ai/demo/-/assistant/chat");
            assertThat(post(conversation).statusCode()).isEqualTo(401);
            interrupt(process);
            assertThat(exitCode(process)).isEqualTo(130);
            assertThat(llm.errors())
                    .contains(
                            "listening at http://127.0.0.1:",
                            "to chat, open http://127.0.0.1:",
                            "Ctrl-C ends",
                            "Z warning: ",
                            "llm.server.auth.",
                            "ending;");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli cli = new Cli(folder);
            assertThat(cli.run("serve", "-m", "scripted:m", "--port", "" + taken.getLocalPort()))
                    .isEqualTo(2);
            assertThat(cli.err())
                    .startsWith("error: configuration: cannot listen at 127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void callersWhoCannotSayWhoTheyAreAreNotServedButTheFileIsGoodForTheRest() throws Exception {
        Files.writeString(folder.resolve("llm.properties"), "llm.callers.limits.requests-per-day=1");
        Cli cli = new Cli(folder);
        assertThat(cli.run("serve", "-m", "scripted:m", "--port", "0")).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("error: configuration: llm.callers limits each caller, but nobody can say who he is; set")
                .hasLineCount(1);
        for (int i = 0; i < 2; i++) {
            Cli chat = new Cli(folder);
            assertThat(chat.run("chat", "-m", "scripted:m", "Hello"))
                    .as(chat.err())
                    .isZero();
        }
    }

    @Test
    void aWrongPortIsRefused() {
        Cli cli = new Cli(folder);
        assertThat(cli.run("serve", "-m", "scripted:m", "--port", "70000")).isEqualTo(2);
        assertThat(cli.err()).contains("--port must be from 0 to 65535");
    }
}
