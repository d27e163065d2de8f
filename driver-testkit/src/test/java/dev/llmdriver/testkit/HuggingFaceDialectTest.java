package dev.llmdriver.testkit;

import static dev.llmdriver.testkit.TwinClient.joined;
import static dev.llmdriver.testkit.TwinClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is peculiar to each dialect, seen on the wire. */
class HuggingFaceDialectTest {
    private static final TwinAnswer HI =
            TwinAnswer.of("Hi there").toBuilder().usage(3, 2).model("org/m").build();
    private static final TwinAnswer CALL = TwinAnswer.calling("f", "{\"a\":1}");
    private static final TwinError BROKEN = new TwinError(TwinError.Kind.GENERATION, "out of luck");

    private final HuggingFaceTwin twin = HuggingFaceTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @ParameterizedTest
    @EnumSource
    void aStreamSaysWhatTheUnaryAnswerSays(HuggingFaceDialect dialect) throws Exception {
        List<JsonNode> events = events(dialect, HI);
        JsonNode answer = unary(dialect, HI);

        assertThat(joined(events, "/choices/0/delta/content")).isEqualTo("Hi there");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hi there");
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(joined(events, "/choices/0/finish_reason"))
                .isEqualTo(answer.at("/choices/0/finish_reason").asText());
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorHasABodyOfItsOwn(HuggingFaceDialect dialect) {
        for (TwinError.Kind kind : TwinError.Kind.values()) {
            assertThat(dialect.error(new TwinError(kind, "x")).status()).isBetween(400, 503);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reasoningGoesWhereTheAnswerSays(HuggingFaceDialect dialect) throws Exception {
        TwinAnswer thinking = HI.toBuilder().reasoning("Hm hm").build();
        for (ReasoningSpelling spelling : ReasoningSpelling.values()) {
            TwinAnswer spelt = thinking.toBuilder().spelling(spelling).build();
            boolean tags = spelling == ReasoningSpelling.THINK_TAGS;

            assertThat(joined(events(dialect, spelt), "/choices/0/delta/content"))
                    .isEqualTo(tags ? "<think>Hm hm</think>Hi there" : "Hi there");
            assertThat(unary(dialect, spelt)
                            .at("/choices/0/message")
                            .path(spelling.field())
                            .asText())
                    .isEqualTo(tags ? "" : "Hm hm");
        }
    }

    @Test
    void router() throws Exception {
        assertThat(lines(HuggingFaceDialect.ROUTER, HI))
                .first()
                .isEqualTo(
                        "data: {\"id\":\"chatcmpl-twin-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                                + "\"model\":\"org/m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                                + "\"logprobs\":null,\"finish_reason\":null}]}");
        assertThat(lines(HuggingFaceDialect.ROUTER, HI)).last().isEqualTo("data: [DONE]");
    }

    @Test
    void tgi2() throws Exception {
        List<String> lines = lines(HuggingFaceDialect.TGI_2_0, HI);

        assertThat(lines)
                .first()
                .isEqualTo(
                        "data:{\"id\":\"\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"org/m\","
                                + "\"system_fingerprint\":\"2.0.1-sha-2d0a717\",\"choices\":[{\"index\":0,\"delta\":"
                                + "{\"role\":\"assistant\",\"content\":\"Hi\"},\"logprobs\":null,\"finish_reason\":null}]}");
        assertThat(lines).last().asString().contains("\"finish_reason\":\"eos_token\"");
        assertThat(failing(HuggingFaceDialect.TGI_2_0))
                .last()
                .isEqualTo(
                        "data:{\"error\":\"Request failed during generation: out of luck\",\"error_type\":\"generation\"}");
    }

    @Test
    void tgi31HidesTheNameOfATool() throws Exception {
        List<JsonNode> events = events(HuggingFaceDialect.TGI_3_1, CALL);

        assertThat(events.get(0).at("/choices/0/delta/tool_calls").isObject()).isTrue();
        assertThat(json(joined(events, "/choices/0/delta/tool_calls/function/arguments")))
                .isEqualTo(json("{\"function\":{\"_name\":\"f\",\"a\":1}}"));
        assertThat(unary(HuggingFaceDialect.TGI_3_1, CALL).at("/choices/0/message/tool_calls/0/function/arguments"))
                .isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void tgi33BeginsAToolCallWithABrace() throws Exception {
        List<JsonNode> events = events(HuggingFaceDialect.TGI_3_3, CALL);

        JsonNode first = events.get(0).at("/choices/0/delta/tool_calls/0");
        assertThat(first)
                .isEqualTo(json("{\"index\":0,\"id\":\"0\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}"));
        assertThat(events.get(1)
                        .at("/choices/0/delta/tool_calls/0/function/name")
                        .isNull())
                .isTrue();
        assertThat(joined(events, "/choices/0/delta/tool_calls/0/function/arguments"))
                .isEqualTo("{\"a\":1}");
        assertThat(joined(events, "/choices/0/finish_reason")).isEqualTo("stop");
        assertThat(unary(HuggingFaceDialect.TGI_3_3, CALL)
                        .at("/choices/0/message")
                        .has("content"))
                .isFalse();
    }

    @Test
    void tgi3StampsEveryErrorInAStreamWith422() throws Exception {
        assertThat(failing(HuggingFaceDialect.TGI_3_3))
                .endsWith(
                        "data: {\"error\":{\"message\":\"Request failed during generation: out of luck\","
                                + "\"http_status_code\":422}}",
                        "data: [DONE]");
    }

    @Test
    void tgiRefusesWhatOpenAiAllows() throws Exception {
        twin.dialect(HuggingFaceDialect.TGI_3_3);
        for (String field : List.of(
                "\"top_p\":1.0",
                "\"stop\":\"x\"",
                "\"seed\":-1",
                "\"logit_bias\":{\"1\":2}",
                "\"stream\":null",
                "\"response_format\":{\"type\":\"json_object\"}")) {
            String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}";
            assertThat(client.post("/v1/chat/completions", body).statusCode())
                    .as(field)
                    .isEqualTo(422);
        }
        assertThat(client.chat("\"model\":\"any/thing\"").path("model").asText())
                .isEqualTo("any/thing");
    }

    @Test
    void llamaCppNamesTheFieldError() throws Exception {
        assertThat(failing(HuggingFaceDialect.LLAMA_CPP))
                .endsWith(
                        "error: {\"code\":500,\"message\":\"out of luck\",\"type\":\"server_error\"}", "data: [DONE]");
        assertThat(unary(HuggingFaceDialect.LLAMA_CPP, HI)
                        .at("/timings/predicted_n")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void vllmHasANullUsageOnEveryChunk() throws Exception {
        List<JsonNode> events = events(HuggingFaceDialect.VLLM, HI);

        assertThat(events.subList(0, events.size() - 1))
                .allMatch(event -> event.path("usage").isNull());
        assertThat(failing(HuggingFaceDialect.VLLM))
                .endsWith(
                        "data: {\"error\":{\"message\":\"out of luck\",\"type\":\"InternalServerError\",\"param\":null,"
                                + "\"code\":500}}",
                        "data: [DONE]");
    }

    @Test
    void runningUsageGrows() throws Exception {
        List<JsonNode> events =
                events(HuggingFaceDialect.VLLM, HI.toBuilder().runningUsage().build());

        assertThat(events)
                .extracting(event -> event.at("/usage/completion_tokens").asInt())
                .containsExactly(0, 1, 2, 2, 2);
    }

    @Test
    void sglangErrorsAreFlat() throws Exception {
        twin.dialect(HuggingFaceDialect.SGLANG);
        twin.enqueue(new TwinError(TwinError.Kind.INVALID, "no"));

        assertThat(client.post("/v1/chat/completions", "{}").body())
                .isEqualTo(
                        "{\"object\":\"error\",\"message\":\"no\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}");
    }

    @Test
    void cerebrasLeavesOutWhatHasNoValue() throws Exception {
        List<String> lines = lines(HuggingFaceDialect.CEREBRAS, HI);

        assertThat(lines.get(1)).contains("\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"index\":0}]");
        assertThat(lines).noneMatch(line -> line.contains("[DONE]"));
        assertThat(lines).last().asString().contains("\"finish_reason\":\"stop\"", "\"usage\"");
    }

    @Test
    void groqCallsInOneDeltaAndTellsTheUsageTwice() throws Exception {
        List<JsonNode> calls = events(HuggingFaceDialect.GROQ, CALL);
        List<JsonNode> texts = events(HuggingFaceDialect.GROQ, HI);

        assertThat(calls.get(1)
                        .at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"a\":1}");
        assertThat(texts.stream().filter(event -> event.path("usage").isObject()))
                .hasSize(2);
    }

    private List<String> lines(HuggingFaceDialect dialect, TwinAnswer answer) throws Exception {
        twin.dialect(dialect);
        twin.enqueue(answer);
        return client.lines("");
    }

    private List<JsonNode> events(HuggingFaceDialect dialect, TwinAnswer answer) throws Exception {
        twin.dialect(dialect);
        twin.enqueue(answer);
        return client.events("");
    }

    private JsonNode unary(HuggingFaceDialect dialect, TwinAnswer answer) throws Exception {
        twin.dialect(dialect);
        twin.enqueue(answer);
        return client.chat("");
    }

    private List<String> failing(HuggingFaceDialect dialect) throws Exception {
        twin.enqueue(dialect.failing(TwinAnswer.of("Hi"), BROKEN));
        return client.lines("");
    }
}
