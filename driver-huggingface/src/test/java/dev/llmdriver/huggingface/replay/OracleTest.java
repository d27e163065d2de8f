package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.Outcome.Call;
import dev.llmdriver.testkit.replay.Outcome.Counters;
import dev.llmdriver.testkit.replay.Outcome.Failure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge is judged first, on bodies that a person can read. */
class OracleTest {
    @Test
    void readsAWholeAnswer() {
        Answer answer = ChatOracle.whole("""
                {"id":"c1","model":"m","choices":[
                  {"index":1,"message":{"content":"another"},"finish_reason":"length"},
                  {"index":0,"message":{"content":"hi","reasoning_content":"hm"},"finish_reason":"eos_token"}],
                 "usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6,
                   "prompt_tokens_details":{"cached_tokens":3},"reasoning_tokens":1}}""");
        assertThat(answer)
                .isEqualTo(new Answer(
                        "hi", "hm", List.of(), new Counters(4L, 2L, 3L, 1L, 6L), "STOP", "eos_token", "c1", "m"));
    }

    @Test
    void joinsAStreamWhateverEndsItsLines() {
        String body =
                "\uFEFF: ping\r\n\r\ndata:{\"id\":\"\",\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\r\n\r\n"
                        + "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"b\"}]},\"finish_reason\":\"length\"}]}\n\n"
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\r\rdata: [DONE]\n\n";
        Answer answer = ChatOracle.stream(body);
        assertThat(answer.text()).isEqualTo("ab");
        assertThat(answer.finish()).isEqualTo("LENGTH");
        assertThat(answer.id()).isEqualTo("c");
        assertThat(answer.usage()).isEqualTo(new Counters(1L, null, null, null, null));
    }

    @Test
    void theLastUsageCounts() {
        Answer answer = ChatOracle.stream("""
                data: {"choices":[{"delta":{"content":"a"}}],"usage":{"completion_tokens":1}}

                data: {"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"completion_tokens":2}}
                """);
        assertThat(answer.usage()).isEqualTo(new Counters(null, 2L, null, null, null));
    }

    @Test
    void readsUsageInGroqsOlderPlace() {
        Answer answer = ChatOracle.stream("""
                data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":2}}}

                data: {"choices":[],"usage":{"prompt_tokens":3},"x_groq":{"usage":{"prompt_tokens":9}}}
                """);
        assertThat(answer.usage()).isEqualTo(new Counters(3L, null, null, null, null));
        assertThat(ChatOracle.stream("data: {\"x_groq\":{\"usage\":{\"prompt_tokens\":2}}}\n\n")
                        .usage())
                .isEqualTo(new Counters(2L, null, null, null, null));
    }

    @Test
    void aRefusalIsTextThatWasFiltered() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}]}""");
        assertThat(answer.text()).isEqualTo("I cannot.");
        assertThat(answer.finish()).isEqualTo("CONTENT_FILTER");
        assertThat(answer.finishWord()).isEqualTo("stop");
    }

    @Test
    void joinsToolCallsByIndex() {
        Answer answer = ChatOracle.stream("""
                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":"{"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"y","function":{"name":"g","arguments":"{}"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":null,"arguments":"}"}}]},"finish_reason":"stop"}]}
                """);
        assertThat(answer.calls()).containsExactly(new Call("x", "f", "{}"), new Call("y", "g", "{}"));
        assertThat(answer.finish()).isEqualTo("TOOL_CALLS");
        assertThat(answer.finishWord()).isEqualTo("stop");
    }

    @Test
    void aCallThatTheLimitCutOffMustNotRun() {
        Answer answer = ChatOracle.stream("""
                data: {"choices":[{"delta":{"tool_calls":[{"id":"x","function":{"name":"f","arguments":"{\\"a"}}]},"finish_reason":"length"}]}
                """);
        assertThat(answer.calls()).containsExactly(new Call("x", "f", "{\"a"));
        assertThat(answer.finish()).isEqualTo("LENGTH");
    }

    @Test
    void twoWholeCallsOfOneIndexAreTwo() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"tool_calls":[
                  {"index":0,"id":"x","function":{"name":"f","arguments":"{}"}},
                  {"index":0,"id":"y","function":{"name":"g","arguments":"{}"}}]}}]}""");
        assertThat(answer.calls()).containsExactly(new Call("x", "f", "{}"), new Call("y", "g", "{}"));
    }

    @Test
    void thoughtsMayBePartsOfTheContent() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"content":[
                  {"type":"thinking","thinking":[{"type":"text","text":"hm"},{"type":"text","text":"m"}]},
                  {"type":"text","text":"hi"}]}}]}""");
        assertThat(answer.reasoning()).isEqualTo("hmm");
        assertThat(answer.text()).isEqualTo("hi");
    }

    @Test
    void aCallWithoutArgumentsHasAnEmptyObject() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"tool_calls":[{"id":"x","function":{"name":"f","arguments":""}}]}}]}""");
        assertThat(answer.calls()).containsExactly(new Call("x", "f", "{}"));
    }

    @Test
    void idsThatAreNoUseAreNotCompared() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"tool_calls":[
                  {"id":"0","function":{"name":"f","arguments":"{}"}},
                  {"id":"0","function":{"name":"g","arguments":{"a": 1}}}]}}]}""");
        assertThat(answer.calls()).containsExactly(new Call("", "f", "{}"), new Call("", "g", "{\"a\":1}"));
    }

    @Test
    void thoughtsAtTheBeginningOfTheContentAreReasoning() {
        assertThat(InlineThoughts.of("\n<think>hm</think>hi")).isEqualTo(new InlineThoughts("hm", "hi"));
        assertThat(InlineThoughts.of("<think>hm")).isEqualTo(new InlineThoughts("hm", ""));
        assertThat(InlineThoughts.of("a <think>hm</think>")).isEqualTo(new InlineThoughts("", "a <think>hm</think>"));
    }

    @Test
    void whoSendsReasoningApartMeansTheContentAsItIs() {
        Answer answer = ChatOracle.whole("""
                {"choices":[{"message":{"reasoning":"hm","content":"<think>a</think>b"}}]}""");
        assertThat(answer.reasoning()).isEqualTo("hm");
        assertThat(answer.text()).isEqualTo("<think>a</think>b");
    }

    @Test
    void readsGeneratedText() {
        assertThat(InputsOracle.whole("[{\"generated_text\":\"three\"}]"))
                .isEqualTo(new Answer("three", "", List.of(), null, "OTHER", "", "", ""));
        Answer answer = InputsOracle.stream("""
                data:{"token":{"text":"one","special":false},"generated_text":null,"details":null}

                data:{"token":{"text":"</s>","special":true},"generated_text":"one",\
                "details":{"finish_reason":"eos_token","generated_tokens":2,"input_length":7}}
                """);
        assertThat(answer.text()).isEqualTo("one");
        assertThat(answer.finish()).isEqualTo("STOP");
        assertThat(answer.usage()).isEqualTo(new Counters(7L, 2L, null, null, null));
    }

    @Test
    void judgesErrorsByTextThenByStatus() {
        assertThat(ErrorOracle.read(401, "").kinds()).containsExactly("authentication");
        assertThat(ErrorOracle.read(422, "Template error: template not found"))
                .isEqualTo(new Failure(422, Set.of("not_chat_model")));
        assertThat(ErrorOracle.read(503, "").kinds()).contains("server_error").doesNotContain("invalid_request");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ChatOracle.whole("{\"error\":\"no\"}")).isInstanceOf(IllegalArgumentException.class);
    }
}
