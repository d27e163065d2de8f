package dev.llmdriver.testkit;

import static dev.llmdriver.testkit.TwinClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Ollama refuses, in its words. */
class OllamaRulesTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    private final OllamaTwin twin = OllamaTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | twin | "messages":[{"role":"user","content":[]}] | json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type string
            400 | twin | "messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}] | json: cannot unmarshal string into Go struct field
            400 | twin | "messages":[{"role":"user","images":["data:image/png;base64,AAAA"]}] | illegal base64 data at input byte 4
            400 | twin | "stream":"no" | json: cannot unmarshal string into Go struct field ChatRequest.stream of type bool
            400 | twin | "keep_alive":"300" | time: missing unit in duration "300"
            400 | twin | "keep_alive":"soon" | time: invalid duration "soon"
            400 | twin | "think":"hard" | invalid think value: "hard"
            400 | twin | "think":true | "twin" does not support thinking
            400 | twin | "think":"high" | "twin" does not support thinking
            200 | twin | "think":false | ""
            200 | twin-thinker | "think":"max","keep_alive":"1h30m" | ""
            200 | twin | "keep_alive":-1,"unknown":1 | ""
            400 | twin | "logprobs":true,"top_logprobs":21 | top_logprobs must be between 0 and 20
            400 | twin-plain | "tools":[{"type":"function","function":{"name":"f"}}] | registry.ollama.ai/library/twin-plain:latest does not support tools
            400 | twin-embedder | "x":1 | "twin-embedder" does not support chat
            404 | none | "x":1 | model 'none' not found
            400 | m:cloud:local | "x":1 | use either :local or :cloud, not both: "m:cloud:local"
            500 | twin | "options":{"temperature":"hot"} | option "temperature" must be of type float32
            500 | twin | "options":{"num_ctx":true} | option "num_ctx" must be of type integer
            500 | twin | "options":{"use_mmap":1} | option "use_mmap" must be of type boolean
            500 | twin | "options":{"stop":"x"} | option "stop" must be of type array
            200 | twin | "options":{"top_k":40.0,"seed":null,"mirostat":"x"} | ""
            500 | twin | "format":"yaml" | invalid format: "yaml"; expected "json" or a valid JSON Schema object
            200 | twin | "format":"" | ""
            500 | twin-plain | "messages":[{"role":"user","content":"x","images":["AAAA"]}] | image input is not supported
            200 | twin | "messages":[{"role":"user","content":"x","images":["AAAA"]}] | ""
            """)
    void refuses(int status, String model, String field, String words) throws Exception {
        String messages = field.contains("\"messages\"") ? "" : "," + HELLO;
        String body = "{\"model\":\"" + model + "\"," + field + messages + "}";

        HttpResponse<String> answer = client.post("/api/chat", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status != 200) {
            assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
            assertThat(json(answer.body()).path("error").asText()).contains(words);
        }
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        assertThat(client.post("/api/chat", "").body()).isEqualTo("{\"error\":\"missing request body\"}");
        assertThat(client.post("/api/chat", "hello").body())
                .isEqualTo("{\"error\":\"invalid character 'h' looking for beginning of value\"}");
        assertThat(client.post("/api/chat", "{}").body()).isEqualTo("{\"error\":\"model is required\"}");
        assertThat(client.post("/api/chat", "{}", "origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void noTwoErrorsAreTheSame() throws Exception {
        List<String> all = new ArrayList<>();
        for (Reply error : Factories.all(OllamaErrors.class)) {
            twin.enqueue(error);
            HttpResponse<String> response = client.post("/api/chat", "");
            assertThat(response.statusCode()).isBetween(400, 599);
            all.add(response.statusCode() + " " + response.body());
        }
        assertThat(all).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    @Test
    void theSameFailureInEveryDialectAndKind() {
        for (OllamaDialect dialect : OllamaDialect.values()) {
            for (TwinError.Kind kind : TwinError.Kind.values()) {
                assertThat(dialect.error(new TwinError(kind, "x")).status()).isBetween(400, 503);
            }
        }
    }
}
