package dev.llmdriver.ollama.internal.request;

import static dev.llmdriver.ollama.internal.request.Encoding.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools as the wire page's section 2 has them. */
class ToolFieldsTest {
    private static final String PLAIN_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":\"where\"}},\"required\":[\"city\"]}";

    @Test
    void tools_areSentAsGiven() {
        ChatRequest request = tool(PLAIN_SCHEMA).build();
        assertThat(PLAIN.rest(request))
                .isEqualTo(
                        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":"
                                + PLAIN_SCHEMA + "}}],\"stream\":false");
        assertThat(PLAIN.fates(request)).containsEntry("tools", Fate.SENT);
        assertThatThrownBy(() -> PLAIN.json(tool("{").build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'f'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"additionalProperties\":false} | additionalProperties",
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,\"default\":2}}} | default, minimum",
                "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"pattern\":\"x\"}}}}} | pattern",
                "{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\",\"format\":\"date\"}]}}} | format",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"minimum\":1}}} | $ref",
                "{\"oneOf\":[{\"type\":\"object\"}]} | oneOf"
            })
    void whatOllamaDrops_isTold(String schema, String lost) {
        ChatRequest request = tool(schema).build();
        assertThat(PLAIN.json(request)).contains("\"parameters\":" + schema);
        assertThat(PLAIN.fates(request)).containsEntry("tools", Fate.CLAMPED);
        assertThat(PLAIN.detail(request, "tools")).startsWith("Ollama drops " + lost + " of tool 'f';");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$schema\":\"x\",\"type\":[\"object\",\"null\"],\"$defs\":{\"x\":{\"minimum\":1}}}",
                "{\"properties\":{\"l\":{\"type\":\"array\",\"items\":{\"minimum\":3}},\"e\":{\"enum\":[1]}},\"items\":{\"a\":1}}",
                "{\"properties\":{\"minimum\":{\"type\":\"integer\"}}}"
            })
    void whatOllamaKeeps_isNotComplainedOf(String schema) {
        assertThat(PLAIN.fates(tool(schema).build())).containsEntry("tools", Fate.SENT);
    }

    @Test
    void choices_haveNoField() {
        ChatRequest none = tool(PLAIN_SCHEMA).toolChoice(ToolChoice.none()).build();
        assertThat(PLAIN.json(none)).doesNotContain("tools").doesNotContain("tool_choice");
        assertThat(PLAIN.fates(none)).containsEntry("toolChoice", Fate.EMULATED).containsEntry("tools", Fate.EMULATED);
        ChatRequest auto = tool(PLAIN_SCHEMA).toolChoice(ToolChoice.auto()).build();
        assertThat(PLAIN.json(auto)).contains("\"tools\"").doesNotContain("tool_choice");
        assertThat(PLAIN.fates(auto)).containsEntry("toolChoice", Fate.EMULATED);
        for (ToolChoice forced : new ToolChoice[] {ToolChoice.required(), ToolChoice.named("f")}) {
            ChatRequest request = tool(PLAIN_SCHEMA).toolChoice(forced).build();
            assertThat(PLAIN.json(request)).contains("\"tools\"").doesNotContain("tool_choice");
            assertThat(PLAIN.fates(request)).containsEntry("toolChoice", Fate.DROPPED);
        }
    }

    @Test
    void oneCallOnly_cannotBeHad() {
        assertThat(PLAIN.fates(tool(PLAIN_SCHEMA).parallelToolCalls(false).build()))
                .containsEntry("parallelToolCalls", Fate.DROPPED);
        assertThat(PLAIN.fates(tool(PLAIN_SCHEMA).parallelToolCalls(true).build()))
                .containsEntry("parallelToolCalls", Fate.EMULATED);
        assertThat(PLAIN.fates(ChatRequest.builder()
                        .user("Hi")
                        .parallelToolCalls(false)
                        .build()))
                .as("without tools")
                .containsEntry("parallelToolCalls", Fate.EMULATED);
        assertThat(PLAIN.json(tool(PLAIN_SCHEMA).parallelToolCalls(true).build()))
                .doesNotContain("parallel");
    }

    private static ChatRequestBuilder tool(String schema) {
        return ChatRequest.builder().user("Hi").tools(new Tool("f", "d", schema));
    }
}
