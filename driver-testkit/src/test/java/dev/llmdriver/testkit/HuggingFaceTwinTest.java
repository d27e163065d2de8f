package dev.llmdriver.testkit;

import static dev.llmdriver.testkit.TwinClient.joined;
import static dev.llmdriver.testkit.TwinClient.json;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HuggingFaceTwinTest {
    private static final String WEATHER = """
            "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
            "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":2}},"required":["city"]}}}]""";

    private final HuggingFaceTwin twin = HuggingFaceTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void greetsAndSaysWhatItIs() throws Exception {
        JsonNode answer = client.chat("\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]");

        assertThat(answer.at("/choices/0/message/content").asText())
                .startsWith("Hello!")
                .contains("no real model", "“Hello”");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(1);
        assertThat(answer.path("model").asText()).isEqualTo("twin/echo");
    }

    @Test
    void aStreamSaysTheSame() throws Exception {
        List<JsonNode> events = client.events("");

        assertThat(joined(events, "/choices/0/delta/content"))
                .isEqualTo(client.chat("").at("/choices/0/message/content").asText());
        assertThat(events).noneMatch(event -> event.hasNonNull("usage"));
        assertThat(client.lines("")).last().isEqualTo("data: [DONE]");
    }

    @Test
    void tellsTheUsageOfAStreamWhenAsked() throws Exception {
        List<JsonNode> events = client.events("\"stream_options\":{\"include_usage\":true}");

        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage")).isEqualTo(client.chat("").path("usage"));
    }

    @Test
    void stopsAtTheLimitAndAtStopTexts() throws Exception {
        JsonNode cut = client.chat("\"max_tokens\":3");
        JsonNode stopped = client.chat("\"stop\":[\"something\"]");

        assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("You said “Say");
        assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(cut.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(stopped.at("/choices/0/message/content").asText()).isEqualTo("You said “Say ");
    }

    @Test
    void callsToolsThatAreRequiredNamedOrMeant() throws Exception {
        JsonNode required = client.chat("\"tool_choice\":\"required\"," + WEATHER);
        JsonNode named = client.chat(
                "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}," + WEATHER);
        JsonNode meant =
                client.chat("\"messages\":[{\"role\":\"user\",\"content\":\"How is the weather?\"}]," + WEATHER);

        for (JsonNode answer : List.of(required, named, meant)) {
            assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
            assertThat(answer.at("/choices/0/message/tool_calls/0/function/name")
                            .asText())
                    .isEqualTo("get_weather");
        }
        assertThat(json(required.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText()))
                .isEqualTo(json("{\"city\":\"Say something\",\"days\":2}"));
    }

    @Test
    void leavesToolsAloneOtherwise() throws Exception {
        assertThat(client.chat(WEATHER).at("/choices/0/message").has("tool_calls"))
                .isFalse();
        assertThat(client.chat("\"tool_choice\":\"none\"," + WEATHER)
                        .at("/choices/0/message")
                        .has("tool_calls"))
                .isFalse();
    }

    @Test
    void endsAToolLoopWithText() throws Exception {
        JsonNode answer = client.chat("\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"rain\"}],\"tool_choice\":\"required\","
                + WEATHER);

        assertThat(answer.at("/choices/0/message/content").asText()).contains("“rain”");
    }

    @Test
    void answersBySchema() throws Exception {
        String schema = """
                {"type":"object","properties":{"name":{"type":"string","maxLength":3},"kind":{"enum":["a","b"]},
                "tags":{"type":"array","items":{"$ref":"#/$defs/tag"}},"when":{"type":"string","format":"date"},
                "maybe":{"type":["boolean","null"]}},"$defs":{"tag":{"const":7}}}""";

        JsonNode answer = client.chat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"x\",\"schema\":" + schema + "}}");

        assertThat(json(answer.at("/choices/0/message/content").asText()))
                .isEqualTo(
                        json("{\"name\":\"Say\",\"kind\":\"a\",\"tags\":[7],\"when\":\"2025-01-31\",\"maybe\":true}"));
    }

    @Test
    void answersInJsonWithoutASchema() throws Exception {
        JsonNode answer = client.chat("\"response_format\":{\"type\":\"json_object\"}");

        assertThat(json(answer.at("/choices/0/message/content").asText())
                        .path("answer")
                        .asText())
                .isEqualTo("Say something");
    }

    @Test
    void aReasoningModelThinksAloud() throws Exception {
        JsonNode answer = client.chat("\"model\":\"twin/thinker\"");
        List<JsonNode> events = client.events("\"model\":\"twin/thinker\"");

        assertThat(answer.at("/choices/0/message/reasoning").asText()).isNotEmpty();
        assertThat(joined(events, "/choices/0/delta/reasoning"))
                .isEqualTo(answer.at("/choices/0/message/reasoning").asText());
    }

    @Test
    void refusesModelsItDoesNotServe() throws Exception {
        twin.serve(TwinModel.chat("org/m").with(TwinModel.Provider.bare("slow", "error")));

        assertThat(chatStatus("org/m:cheapest")).isEqualTo(200);
        assertThat(chatStatus("org/m:twin")).isEqualTo(200);
        assertThat(chatStatus("org/m:slow")).isEqualTo(400);
        assertThat(error("no/such").at("/error/code").asText()).isEqualTo("model_not_supported");
        assertThat(error("no/such").at("/error/message").asText()).contains("not supported by any provider");
        assertThat(error("twin/embedder").at("/error/message").asText()).contains("is not a chat model");
    }

    @Test
    void pathsDecideHowAnUnknownModelIsRefused() throws Exception {
        String body = "{\"model\":\"no/such\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        assertThat(client.post("/together/v1/chat/completions", body).body())
                .isEqualTo("{\"error\":\"Model not supported by provider together\"}");
        HttpResponse<String> inference = client.post("/hf-inference/models/no/such/v1/chat/completions", body);
        assertThat(inference.statusCode()).isEqualTo(404);
        assertThat(inference.body()).isEqualTo("{\"error\":\"Model no/such does not exist\"}");
    }

    @Test
    void demandsTheToken() throws Exception {
        twin.requireToken("hf_secret");
        String body = "{\"model\":\"twin/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        HttpResponse<String> refused = client.post("/v1/chat/completions", body, "authorization", "Bearer hf_wrong");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"error\":\"Invalid username or password.\"}");
        assertThat(client.post("/v1/chat/completions", body, "authorization", "Bearer hf_secret")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.get("/v1/models").statusCode()).isEqualTo(200);
    }

    @Test
    void listsItsModels() throws Exception {
        twin.serve(TwinModel.chat("org/m").with(TwinModel.Provider.bare("other", "error")));

        JsonNode list = json(client.get("/v1/models").body());
        JsonNode one = json(client.get("/v1/models/org/m").body());

        assertThat(list.at("/data")).hasSize(3);
        assertThat(list.at("/data/2")).isEqualTo(one);
        assertThat(one.at("/providers/0/pricing/output").asDouble()).isEqualTo(0.6);
        assertThat(one.at("/providers/1"))
                .isEqualTo(json("{\"provider\":\"other\",\"status\":\"error\",\"is_model_author\":false}"));
        assertThat(client.get("/v1/models/no/such").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsItsStateAsEnginesDo() throws Exception {
        assertThat(client.get("/health").body()).isEmpty();
        assertThat(json(client.get("/info").body()).path("max_total_tokens").asInt())
                .isEqualTo(4096);
        twin.dialect(HuggingFaceDialect.LLAMA_CPP);
        assertThat(client.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void embedsTheSameTextTheSameWay() throws Exception {
        String path = "/hf-inference/models/twin/embedder/pipeline/feature-extraction";

        JsonNode one = json(client.post(path, "{\"inputs\":\"a cat\"}").body());
        JsonNode list =
                json(client.post(path, "{\"inputs\":[\"a dog\",\"a cat\"]}").body());
        JsonNode openAi = json(client.post("/together/v1/embeddings", "{\"model\":\"m\",\"input\":[\"a cat\"]}")
                .body());
        JsonNode tei = json(
                client.post("/embed", "{\"inputs\":\"a cat\",\"dimensions\":4}").body());

        assertThat(one).hasSize(32);
        assertThat(list.get(1)).isEqualTo(one);
        assertThat(list.get(0)).isNotEqualTo(one);
        assertThat(openAi.at("/data/0/embedding")).isEqualTo(one);
        assertThat(tei.get(0)).hasSize(4);
        assertThat(client.post("/v1/embeddings", "{\"input\":\"x\"}").body()).isEqualTo("Not Found");
    }

    @Test
    void scriptedAnswersAreSpeltAsAsked() throws Exception {
        twin.enqueue(TwinAnswer.of("one two"), TwinAnswer.of("one two"));
        twin.enqueue(TwinError.of(TwinError.Kind.OVERLOADED));

        assertThat(client.chat("").at("/choices/0/message/content").asText()).isEqualTo("one two");
        assertThat(joined(client.events(""), "/choices/0/delta/content")).isEqualTo("one two");
        assertThat(chatStatus("twin/echo")).isEqualTo(503);
        twin.assertScriptUsed();
    }

    @Test
    void anotherTalkerMayAnswer() throws Exception {
        twin.answers(
                request -> TwinAnswer.of("I got " + request.json().path("seed").asInt()));

        assertThat(client.chat("\"seed\":7").at("/choices/0/message/content").asText())
                .isEqualTo("I got 7");
    }

    @Test
    void loadingIsCountedDownBeforeTheAnswer() throws Exception {
        twin.enqueue(HuggingFaceErrors.loadingCountdown("org/m", 2, 20));

        assertThat(error("twin/echo").path("estimated_time").asDouble()).isEqualTo(20);
        assertThat(error("twin/echo").path("estimated_time").asDouble()).isEqualTo(10);
        assertThat(chatStatus("twin/echo")).isEqualTo(200);
    }

    @Test
    void aPacedStreamTakesItsTime() throws Exception {
        twin.pace(ofMillis(10));
        long start = System.nanoTime();

        List<JsonNode> events = client.events("\"max_tokens\":5");

        assertThat(System.nanoTime() - start)
                .isGreaterThan(ofMillis(10L * (events.size() - 1)).toNanos());
    }

    private int chatStatus(String model) throws Exception {
        return chat(model).statusCode();
    }

    private JsonNode error(String model) throws Exception {
        return json(chat(model).body());
    }

    private HttpResponse<String> chat(String model) throws Exception {
        return client.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    }
}
