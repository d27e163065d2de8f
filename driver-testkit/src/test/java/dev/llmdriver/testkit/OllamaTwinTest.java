package dev.llmdriver.testkit;

import static dev.llmdriver.testkit.TwinClient.joined;
import static dev.llmdriver.testkit.TwinClient.json;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OllamaTwinTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String WEATHER = """
            "messages":[{"role":"user","content":"How is the weather?"}],"tools":[{"type":"function","function":
            {"name":"get_weather","parameters":{"type":"object","properties":{"days":{"type":"integer"}}}}}]""";

    private final OllamaTwin twin = OllamaTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void greetsAndSaysWhatItIs() throws Exception {
        HttpResponse<String> response = post("/api/chat", "\"model\":\"twin\",\"stream\":false," + HELLO);
        JsonNode answer = json(response.body());

        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(answer.at("/message/content").asText()).startsWith("Hello!").contains("no real model");
        assertThat(answer.path("model").asText()).isEqualTo("twin");
        assertThat(answer.path("done").asBoolean()).isTrue();
        assertThat(answer.path("done_reason").asText()).isEqualTo("stop");
        assertThat(answer.path("prompt_eval_count").asInt()).isEqualTo(1);
        assertThat(answer.path("eval_count").asInt()).isPositive();
    }

    @Test
    void streamsUnlessToldNotTo() throws Exception {
        HttpResponse<String> response = post("/api/chat", "\"model\":\"twin:latest\"," + HELLO);
        List<JsonNode> lines = lines(response);

        assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
        assertThat(response.body()).endsWith("}\n").doesNotContain("\n\n");
        assertThat(joined(lines, "/message/content"))
                .isEqualTo(unary("twin", HELLO).at("/message/content").asText());
        assertThat(lines.subList(0, lines.size() - 1))
                .allMatch(line -> !line.path("done").asBoolean() && !line.has("eval_count"));
        assertThat(lines.get(lines.size() - 1).path("done").asBoolean()).isTrue();
        assertThat(lines.get(0).path("created_at").asText()).isEqualTo("2025-10-09T08:53:20Z");
        assertThat(lines.get(1).path("created_at").asText()).isEqualTo("2025-10-09T08:53:20.0123456Z");
    }

    @Test
    void thinksUnlessToldNotTo() throws Exception {
        List<JsonNode> lines = lines(post("/api/chat", "\"model\":\"twin-thinker\"," + HELLO));

        assertThat(lines.get(0).at("/message/thinking").asText()).isNotEmpty();
        assertThat(lines.get(0).at("/message/content").asText()).isEmpty();
        assertThat(joined(lines, "/message/thinking"))
                .isEqualTo(unary("twin-thinker", "\"think\":\"low\"," + HELLO)
                        .at("/message/thinking")
                        .asText());
        assertThat(unary("twin-thinker", "\"think\":false," + HELLO)
                        .path("message")
                        .has("thinking"))
                .isFalse();
    }

    @Test
    void callsComeBeforeTheLastLineOrInIt() throws Exception {
        twin.enqueue(TwinAnswer.builder()
                .toolCall("call_1", "f", "{\"b\":1,\"a\":2}")
                .toolCall("", "g", "{}")
                .build());
        List<JsonNode> parser = lines(post("/api/chat", "\"model\":\"twin\"," + WEATHER));
        twin.dialect(OllamaDialect.TEMPLATE);
        List<JsonNode> template = lines(post("/api/chat", "\"model\":\"twin\"," + WEATHER));

        assertThat(parser).hasSize(3);
        assertThat(parser.get(0).at("/message/tool_calls").toString())
                .isEqualTo(
                        "[{\"id\":\"call_1\",\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":{\"b\":1,\"a\":2}}}]");
        assertThat(parser.get(1).at("/message/tool_calls/0").toString())
                .isEqualTo("{\"function\":{\"index\":1,\"name\":\"g\",\"arguments\":{}}}");
        assertThat(parser.get(2).path("done_reason").asText()).isEqualTo("stop");
        assertThat(template).hasSize(1);
        assertThat(template.get(0).path("done").asBoolean()).isTrue();
        assertThat(template.get(0).at("/message/tool_calls/0/function/name").asText())
                .isEqualTo("get_weather");
    }

    @Test
    void oldVersionsHaveNoIdsAndFailInside200() throws Exception {
        twin.dialect(OllamaDialect.OLD);
        twin.enqueue(TwinAnswer.calling("f", "{}"));
        twin.enqueue(new TwinError(TwinError.Kind.GENERATION, "out of luck"));

        assertThat(unary("twin", HELLO).at("/message/tool_calls/0"))
                .isEqualTo(json("{\"function\":{\"name\":\"f\",\"arguments\":{}}}"));
        HttpResponse<String> failed = post("/api/chat", "\"model\":\"twin\"," + HELLO);
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.body()).isEqualTo("{\"error\":\"out of luck\"}\n");
    }

    @Test
    void aFailureAfterTheFirstLineIsALine() throws Exception {
        twin.enqueue(OllamaDialect.PARSER.failing(TwinAnswer.of("so far"), OllamaErrors.runnerStopped()));

        List<JsonNode> lines = lines(post("/api/chat", "\"model\":\"twin\"," + HELLO));

        assertThat(joined(lines, "/message/content")).isEqualTo("so far");
        assertThat(lines).noneMatch(line -> line.path("done").asBoolean());
        assertThat(lines.get(2).path("error").asText()).startsWith("model runner has unexpectedly stopped");
    }

    @Test
    void answersBySchemaAndWithinLimits() throws Exception {
        JsonNode object = unary(
                "twin", HELLO + ",\"format\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        JsonNode cut = unary("twin", HELLO + ",\"options\":{\"num_predict\":2}");
        JsonNode stopped = unary("twin", HELLO + ",\"options\":{\"stop\":[\"demo\"],\"num_predict\":-1}");

        assertThat(object.at("/message/content").asText()).isEqualTo("{\"n\":1}");
        assertThat(cut.path("done_reason").asText()).isEqualTo("length");
        assertThat(cut.path("eval_count").asInt()).isEqualTo(2);
        assertThat(stopped.at("/message/content").asText()).isEqualTo("Hello! I am the ");
    }

    @Test
    void forgetsTheOldestMessagesSilently() throws Exception {
        String talk = "\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
                + "{\"role\":\"user\",\"content\":\"one two three\"},{\"role\":\"assistant\",\"content\":\"yes\"},"
                + "{\"role\":\"user\",\"content\":\"four\"}]";

        assertThat(unary("twin", talk).path("prompt_eval_count").asInt()).isEqualTo(7);
        assertThat(unary("twin", talk + ",\"options\":{\"num_ctx\":4}")
                        .path("prompt_eval_count")
                        .asInt())
                .isEqualTo(4);
        assertThat(error(400, "twin", talk + ",\"truncate\":false,\"options\":{\"num_ctx\":4}"))
                .contains(
                        "exceed_context_size_error",
                        "request (7 tokens) exceeds the available context size (4 tokens)");
        assertThat(error(400, "twin", talk + ",\"options\":{\"num_ctx\":2}")).contains("exceed_context_size_error");
    }

    @Test
    void loadsUnloadsAndTellsWhatIsLoaded() throws Exception {
        assertThat(json(client.get("/api/ps").body()).path("models")).isEmpty();
        HttpResponse<String> loaded =
                post("/api/chat", "\"model\":\"twin\",\"messages\":[],\"options\":{\"num_ctx\":99}");
        JsonNode ps = json(client.get("/api/ps").body());
        JsonNode unloaded = unary("twin", "\"messages\":[],\"keep_alive\":0");

        assertThat(loaded.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(json(loaded.body()).path("done_reason").asText()).isEqualTo("load");
        assertThat(ps.at("/models/0/name").asText()).isEqualTo("twin:latest");
        assertThat(ps.at("/models/0/context_length").asInt()).isEqualTo(99);
        assertThat(unloaded.path("done_reason").asText()).isEqualTo("unload");
        assertThat(json(client.get("/api/ps").body()).path("models")).isEmpty();
    }

    @Test
    void aModelLoadsInSilenceOnce() throws Exception {
        String body = "{\"model\":\"twin\"," + HELLO + "}";
        twin.loading(ofHours(1));
        try (RawClient first = new RawClient(twin).post("/api/chat", body)) {
            assertThat(first.hear(100).bytes()).isEmpty();
        }
        try (RawClient second = new RawClient(twin).post("/api/chat", body)) {
            second.hearUntil("\"done\":true");
        }
        twin.loading(ofMillis(20));
        assertThat(unary("twin", HELLO + ",\"options\":{\"num_ctx\":99}")
                        .path("done")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void listsAndShowsWhatIsInstalled() throws Exception {
        JsonNode tags = json(client.get("/api/tags").body());
        JsonNode thinker = json(post("/api/show", "\"model\":\"twin-thinker\"").body());
        JsonNode embedder = json(post("/api/show", "\"name\":\"TWIN-embedder\"").body());

        assertThat(tags.path("models")).hasSize(4);
        assertThat(tags.at("/models/0/name").asText()).isEqualTo("twin:latest");
        assertThat(tags.at("/models/0/details/format").asText()).isEqualTo("gguf");
        assertThat(thinker.path("capabilities")).isEqualTo(json("[\"completion\",\"tools\",\"thinking\"]"));
        assertThat(thinker.path("model_info").path("llama.context_length").asInt())
                .isEqualTo(131_072);
        assertThat(embedder.path("capabilities")).isEqualTo(json("[\"embedding\"]"));
        assertThat(embedder.path("model_info").path("general.architecture").asText())
                .isEqualTo("bert");
    }

    @Test
    void pullsWhatIsOffered() throws Exception {
        twin.offer(TwinModel.chat("new"));
        twin.enqueue(OllamaPull.begin().layer("dde5aa3fc5ff", 100, 2).failure("max retries exceeded: EOF"));

        List<JsonNode> scripted = lines(post("/api/pull", "\"model\":\"new\""));
        assertThat(scripted.get(1).has("completed")).isFalse();
        assertThat(scripted.get(2).path("completed").asInt()).isEqualTo(50);
        assertThat(scripted.get(4)).isEqualTo(json("{\"error\":\"max retries exceeded: EOF\"}"));
        assertThat(error(404, "new", HELLO)).isEqualTo("model 'new' not found");
        List<JsonNode> whole = lines(post("/api/pull", "\"model\":\"new\""));
        assertThat(whole.get(whole.size() - 1).path("status").asText()).isEqualTo("success");
        assertThat(unary("new", HELLO).path("done").asBoolean()).isTrue();
        assertThat(lines(post("/api/pull", "\"model\":\"none\"")))
                .last()
                .isEqualTo(json("{\"error\":\"pull model manifest: file does not exist\"}"));
        HttpResponse<String> last = post("/api/pull", "\"model\":\"none\",\"stream\":false");
        assertThat(last.statusCode()).isEqualTo(500);
        assertThat(post("/api/pull", "\"model\":\"new\",\"stream\":false").body())
                .isEqualTo("{\"status\":\"success\"}");
    }

    @Test
    void embeds() throws Exception {
        String model = "\"model\":\"twin-embedder\",";

        JsonNode one = json(post("/api/embed", model + "\"input\":\"a cat\"").body());
        JsonNode many = json(
                post("/api/embed", model + "\"input\":[\"a dog\",\"a cat\"]").body());

        assertThat(one.at("/embeddings/0")).hasSize(32).isEqualTo(many.at("/embeddings/1"));
        assertThat(many.path("prompt_eval_count").asInt()).isEqualTo(4);
        assertThat(json(post("/api/embed", model + "\"input\":[]").body()).path("embeddings"))
                .isEmpty();
        assertThat(json(post("/api/embeddings", model + "\"prompt\":\"a cat\"").body())
                        .path("embedding"))
                .isEqualTo(one.at("/embeddings/0"));
        assertThat(post("/api/embed", "\"model\":\"twin\",\"input\":\"x\"").statusCode())
                .isEqualTo(501);
        assertThat(post("/api/embed", model + "\"truncate\":false,\"input\":\"" + "x ".repeat(600) + "\"")
                        .body())
                .isEqualTo("{\"error\":\"the input length exceeds the context length\"}");
    }

    @Test
    void generates() throws Exception {
        List<JsonNode> lines = lines(post("/api/generate", "\"model\":\"twin\",\"prompt\":\"Hello\""));

        assertThat(joined(lines, "/response")).startsWith("Hello!");
        assertThat(lines.get(lines.size() - 1).path("context")).isNotEmpty();
        assertThat(post("/api/generate", "\"prompt\":\"x\"").body()).isEqualTo("{\"error\":\"model '' not found\"}");
        assertThat(json(post("/api/generate", "\"model\":\"twin\"").body()))
                .isEqualTo(json("{\"model\":\"twin\",\"created_at\":\"2025-10-09T08:53:20Z\",\"response\":\"\","
                        + "\"done\":true,\"done_reason\":\"load\"}"));
    }

    @Test
    void tellsThatItRuns() throws Exception {
        assertThat(client.get("/").body()).isEqualTo("Ollama is running");
        assertThat(client.get("/api/version").body()).isEqualTo("{\"version\":\"0.33.0\"}");
        assertThat(client.get("/v2").body()).isEqualTo("404 page not found");
        assertThat(client.get("/api/chat").statusCode()).isEqualTo(405);
        try (RawClient raw = new RawClient(twin).send("HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n")) {
            assertThat(raw.hear(head -> head.text().endsWith("\r\n\r\n"), 150).text())
                    .contains("content-length: 17")
                    .endsWith("\r\n\r\n");
        }
        try (RawClient raw = new RawClient(twin).send("GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n")) {
            assertThat(raw.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 403").contains("content-length: 0");
        }
    }

    @Test
    void demandsTheKeyAsTheCloudDoes() throws Exception {
        twin.requireKey("secret");
        String body = "{\"model\":\"twin\"," + HELLO + "}";

        assertThat(client.post("/api/chat", body).body()).isEqualTo("{\"error\":\"unauthorized\"}");
        assertThat(client.post("/api/chat", body, "authorization", "Bearer secret")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.get("/api/tags").statusCode()).isEqualTo(200);
    }

    @Test
    void scriptedAnswersGoToSoundRequestsOnly() throws Exception {
        twin.enqueue(TwinAnswer.of("one two"), TwinAnswer.of("never"));
        twin.enqueue(TwinError.of(TwinError.Kind.OVERLOADED));

        assertThat(joined(lines(post("/api/chat", HELLO)), "/message/content")).isEqualTo("one two");
        assertThat(error(500, "any", HELLO + ",\"options\":{\"stop\":\"x\"}"))
                .isEqualTo("option \"stop\" must be of type array");
        assertThat(error(503, "any", HELLO)).contains("please try again.  maximum pending");
        twin.assertScriptUsed();
    }

    @Test
    void anotherTalkerMayAnswerAtAPace() throws Exception {
        twin.answers(request -> TwinAnswer.of("one two three")).pace(ofMillis(10));
        long start = System.nanoTime();

        assertThat(joined(lines(post("/api/chat", "\"model\":\"twin\"," + HELLO)), "/message/content"))
                .isEqualTo("one two three");
        assertThat(System.nanoTime() - start).isGreaterThan(ofMillis(30).toNanos());
    }

    private JsonNode unary(String model, String fields) throws Exception {
        HttpResponse<String> answer = post("/api/chat", "\"model\":\"" + model + "\",\"stream\":false," + fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private String error(int status, String model, String fields) throws Exception {
        HttpResponse<String> answer = post("/api/chat", "\"model\":\"" + model + "\"," + fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer.body()).path("error").asText();
    }

    private static List<JsonNode> lines(HttpResponse<String> response) {
        return response.body().lines().map(TwinClient::json).toList();
    }

    private HttpResponse<String> post(String path, String fields) throws Exception {
        return client.post(path, "{" + fields + "}");
    }
}
