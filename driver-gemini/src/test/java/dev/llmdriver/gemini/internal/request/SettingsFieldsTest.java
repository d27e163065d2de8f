package dev.llmdriver.gemini.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything beside the messages: the wire page's sections 2.2 to 2.4. */
class SettingsFieldsTest {
    private static final Encoding OLD = Encoding.of(Encoding.FLASH_2_5);
    private static final Encoding NEW = Encoding.of(Encoding.FLASH_3);
    private static final String OBJECT = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";

    private static ChatRequestBuilder ask() {
        return ChatRequest.builder().user("Hi");
    }

    private static String generation(ChatRequestBuilder request) {
        return OLD.at("/generationConfig", request.build());
    }

    @Test
    void whatIsSet_isSent() {
        ChatRequest request = ask().maxTokens(100)
                .temperature(0.5)
                .topP(0.9)
                .topK(40)
                .stop("a", "b")
                .seed(7)
                .presencePenalty(0.1)
                .frequencyPenalty(-0.2)
                .logprobs(3)
                .build();
        assertThat(OLD.at("/generationConfig", request))
                .isEqualTo(
                        "{\"maxOutputTokens\":100,\"temperature\":0.5,\"topP\":0.9,\"topK\":40,\"stopSequences\":[\"a\",\"b\"],"
                                + "\"seed\":7,\"presencePenalty\":0.1,\"frequencyPenalty\":-0.2,\"responseLogprobs\":true,\"logprobs\":3}");
        Map<String, Fate> fates =
                OLD.fates(request).stream().collect(Collectors.toMap(FieldFate::field, FieldFate::fate));
        assertThat(fates)
                .containsOnlyKeys(
                        "messages",
                        "maxTokens",
                        "temperature",
                        "topP",
                        "topK",
                        "stop",
                        "seed",
                        "presencePenalty",
                        "frequencyPenalty",
                        "logprobs")
                .doesNotContainValue(Fate.DROPPED)
                .doesNotContainValue(Fate.CLAMPED);
    }

