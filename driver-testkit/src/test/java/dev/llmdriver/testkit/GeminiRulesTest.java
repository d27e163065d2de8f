package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Gemini's API refuses, in its words. */
class GeminiRulesTest {
    private static final String USER = "{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}";
    private static final String CALL = "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}";
    private static final String RESULT =
            "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}";
    private static final String TOOLS = ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]}]";

    private final GeminiTwin twin = GeminiTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void turns() throws Exception {
        assertRefused(contents(), "contents is not specified");
        assertRefused(contents("{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}"), "Please use a valid role");
        assertRefused(contents("{\"role\":\"user\"}"), "contents[0].parts: contents.parts must not be empty");
        assertRefused(
                contents("{\"role\":\"user\",\"parts\":[{}]}"),
                "contents[0].parts[0].data: required oneof field 'data' must have one initialized field");
        assertRefused(contents(CALL, RESULT), "function call turn comes immediately after a user turn");
        assertRefused(contents(USER, CALL, USER), "number of function response parts is equal");
        assertRefused(contents(USER, RESULT), "number of function response parts is equal");
        assertRefused(
                contents(USER, CALL, RESULT.replace("}]}", "},{\"text\":\"and\"}]}")),
                "number of function response parts is equal");
        assertTaken("gemini-twin", contents(USER, CALL, RESULT, CALL, RESULT));
    }

    @Test
    void signatures() throws Exception {
        String signed = CALL.replace("}}]}", "},\"thoughtSignature\":\"c2ln\"}]}");
        String filler = signed.replace("c2ln", "skip_thought_signature_validator");
        String older = "{\"role\":\"model\",\"parts\":[{\"text\":\"y\"}]}";

        assertRefused("gemini-twin-thinker", contents(USER, CALL, RESULT), "missing a thought_signature");
        assertRefused(
                "gemini-twin-thinker", contents(USER, CALL, RESULT), "function call `default_api:f` , position 2.");
        assertRefused(
                "gemini-twin-thinker", contents(USER, signed, RESULT, CALL, RESULT), "missing a thought_signature");
        assertRefused(
                "gemini-twin-thinker",
                contents(USER, signed.replace("c2ln", "???"), RESULT),
                "Corrupted thought signature.");
        assertRefused("gemini-twin-thinker", contents(USER, older), "Requests ending with a model turn");
        assertTaken("gemini-twin-thinker", contents(USER, signed, RESULT));
        assertTaken("gemini-twin-thinker", contents(USER, filler, RESULT));
        assertTaken("gemini-twin-thinker", contents(USER, CALL, RESULT, older, USER));
        assertTaken("gemini-twin", contents(USER, older));
    }

    @Test
    void fields() throws Exception {
        assertRefused(contents(USER) + ",\"stream\":true", "Unknown name \\\"stream\\\": Cannot find field.");
        assertRefused(
                contents(USER) + ",\"generationConfig\":{\"max_tokens\":1}",
                "Unknown name \\\"max_tokens\\\" at 'generation_config': Cannot find field.");
        assertRefused(
                contents(USER) + ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":{\"type\":"
                        + "\"object\",\"properties\":{\"a\":{\"type\":[\"string\"],\"const\":1}}}}]}]",
                "Unknown name \\\"type\\\" at 'tools[0].function_declarations[0].parameters.properties[0].value': Proto "
                        + "field is not repeating, cannot start list.");
        assertRefused(
                contents(USER, CALL.replace("\"f\"", "\"f\",\"args\":\"{}\""), RESULT),
                "Invalid value at 'contents[1].parts[0].function_call.args'");
        assertRefused("", "contents is not specified");
        assertTaken(
                "gemini-twin",
                contents(USER) + ",\"generation_config\":{\"max_output_tokens\":1},\"safetySettings\":[{\"category\":"
                        + "\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]");
    }

    @Test
    void tools() throws Exception {
        assertRefused(
                contents(USER) + ",\"tools\":[{\"functionDeclarations\":[]}]", "tools[0].tool_type: required one_of");
        assertRefused(
                contents(USER) + TOOLS.replace("\"f\"", "\"get weather\""),
                "tools[0].function_declarations[0].name: Invalid function name.");
        assertRefused(
                contents(USER) + TOOLS.replace("}]}]", "}]},{\"googleSearch\":{}}]"),
                "Tool use with function calling is unsupported");
        assertRefused(
                contents(USER) + TOOLS + ",\"generationConfig\":{\"responseMimeType\":\"application/json\"}",
                "Function calling with a response mime type: 'application/json' is unsupported");
        assertTaken(
                "gemini-twin-thinker",
                contents(USER) + TOOLS + ",\"generationConfig\":{\"responseMimeType\":\"application/json\"}");
    }

    @Test
    void settings() throws Exception {
        assertRefused(
                contents(USER)
                        + ",\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":1,\"thinkingLevel\":\"low\"}}",
                "only one of thinking budget and thinking level");
        assertRefused(
                contents(USER) + ",\"generationConfig\":{\"responseSchema\":{\"type\":\"object\"}}",
                "Request contains an invalid argument.");
        assertRefused(
                contents(USER) + ",\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":1}}",
                "Thinking is not enabled for models/gemini-twin");
        assertRefused(
                "gemini-twin-thinker",
                contents(USER) + ",\"generationConfig\":{\"presencePenalty\":1}",
                "Penalty is not enabled for models/gemini-twin-thinker");
        assertRefused("gemma-twin", contents(USER) + TOOLS, "Function calling is not enabled for models/gemma-twin");
        assertRefused(
                "gemma-twin",
                contents(USER) + ",\"systemInstruction\":{\"parts\":[{\"text\":\"x\"}]}",
                "Developer instruction is not enabled for models/gemma-twin");
        assertRefused(
                "gemma-twin",
                contents("{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"\"}}]}"),
                "Image input modality is not enabled");
    }

    @Test
    void sizeAndModel() throws Exception {
        String much = contents(USER.replace("\"x\"", "\"" + "x ".repeat(131_072) + "x\""));

        assertRefused(much, "The input token count (131073) exceeds the maximum number of tokens allowed (131072).");
        assertThat(post("gemini-twin-embedder", contents(USER)).body())
                .contains("models/gemini-twin-embedder is not found for API version v1beta, or is not supported for "
                        + "generateContent");
        assertThat(client.post("/v1beta/models/gemini-twin:generateContent", "no json")
                        .body())
                .contains("Invalid JSON payload received.");
    }

    private static String contents(String... contents) {
        return "\"contents\":[" + String.join(",", contents) + "]";
    }

    private void assertRefused(String fields, String words) throws Exception {
        assertRefused("gemini-twin", fields, words);
    }

    private void assertRefused(String model, String fields, String words) throws Exception {
        HttpResponse<String> answer = post(model, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"status\": \"INVALID_ARGUMENT\"").contains(words);
    }

    private void assertTaken(String model, String fields) throws Exception {
        HttpResponse<String> answer = post(model, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(String model, String fields) throws Exception {
        return client.post("/v1beta/models/" + model + ":generateContent", "{" + fields + "}");
    }
}
