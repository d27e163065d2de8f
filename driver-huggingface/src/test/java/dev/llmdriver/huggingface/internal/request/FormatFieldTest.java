package dev.llmdriver.huggingface.internal.request;

import static dev.llmdriver.huggingface.internal.request.Encoding.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rewrites of the wire page's sections 1.3 and 2. */
class FormatFieldTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "router       | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "groq         | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "vllm         | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "sglang       | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "llamacpp     | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "dedicated    | {'type':'json_schema','json_schema':{'name':'n','schema':S,'strict':true}}",
                "together     | {'type':'json_schema','schema':S}",
                "fireworks-ai | {'type':'json_object','schema':S}",
                "cohere       | {'type':'json_object','schema':S}",
                "hf-inference | {'type':'json_object','value':S}",
                "tgi          | {'type':'json_object','value':S}",
            })
    void schema_asTheBackendWantsIt(String backend, String expected) {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .responseFormat(ResponseFormat.schema("n", SCHEMA))
                .build();
        assertThat(at(backend).json(request))
                .endsWith(",\"response_format\":" + expected.replace('\'', '"').replace("S", SCHEMA) + "}");
        assertThat(at(backend).fates(request)).containsKey("responseFormat");
    }

    @Test
    void bareJson_needsASchemaAtTgi() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .responseFormat(ResponseFormat.json())
                .build();
        assertThat(at("router").json(request)).endsWith("\"response_format\":{\"type\":\"json_object\"}}");
        assertThat(at("tgi").json(request))
                .endsWith("\"response_format\":{\"type\":\"json_object\",\"value\":{\"type\":\"object\"}}}");
    }

    @Test
    void looseSchema_isNotStrict() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .responseFormat(new ResponseFormat.JsonSchema("n", SCHEMA, false))
                .build();
        assertThat(at("router").json(request)).doesNotContain("strict");
    }

    @Test
    void text_isNotSent() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .responseFormat(ResponseFormat.text())
                .build();
        assertThat(at("router").json(request)).doesNotContain("response_format");
    }

    @Test
    void grammarWithTools_isDroppedAtTgi() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .tools(new Tool("f", "", "{}"))
                .responseFormat(ResponseFormat.json())
                .build();
        assertThat(at("tgi").json(request)).doesNotContain("response_format");
        assertThat(at("tgi").fates(request)).containsEntry("responseFormat", Fate.DROPPED);
        assertThat(at("vllm").json(request)).contains("response_format");
    }
}