    @Test
    void whatIsBeyondGeminisBounds_isClamped() {
        ChatRequest request = ask().temperature(3)
                .stop("1", "2", "3", "4", "5", "6")
                .seed(1L << 40)
                .presencePenalty(5)
                .frequencyPenalty(-5)
                .logprobs(50)
                .build();
        assertThat(OLD.at("/generationConfig", request))
                .isEqualTo(
                        "{\"temperature\":2.0,\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"seed\":256,"
                                + "\"presencePenalty\":2.0,\"frequencyPenalty\":-2.0,\"responseLogprobs\":true,\"logprobs\":20}");
        for (String field : List.of("temperature", "stop", "seed", "presencePenalty", "frequencyPenalty", "logprobs")) {
            assertThat(OLD.fates(field, request)).as(field).containsExactly(Fate.CLAMPED);
        }
        assertThat(generation(ask().seed(-1))).isEqualTo("{\"seed\":-1}");
        assertThat(generation(ask().logprobs(0))).isEqualTo("{\"responseLogprobs\":true}");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.5-flash, NONE, thinkingLevel, minimal, CLAMPED",
        "gemini-3.5-flash, MINIMAL, thinkingLevel, minimal, RENAMED",
        "gemini-3-flash-preview, LOW, thinkingLevel, low, RENAMED",
        "gemini-flash-latest, MEDIUM, thinkingLevel, medium, RENAMED",
        "models/gemini-4-pro, HIGH, thinkingLevel, high, RENAMED",
        "gemini-3.5-flash, MAXIMUM, thinkingLevel, high, RENAMED",
        "gemini-3-pro-preview, MINIMAL, thinkingLevel, low, CLAMPED",
        "gemini-3.1-pro-preview, NONE, thinkingLevel, low, CLAMPED",
        "gemini-3.8-flash, MINIMAL, thinkingLevel, low, CLAMPED",
        "gemma-4-31b-it, LOW, thinkingLevel, minimal, CLAMPED",
        "gemma-4-31b-it, MEDIUM, thinkingLevel, high, CLAMPED",
        "gemini-2.5-flash, NONE, thinkingBudget, 0, RENAMED",
        "gemini-2.5-flash, MINIMAL, thinkingBudget, 512, RENAMED",
        "gemini-2.5-flash, LOW, thinkingBudget, 1024, RENAMED",
        "gemini-2.5-flash, MEDIUM, thinkingBudget, 8192, RENAMED",
        "gemini-2.5-flash, HIGH, thinkingBudget, 24576, RENAMED",
        "gemini-2.5-flash-lite, MAXIMUM, thinkingBudget, 24576, RENAMED",
        "gemini-2.5-pro, NONE, thinkingBudget, 128, CLAMPED",
        "gemini-2.5-pro, MAXIMUM, thinkingBudget, 32768, RENAMED"
    })
    void anEffort_isALevelOrABudget(String model, ReasoningEffort effort, String field, String value, Fate fate) {
        ChatRequest request = ask().reasoningEffort(effort).build();
        Encoding encoding = Encoding.of(model);
        var config = encoding.json(request).at("/generationConfig/thinkingConfig");
        assertThat(config.path(field).asText()).isEqualTo(value);
        assertThat(config.path("includeThoughts").asBoolean()).isEqualTo(effort != ReasoningEffort.NONE);
        assertThat(encoding.fates("reasoningEffort", request)).containsExactly(fate);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.0-flash, LOW, DROPPED",
        "gemini-1.5-pro, NONE, RENAMED",
        "gemma-3-27b-it, HIGH, DROPPED",
        "tunedModels/mine, HIGH, DROPPED",
        "gemini-robotics-er-1.5-preview, LOW, DROPPED",
        "gemini-exp-1206, LOW, DROPPED",
        "gemini-20250101000000, LOW, DROPPED"
    })
    void anEffortThatCannotBeAskedFor_isNotSent(String model, ReasoningEffort effort, Fate fate) {
        ChatRequest request = ask().reasoningEffort(effort).build();
        assertThat(Encoding.of(model).json(request).has("generationConfig")).isFalse();
        assertThat(Encoding.of(model).fates("reasoningEffort", request)).containsExactly(fate);
    }

    @Test
    void tools_areOneElement() {
        ChatRequest request = ask().tools(List.of(
                        new Tool("f", "does f", OBJECT),
                        new Tool("g", "", "{\"type\":\"object\",\"properties\":{}}"),
                        new Tool("h", "", "")))
                .build();
        assertThat(OLD.at("/tools", request))
                .isEqualTo(
                        "[{\"functionDeclarations\":[{\"name\":\"f\",\"description\":\"does f\",\"parametersJsonSchema\":"
                                + OBJECT
                                + "},{\"name\":\"g\",\"parametersJsonSchema\":{\"type\":\"object\",\"properties\":{}}},{\"name\":\"h\"}]}]");
        assertThat(OLD.fates("tools", request)).containsExactly(Fate.SENT);
    }

    @Test
    void choices_areModes() {
        assertThat(choice(ToolChoice.auto())).isEqualTo("{\"mode\":\"AUTO\"}");
        assertThat(choice(ToolChoice.none())).isEqualTo("{\"mode\":\"NONE\"}");
        assertThat(choice(ToolChoice.required())).isEqualTo("{\"mode\":\"ANY\"}");
        assertThat(choice(ToolChoice.named("f"))).isEqualTo("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}");
        ChatRequest toolless = ask().toolChoice(ToolChoice.required()).build();
        assertThat(OLD.json(toolless).has("toolConfig")).isFalse();
        assertThat(OLD.fates("toolChoice", toolless)).containsExactly(Fate.DROPPED);
    }

    private static String choice(ToolChoice choice) {
        return OLD.at(
                "/toolConfig/functionCallingConfig",
                ask().tools(List.of(new Tool("f", "", OBJECT)))
                        .toolChoice(choice)
                        .build());
    }

    @Test
    void parallelCalls_haveNoSwitch() {
        assertThat(OLD.fates("parallelToolCalls", ask().parallelToolCalls(true).build()))
                .containsExactly(Fate.RENAMED);
        List<Tool> tools = List.of(new Tool("f", "", OBJECT));
        assertThat(OLD.fates(
                        "parallelToolCalls",
                        ask().tools(tools).parallelToolCalls(false).build()))
                .containsExactly(Fate.DROPPED);
    }

    @Test
    void schemas_keepTheDigitsOfTheirNumbers() {
        String schema = "{\"type\":\"number\",\"enum\":[0.1234567890123456789,1.50,-0.5],\"maximum\":1E+400}";
        ChatRequest request = ask().tools(List.of(new Tool("f", "", schema))).build();
        assertThat(new String(NEW.encode(request).body(), StandardCharsets.UTF_8))
                .contains("\"parametersJsonSchema\":" + schema);
    }

    @Test
    void withoutTools_nothingIsLostOfWhatOnlyForbids() {
        for (ToolChoice choice : List.of(ToolChoice.none(), ToolChoice.auto())) {
            ChatRequest toolless =
                    ask().toolChoice(choice).parallelToolCalls(false).build();
            assertThat(OLD.json(toolless).has("toolConfig")).isFalse();
            assertThat(OLD.fates("toolChoice", toolless)).containsExactly(Fate.EMULATED);
            assertThat(OLD.fates("parallelToolCalls", toolless)).containsExactly(Fate.EMULATED);
        }
    }

    @Test
    void formats() {
        assertThat(OLD.json(ask().responseFormat(ResponseFormat.text()).build()).has("generationConfig"))
                .isFalse();
        assertThat(generation(ask().responseFormat(ResponseFormat.json())))
                .isEqualTo("{\"responseMimeType\":\"application/json\"}");
        assertThat(generation(ask().responseFormat(ResponseFormat.schema("s", OBJECT))))
                .isEqualTo("{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + OBJECT + "}");
    }

    @Test
    void jsonTogetherWithTools_isForNewModels() {
        ChatRequest request = ask().tools(List.of(new Tool("f", "", OBJECT)))
                .responseFormat(ResponseFormat.json())
                .build();
        assertThat(OLD.fates("responseFormat", request)).containsExactly(Fate.DROPPED);
        assertThat(OLD.json(request).has("generationConfig")).isFalse();
        assertThat(NEW.fates("responseFormat", request)).containsExactly(Fate.RENAMED);
    }

    @Test
    void schemas_loseWhatGeminiDoesNotKnow() {
        String schema =
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\",\"additionalProperties\":false,"
                        + "\"required\":[\"a\"],\"properties\":{\"a\":{\"const\":\"x\",\"default\":\"x\"},\"b\":{\"type\":[\"string\",\"null\"],"
                        + "\"minLength\":1},\"c\":{\"$ref\":\"#/definitions/C\",\"description\":\"d\"},\"pattern\":{\"type\":\"integer\","
                        + "\"exclusiveMinimum\":0}},\"definitions\":{\"C\":{\"anyOf\":[{\"type\":\"array\",\"items\":{\"type\":\"number\","
                        + "\"multipleOf\":2},\"uniqueItems\":true},{\"const\":true,\"type\":\"boolean\"}]}}}";
        ChatRequest request =
                ask().responseFormat(ResponseFormat.schema("s", schema)).build();
        assertThat(OLD.at("/generationConfig/responseJsonSchema", request))
                .isEqualTo(
                        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"enum\":"
                                + "[\"x\"]},\"b\":{\"type\":[\"string\",\"null\"]},\"c\":{\"$ref\":\"#/$defs/C\"},\"pattern\":{\"type\":"
                                + "\"integer\"}},\"$defs\":{\"C\":{\"anyOf\":[{\"type\":\"array\",\"items\":{\"type\":\"number\"}},"
                                + "{\"type\":\"boolean\"}]}}}");
        assertThat(OLD.fates(request))
                .filteredOn(fate -> fate.field().equals("responseFormat"))
                .singleElement()
                .satisfies(fate -> {
                    assertThat(fate.fate()).isEqualTo(Fate.CLAMPED);
                    assertThat(fate.detail()).contains("[const, exclusiveMinimum, minLength, multipleOf, uniqueItems]");
                });
        ChatRequest tool = ask().tools(List.of(new Tool("f", "", schema))).build();
        assertThat(OLD.fates("tools", tool)).containsExactly(Fate.CLAMPED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'definitions':{'A':{'type':'string'}},'$defs':{'B':{'type':'integer'}}} | {'A':{'type':'string'},'B':{'type':'integer'}} | SENT
            {'$defs':{'B':{'type':'integer'}},'definitions':{'A':{'type':'string'}}} | {'B':{'type':'integer'},'A':{'type':'string'}} | SENT
            {'definitions':{'A':{'type':'string'}},'$defs':{'A':{'type':'string'}}}  | {'A':{'type':'string'}} | SENT
            {'definitions':{'A':{'type':'string'}},'$defs':{'A':{'type':'integer'}}} | {'A':{'type':'integer'}} | CLAMPED
            """)
    void definitions_areKeptBesideDefs(String schema, String sent, Fate fate) {
        ChatRequest request = ask().tools(List.of(new Tool("f", "", schema.replace('\'', '"'))))
                .build();
        assertThat(OLD.at("/tools/0/functionDeclarations/0/parametersJsonSchema/$defs", request))
                .isEqualTo(sent.replace('\'', '"'));
        assertThat(OLD.fates("tools", request)).containsExactly(fate);
    }

    @ParameterizedTest
    @CsvSource({"'{\"type\":'", "'[]'", "'{} x'", "'\"text\"'"})
    void schemasThatAreNone_areRefusedHere(String broken) {
        assertThatThrownBy(() ->
                        OLD.json(ask().tools(List.of(new Tool("f", "", broken))).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the schema of the tool 'f'");
    }

    @Test
    void extras_winAndAreMerged() {
        ChatRequest request = ask().temperature(0.5)
                .reasoningEffort(ReasoningEffort.LOW)
                .extra(
                        "gemini",
                        "generationConfig",
                        Map.of("temperature", 1, "thinkingConfig", Map.of("thinkingBudget", 99)))
                .extra("gemini", "cachedContent", "cachedContents/x")
                .extra("ollama", "x", 1)
                .build();
        assertThat(NEW.at("/generationConfig", request))
                .isEqualTo("{\"temperature\":1,\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingBudget\":99}}");
        assertThat(NEW.json(request).path("cachedContent").asText()).isEqualTo("cachedContents/x");
        assertThat(NEW.json(request).has("x")).isFalse();
        assertThat(NEW.fates("extra cachedContent", request)).containsExactly(Fate.SENT);
    }

    @Test
    void toolsThatAnExtraReplaces_countAsDropped() {
        ChatRequest request = ask().tools(List.of(new Tool("f", "", OBJECT)))
                .extra("gemini", "tools", List.of(Map.of("googleSearch", Map.of())))
                .build();
        assertThat(NEW.at("/tools", request)).isEqualTo("[{\"googleSearch\":{}}]");
        assertThat(NEW.fates("tools", request)).containsExactly(Fate.DROPPED);
    }

    @Test
    void whatAnExtraReplacesUnderGeminisName_countsAsDropped() {
        ChatRequest request = ask().maxTokens(5)
                .stop("a")
                .responseFormat(ResponseFormat.json())
                .logprobs(0)
                .extra(
                        "gemini",
                        "generationConfig",
                        Map.of(
                                "maxOutputTokens",
                                7,
                                "stopSequences",
                                List.of("b"),
                                "responseMimeType",
                                "text/x.enum",
                                "responseLogprobs",
                                false))
                .extra("gemini", "systemInstruction", Map.of("parts", List.of()))
                .build();
        for (String field : List.of("maxTokens", "stop", "responseFormat", "logprobs")) {
            assertThat(OLD.fates(field, request)).as(field).containsExactly(Fate.DROPPED);
        }
    }

    @Test
    void extras_putOutWhatExcludesThem() {
        ChatRequest schema = ask().responseFormat(ResponseFormat.schema("s", OBJECT))
                .extra("gemini", "generationConfig", Map.of("responseSchema", Map.of("type", "OBJECT")))
                .build();
        assertThat(OLD.at("/generationConfig", schema))
                .isEqualTo("{\"responseMimeType\":\"application/json\",\"responseSchema\":{\"type\":\"OBJECT\"}}");
        assertThat(OLD.fates("responseFormat", schema)).containsExactly(Fate.DROPPED);
        ChatRequest level = ask().reasoningEffort(ReasoningEffort.LOW)
                .extra("gemini", "generationConfig", Map.of("thinkingConfig", Map.of("thinkingLevel", "high")))
                .build();
        assertThat(OLD.at("/generationConfig/thinkingConfig", level))
                .isEqualTo("{\"includeThoughts\":true,\"thinkingLevel\":\"high\"}");
        assertThat(OLD.fates("reasoningEffort", level)).containsExactly(Fate.DROPPED);
        ChatRequest budget = ask().reasoningEffort(ReasoningEffort.LOW)
                .extra("gemini", "generationConfig", Map.of("thinkingConfig", Map.of("thinkingBudget", 7)))
                .build();
        assertThat(OLD.fates("reasoningEffort", budget)).containsExactly(Fate.DROPPED);
    }

    @Test
    void options_areSentWithEachRequest() {
        Map<String, String> safety = new HashMap<>();
        safety.put("HARM_CATEGORY_HARASSMENT", "OFF");
        RequestSettings settings = new RequestSettings(safety, Optional.of("flex"), Optional.of(true));
        ChatRequest request = ChatRequest.of("Hi");
        assertThat(new Encoding(Encoding.FLASH_3, settings).json(request).toString())
                .contains("\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}")
                .contains("\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]")
                .contains("\"serviceTier\":\"flex\"");
        assertThat(new Encoding("gemini-2.0-flash", settings).json(request).has("generationConfig"))
                .as("a model that does not think")
                .isFalse();
        RequestSettings quiet = new RequestSettings(Map.of(), Optional.empty(), Optional.of(false));
        ChatRequest effort = ask().reasoningEffort(ReasoningEffort.HIGH).build();
        assertThat(new Encoding(Encoding.FLASH_3, quiet).at("/generationConfig/thinkingConfig", effort))
                .isEqualTo("{\"thinkingLevel\":\"high\"}");
    }
}
