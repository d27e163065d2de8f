package dev.llmdriver.ollama.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Warning;
import dev.llmdriver.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The types of the wire page's sections 2 and 3, checked before anything is sent. */
class ExtrasTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("options", List.of()),
                Arguments.of("keep_alive", "300"),
                Arguments.of("keep_alive", "forever"),
                Arguments.of("keep_alive", true),
                Arguments.of("think", "very"),
                Arguments.of("think", 1),
                Arguments.of("format", "xml"),
                Arguments.of("format", true),
                Arguments.of("stream", "false"),
                Arguments.of("truncate", 0),
                Arguments.of("shift", "no"),
                Arguments.of("logprobs", 1),
                Arguments.of("top_logprobs", 21),
                Arguments.of("top_logprobs", -1),
                Arguments.of("top_logprobs", "3"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongTypes_areNamed(String field, Object value) {
        assertThatThrownBy(() -> Extras.check(Map.of(field, value)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("extra " + field + " must be ");
    }

    static Stream<Arguments> right() {
        return Stream.of(
                Arguments.of("keep_alive", 300),
                Arguments.of("keep_alive", -1),
                Arguments.of("keep_alive", "5m"),
                Arguments.of("keep_alive", "1h30m"),
                Arguments.of("keep_alive", "-1m"),
                Arguments.of("keep_alive", "1.5h"),
                Arguments.of("keep_alive", "0"),
                Arguments.of("think", false),
                Arguments.of("think", "max"),
                Arguments.of("format", "json"),
                Arguments.of("format", Map.of("type", "object")),
                Arguments.of("truncate", false),
                Arguments.of("top_logprobs", 20),
                Arguments.of("options", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("right")
    void rightTypes_pass(String field, Object value) {
        assertThat(Extras.check(Map.of(field, value))).isEmpty();
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                Arguments.of("stop", "a", "a list of texts, but is a text"),
                Arguments.of("stop", List.of(1), "a list of texts, but is a list"),
                Arguments.of("num_ctx", "8192", "a whole number, but is a text"),
                Arguments.of("num_ctx", 4096.5, "a whole number, but is 4096.5"),
                Arguments.of("seed", true, "a whole number, but is true"),
                Arguments.of("temperature", "0.2", "a number, but is a text"),
                Arguments.of("temperature", Double.NaN, "a number, but is NaN"),
                Arguments.of("use_mmap", 1, "true or false, but is 1"),
                Arguments.of("top_k", Map.of(), "a whole number, but is an object"));
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void wrongOptions_areNamed(String option, Object value, String told) {
        assertThatThrownBy(() -> Extras.check(Map.of("options", Map.of(option, value))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("options." + option + " must be " + told);
    }

    @Test
    void allFaults_areToldAtOnce() {
        assertThatThrownBy(() -> Extras.check(Map.of("think", 1, "options", Map.of("seed", "x", "top_p", "y"))))
                .hasMessageContaining("think")
                .hasMessageContaining("options.seed")
                .hasMessageContaining("options.top_p");
    }

    static Stream<Arguments> rightOptions() {
        return Stream.of(
                Arguments.of("num_predict", -1),
                Arguments.of("temperature", 0),
                Arguments.of("top_k", 40.0),
                Arguments.of("top_p", 0.9),
                Arguments.of("min_p", 0.05),
                Arguments.of("typical_p", 1),
                Arguments.of("repeat_last_n", 64),
                Arguments.of("repeat_penalty", 1.1),
                Arguments.of("presence_penalty", 0),
                Arguments.of("frequency_penalty", 0.0),
                Arguments.of("seed", 7L),
                Arguments.of("stop", List.of("a", "b")),
                Arguments.of("num_keep", 4),
                Arguments.of("num_ctx", 8192),
                Arguments.of("num_batch", 512),
                Arguments.of("num_gpu", -1),
                Arguments.of("main_gpu", 0),
                Arguments.of("use_mmap", true),
                Arguments.of("num_thread", 0),
                Arguments.of("draft_num_predict", 4));
    }

    @ParameterizedTest
    @MethodSource("rightOptions")
    void everyOption_isKnown(String option, Object value) {
        assertThat(Extras.check(Map.of("options", Map.of(option, value)))).isEmpty();
        assertThat(ModelOptions.isKnown(option)).isTrue();
    }

    @Test
    void unknownNames_areWarnedOf_withTheNearOne() {
        assertThat(messages(Map.of("options", Map.of("num_ctxt", 8192))))
                .containsExactly("Ollama ignores the unknown option 'num_ctxt'; did you mean 'num_ctx'?");
        assertThat(messages(Map.of("options", Map.of("mirostat", 1))))
                .containsExactly("'mirostat' is an option of older releases that Ollama now ignores");
        assertThat(messages(Map.of("options", Map.of("zzz", 1))))
                .singleElement()
                .asString()
                .contains("known are draft");
        assertThat(messages(Map.of("keepalive", "5m")))
                .containsExactly("Ollama ignores the unknown field 'keepalive'; did you mean 'keep_alive'?");
        assertThat(messages(Map.of("num_ctx", 8192)))
                .singleElement()
                .asString()
                .contains("extra(\"ollama\", \"options\", Map.of(\"num_ctx\", …))");
    }

    private static List<String> messages(Map<String, Object> extras) {
        return Extras.check(extras).stream().map(Warning::message).toList();
    }
}
