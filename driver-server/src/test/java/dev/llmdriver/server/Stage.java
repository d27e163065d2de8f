package dev.llmdriver.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.demo.DemoDriver;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinModel;
import dev.llmdriver.testkit.TwinOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server over a twin, a scripted model and the demo, and the plainest of clients. */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String CHAT = "/v1/chat/completions";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Its buffers are small, so that it is soon held back by who does not read. */
    final HuggingFaceTwin twin =
            HuggingFaceTwin.start(TwinOptions.defaults().sendBuffer(64 * 1024)).serve(TwinModel.chat("org/chat"));

    final ScriptedDriver scripted = new ScriptedDriver();
    final LlmClient client;
    final LlmServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Stage(
            Map<String, String> properties,
            UnaryOperator<LlmClientBuilder> shared,
            UnaryOperator<LlmServer.Builder> change)
            throws Exception {
        LlmClientBuilder builder = shared.apply(LlmClient.builder())
                .drivers(LlmDrivers.of(new HuggingFaceDriver(), new DemoDriver(), scripted))
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(Path.of("target", "no-configuration"))
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-key", "hf_secretOfTheServer")
                .property("llm.huggingface.connect-timeout", "60s")
                .property("llm.retry.max-attempts", "1")
                .property("llm.models.fast.model", "huggingface:org/chat");
        properties.forEach(builder::property);
        client = builder.build();
        server = change.apply(LlmServer.builder(client).port(0)).build();
        server.start().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static Stage open() throws Exception {
        return open(builder -> builder);
    }

    static Stage open(UnaryOperator<LlmServer.Builder> change) throws Exception {
        return new Stage(Map.of(), builder -> builder, change);
    }

    static Stage configured(Map<String, String> properties) throws Exception {
        return configured(properties, builder -> builder);
    }

    static Stage configured(Map<String, String> properties, UnaryOperator<LlmServer.Builder> change) throws Exception {
        return new Stage(properties, builder -> builder, change);
    }

    /** {@return one of several servers that count limits together} */
    static Stage sharing(LimitStore counts, Map<String, String> properties) throws Exception {
        return new Stage(properties, client -> client.limitStore(counts), server -> server);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@return a connection over which this request was sent} */
    Socket connect(String path, String body) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(256 * 1024); // larger ones would hold much of what nobody reads
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write(request(path, body));
        return socket;
    }

    /** {@return a request as it is on the wire} */
    static byte[] request(String path, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** {@return a question, with more fields} */
    static String asking(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]" + more + "}";
    }

    @Override
    public void close() {
        server.close();
        client.close();
        twin.close();
    }
}
