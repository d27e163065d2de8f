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

class GeminiTwinTest {
    private static final String HELLO = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]";
    private static final String WEATHER = """
            "tools":[{"functionDeclarations":[{"name":"get_weather","parameters":{"type":"OBJECT",
            "properties":{"city":{"type":"STRING"},"days":{"type":"INTEGER","minimum":2}}}}]}]""";

    private final GeminiTwin twin = GeminiTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void greetsAndSaysWhatItIs() throws Exception {
        JsonNode answer = generate("gemini-twin", HELLO);

        assertThat(answer.at("/candidates/0/content/parts/0/text").asText())
                .startsWith("Hello!")
                .contains("no real model");
        assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(answer.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(1);
        assertThat(answer.path("modelVersion").asText()).isEqualTo("gemini-twin");
    }

    @Test
    void aStreamOfEitherFormSaysTheSame() throws Exception {
        String text = generate("gemini-twin", HELLO)
                .at("/candidates/0/content/parts/0/text")
                .asText();

        List<JsonNode> events = events("gemini-twin", HELLO);
        HttpResponse<String> array = post("gemini-twin:streamGenerateContent", HELLO);

        assertThat(joined(events, "/candidates/0/content/parts/0/text")).isEqualTo(text);
        assertThat(events.get(events.size() - 1)
                        .at("/candidates/0/finishReason")
                        .asText())
                .isEqualTo("STOP");
        assertThat(events).allMatch(event -> event.path("usageMetadata").has("promptTokenCount"));
        assertThat(array.body())
                .startsWith("[{\n  \"candidates\": [\n")
                .contains("}\n,\r\n{")
                .endsWith("}\n]");
        assertThat(json(array.body())).containsExactlyElementsOf(events);
        assertThat(array.headers().firstValue("content-type")).contains("application/json; charset=UTF-8");
    }

    @Test
    void eventsEndTheirLinesInCrLfAndNothingSaysDone() throws Exception {
        HttpResponse<String> stream = post("gemini-twin:streamGenerateContent?alt=sse", HELLO);

        assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(stream.body())
                .startsWith(
                        "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Hello!\"}],\"role\": \"model\"}")
                .endsWith("}\r\n\r\n")
                .doesNotContain("[DONE]");
        assertThat(stream.body().replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void thinksAndSignsWhenAsked() throws Exception {
        String thinking = HELLO + ",\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}";

        JsonNode parts = generate("gemini-twin-thinker", thinking).at("/candidates/0/content/parts");
        List<JsonNode> events = events("gemini-twin-thinker", thinking);

        assertThat(parts.at("/0/thought").asBoolean()).isTrue();
        assertThat(parts.at("/1/thoughtSignature").asText()).isNotEmpty();
        assertThat(events.get(0).at("/candidates/0/content/parts/0/thought").asBoolean())
                .isTrue();
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.at("/candidates/0/content/parts/0/text").asText()).isEmpty();
        assertThat(last.at("/candidates/0/content/parts/0/thoughtSignature").asText())
                .isNotEmpty();
        assertThat(last.at("/usageMetadata/thoughtsTokenCount").asInt()).isPositive();
        assertThat(last.at("/usageMetadata/totalTokenCount").asInt())
                .isEqualTo(last.at("/usageMetadata/promptTokenCount").asInt()
                        + last.at("/usageMetadata/candidatesTokenCount").asInt()
                        + last.at("/usageMetadata/thoughtsTokenCount").asInt());
    }

    @Test
    void callsToolsWithIdsAndSignaturesOnlyWhereNewModelsDo() throws Exception {
        String call = HELLO + "," + WEATHER + ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\"}}";

        JsonNode old = generate("gemini-twin", call).at("/candidates/0");
        JsonNode thinker = generate("gemini-twin-thinker", call).at("/candidates/0");

        assertThat(old.at("/content/parts/0"))
                .isEqualTo(json(
                        "{\"functionCall\":{\"name\":\"get_weather\",\"args\":" + "{\"city\":\"Hello\",\"days\":2}}}"));
        assertThat(old.path("finishReason").asText()).isEqualTo("STOP");
        assertThat(thinker.at("/content/parts/0/functionCall/id").asText()).isNotEmpty();
        assertThat(thinker.at("/content/parts/0/thoughtSignature").asText()).isNotEmpty();
    }

    @Test
    void onlyTheFirstOfParallelCallsIsSigned() throws Exception {
        twin.enqueue(TwinAnswer.builder()
                .toolCall("", "f", "{}")
                .toolCall("b", "g", "no json")
                .signature("c2ln")
                .build());

        JsonNode parts = generate("any", HELLO).at("/candidates/0/content/parts");

        assertThat(parts).isEqualTo(json("""
                [{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"},
                 {"functionCall":{"name":"g","id":"b"}}]"""));
    }

    @Test
    void aToolLoopEndsWithText() throws Exception {
        JsonNode answer = generate("gemini-twin", """
                "contents":[{"role":"user","parts":[{"text":"Weather?"}]},
                {"role":"model","parts":[{"functionCall":{"name":"get_weather","args":{}}}]},
                {"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"output":"rain"}}}]}],
                """ + WEATHER);

        assertThat(answer.at("/candidates/0/content/parts/0/text").asText()).contains("“rain”");
    }

    @Test
    void answersBySchemaAndWithinLimits() throws Exception {
        JsonNode object = generate("gemini-twin", HELLO + """
                ,"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":
                {"type":"object","properties":{"n":{"type":"integer"}}}}""");
        JsonNode cut = generate("gemini-twin", HELLO + ",\"generationConfig\":{\"maxOutputTokens\":2}");

        assertThat(object.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("{\"n\":1}");
        assertThat(cut.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(cut.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("Hello! I");
    }

    @Test
    void theLimitMayLeaveNoContentAtAll() throws Exception {
        twin.enqueue(TwinAnswer.builder()
                .finishReason("length")
                .usage(new TwinUsage(5, 9, 0, 9))
                .build());

        JsonNode answer = generate("any", HELLO);

        assertThat(answer.at("/candidates/0/content")).isEqualTo(json("{\"role\":\"model\"}"));
        assertThat(answer.at("/usageMetadata").has("candidatesTokenCount")).isFalse();
        assertThat(answer.at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(9);
    }

    @Test
    void aBlockedPromptHasNoCandidates() throws Exception {
        TwinAnswer blocked = TwinAnswer.builder().blocked("SAFETY").usage(3, 0).build();
        twin.enqueue(blocked, blocked);

        JsonNode answer = generate("any", HELLO);

        assertThat(answer.has("candidates")).isFalse();
        assertThat(answer.at("/promptFeedback/blockReason").asText()).isEqualTo("SAFETY");
        assertThat(events("any", HELLO)).containsExactly(answer);
    }

    @Test
    void aFilteredAnswerHasRatingsAndOtherReasonsPassAsTheyAre() throws Exception {
        twin.enqueue(TwinAnswer.builder().finishReason("content_filter").build());
        twin.enqueue(
                TwinAnswer.builder().finishReason("MALFORMED_FUNCTION_CALL").build());

        assertThat(generate("any", HELLO).at("/candidates/0/content")).isEmpty();
        assertThat(generate("any", HELLO).at("/candidates/0/finishReason").asText())
                .isEqualTo("MALFORMED_FUNCTION_CALL");
    }

    @Test
    void countsTokensBareAndWrapped() throws Exception {
        String system = ",\"systemInstruction\":{\"parts\":[{\"text\":\"be kind\"}]}";

        assertThat(json(post("gemini-twin:countTokens", HELLO).body()))
                .isEqualTo(
                        json("{\"totalTokens\":1,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":1}]}"));
        assertThat(json(post("gemini-twin:countTokens", "\"generateContentRequest\":{" + HELLO + system + "}")
                                .body())
                        .path("totalTokens")
                        .asInt())
                .isEqualTo(3);
        assertThat(post("gemini-twin:countTokens", HELLO + system).body()).contains("Unknown name");
        assertThat(post("gemini-twin:countTokens", "\"contents\":[],\"generateContentRequest\":{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void embedsOneAndMany() throws Exception {
        String item = "{\"model\":\"models/gemini-twin-embedder\",\"content\":{\"parts\":[{\"text\":\"a cat\"}]}}";

        JsonNode one = json(post(
                        "gemini-twin-embedder:embedContent",
                        "\"content\":{\"parts\":[{\"text\":\"a cat\"}]},"
                                + "\"outputDimensionality\":32,\"taskType\":\"RETRIEVAL_QUERY\"")
                .body());
        JsonNode many = json(post("gemini-twin-embedder:batchEmbedContents", "\"requests\":[" + item + "," + item + "]")
                .body());
        HttpResponse<String> other = post(
                "gemini-twin-embedder:batchEmbedContents",
                "\"requests\":[" + item.replace("twin-embedder", "other") + "]");

        assertThat(one.at("/embedding/values")).hasSize(32);
        assertThat(many.at("/embeddings/1/values")).isEqualTo(one.at("/embedding/values"));
        assertThat(many.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(4);
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(post("gemini-twin:embedContent", "\"content\":{}").body())
                .contains("not supported for embedContent");
    }

    @Test
    void listsItsModelsInPages() throws Exception {
        JsonNode first = json(client.get("/v1beta/models?pageSize=3").body());
        JsonNode second = json(client.get("/v1beta/models?pageSize=3&pageToken="
                        + first.path("nextPageToken").asText())
                .body());
        JsonNode one = json(client.get("/v1beta/models/gemini-twin-thinker").body());

        assertThat(first.path("models")).hasSize(3);
        assertThat(first.at("/models/1")).isEqualTo(one);
        assertThat(one.path("thinking").asBoolean()).isTrue();
        assertThat(second.path("models")).hasSize(1);
        assertThat(second.has("nextPageToken")).isFalse();
        assertThat(second.at("/models/0/supportedGenerationMethods/0").asText()).isEqualTo("embedContent");
        assertThat(client.get("/v1beta/models?pageToken=x").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1beta/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void demandsTheKeyInItsHeader() throws Exception {
        twin.requireKey("AQ.secret");
        String path = "/v1beta/models/gemini-twin:generateContent";
        String body = "{" + HELLO + "}";

        assertThat(client.post(path, body, "x-goog-api-key", "AQ.secret").statusCode())
                .isEqualTo(200);
        HttpResponse<String> wrong = client.post(path, body, "x-goog-api-key", "AQ.wrong");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong.body()).at("/error/details/0/reason").asText()).isEqualTo("API_KEY_INVALID");
        assertThat(client.post(path, body).body()).contains("unregistered callers");
        assertThat(client.post(path + "?key=AQ.secret", body).statusCode()).isEqualTo(403);
        assertThat(client.post(path, body, "authorization", "Bearer AQ.secret").statusCode())
                .isEqualTo(401);
        assertThat(client.post(path, body, "x-goog-api-key", "AQ.secret", "authorization", "Bearer x")
                        .body())
                .contains("Multiple authentication credentials received");
        assertThat(client.get("/v1beta/models").statusCode()).isEqualTo(403);
    }

    @Test
    void anErrorTakesTheShapeThatWasAskedFor() throws Exception {
        HttpResponse<String> unary = post("none:generateContent", HELLO);
        HttpResponse<String> events = post("none:streamGenerateContent?alt=sse", HELLO);
        HttpResponse<String> array = post("none:streamGenerateContent", HELLO);

        assertThat(unary.statusCode()).isEqualTo(404);
        assertThat(unary.body())
                .startsWith("{\n  \"error\": {\n    \"code\": 404,\n")
                .endsWith("}\n");
        assertThat(events.body()).isEqualTo(unary.body());
        assertThat(events.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(array.body()).isEqualTo("[" + unary.body() + "]");
        assertThat(client.post("/v2/elsewhere", "{}").headers().firstValue("content-type"))
                .contains("text/html");
    }

    @Test
    void scriptedAnswersGoToSoundRequestsOnly() throws Exception {
        twin.enqueue(TwinAnswer.of("one two"), TwinAnswer.of("one two"), TwinAnswer.of("never"));
        twin.enqueue(TwinError.of(TwinError.Kind.OVERLOADED));

        assertThat(joined(events("any", HELLO), "/candidates/0/content/parts/0/text"))
                .isEqualTo("one two");
        assertThat(generate("any", HELLO)
                        .at("/candidates/0/content/parts/0/text")
                        .asText())
                .isEqualTo("one two");
        assertThat(post("any:generateContent", "\"messages\":[]").body()).contains("Unknown name \\\"messages\\\"");
        assertThat(post("any:generateContent", HELLO).statusCode()).isEqualTo(503);
        twin.assertScriptUsed();
    }

    @Test
    void anotherTalkerMayAnswerAtAPace() throws Exception {
        twin.answers(request -> TwinAnswer.of("one two three"))
                .pace(ofMillis(10))
                .serve(TwinModel.chat("gemini-new"));
        long start = System.nanoTime();

        assertThat(joined(events("gemini-new", HELLO), "/candidates/0/content/parts/0/text"))
                .isEqualTo("one two three");
        assertThat(System.nanoTime() - start).isGreaterThan(ofMillis(20).toNanos());
    }

    @Test
    void aStreamMayFailOutsideTheFramingOrInIt() throws Exception {
        twin.enqueue(GeminiReplies.failing(TwinAnswer.of("so far"), TwinError.of(TwinError.Kind.OVERLOADED)));
        twin.enqueue(GeminiReplies.failingInEvent(TwinAnswer.of("so far"), GeminiErrors.exhausted()));
        twin.enqueue(GeminiReplies.failing(TwinAnswer.builder().build(), GeminiErrors.overloaded()));

        String tail = post("any:streamGenerateContent?alt=sse", HELLO).body();
        List<JsonNode> inEvent = events("any", HELLO);
        String alone = post("any:streamGenerateContent?alt=sse", HELLO).body();

        assertThat(tail)
                .contains("\"text\": \" far\"")
                .doesNotContain("finishReason")
                .contains("\r\n\r\n{\n  \"error\": {");
        assertThat(inEvent.get(inEvent.size() - 1).at("/error/code").asInt()).isEqualTo(429);
        assertThat(alone).startsWith("{\n  \"error\"");
    }

    private JsonNode generate(String model, String fields) throws Exception {
        HttpResponse<String> answer = post(model + ":generateContent", fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private List<JsonNode> events(String model, String fields) throws Exception {
        return post(model + ":streamGenerateContent?alt=sse", fields)
                .body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring(6)))
                .toList();
    }

    private HttpResponse<String> post(String modelAndMethod, String fields) throws Exception {
        return client.post("/v1beta/models/" + modelAndMethod, "{" + fields + "}");
    }
}
