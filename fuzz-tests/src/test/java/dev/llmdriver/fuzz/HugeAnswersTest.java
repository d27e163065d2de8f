package dev.llmdriver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.http.StreamDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of some megabytes, made so that work which grows with the square of their length would take many minutes, and hold the event
 * loop up for as long. The bound is there to end the test, not to measure.
 */
class HugeAnswersTest {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int MANY = 100_000;

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of(
                        "hf-stream",
                        "calls of one id",
                        huggingFace(n -> "{'id':'0','function':{'name':'f','arguments':'{}'}}")),
                Arguments.of(
                        "hf-stream",
                        "calls of own indexes",
                        huggingFace(n -> "{'index':" + n + ",'function':{'name':'f'}}")),
                Arguments.of(
                        "hf-stream",
                        "calls of chosen ids",
                        huggingFace(n -> "{'id':'" + (n < MANY / 2 ? "a_" + n : "a") + "','function':{'name':'f'}}")),
                Arguments.of(
                        "hf-stream",
                        "pieces of content",
                        "data: {'choices':[{'delta':{'content':[" + many(10 * MANY, n -> "'a'")
                                + "]},'finish_reason':'stop'}]}\n\n"),
                Arguments.of(
                        "hf-stream",
                        "content again and again",
                        "data: {'choices':[{'delta':{" + many(3 * MANY, n -> "'content':'a'")
                                + "},'finish_reason':'stop'}]}\n\n"),
                Arguments.of(
                        "hf-stream",
                        "events of calls",
                        events(
                                        "data: {'choices':[{'delta':{'tool_calls':[{'index':%d,'function':{'name':'f'}}]}}]}\n\n")
                                + "data: [DONE]\n\n"),
                Arguments.of("gemini-stream", "signed parts", gemini(n -> "{'text':'a','thoughtSignature':'s'}")),
                Arguments.of("gemini-stream", "parts without a type", gemini(n -> "{'x':1}")),
                Arguments.of("gemini-stream", "calls", gemini(n -> "{'functionCall':{'name':'f','id':'i'}}")),
                Arguments.of(
                        "gemini-stream",
                        "events of parts without a type",
                        events("data: {'candidates':[{'content':{'parts':[{'x':%d}]},'finishReason':'STOP'}]}\n\n")),
                Arguments.of(
                        "ollama-stream",
                        "calls of one id",
                        "{'message':{'tool_calls':[" + many(MANY, n -> "{'id':'0','function':{'name':'f'}}")
                                + "]},'done':true}\n"),
                Arguments.of(
                        "ollama-stream",
                        "thoughts in between",
                        events("{'message':{'thinking':'a','content':'%d'}}\n") + "{'done':true}\n"));
    }

    private static String huggingFace(IntFunction<String> call) {
        return "data: {'choices':[{'delta':{'tool_calls':[" + many(MANY, call) + "]},'finish_reason':'stop'}]}\n\n";
    }

    private static String gemini(IntFunction<String> part) {
        return "data: {'candidates':[{'content':{'parts':[" + many(MANY, part) + "]},'finishReason':'STOP'}]}\n\n";
    }

    private static String events(String format) {
        return IntStream.range(0, MANY).mapToObj(n -> String.format(format, n)).collect(Collectors.joining());
    }

    private static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streams")
    void streams_areReadInTimeThatGrowsWithTheirLength(String target, String what, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        IntFunction<StreamDecoder> decoders = ((Streams) FuzzTargets.get(target)).unbounded();
        assertTimeoutPreemptively(MOST, () -> {
            Outcome outcome = Player.whole(decoders.apply(0), bytes);
            outcome.check();
            assertThat(outcome.response()).as(what).isNotNull();
        });
    }

    static Stream<Arguments> errors() {
        String blanks = "a" + " ".repeat(400_000) + "b";
        return Stream.of("hf-errors", "gemini-errors", "ollama-errors")
                .flatMap(name -> List.of(
                                blanks,
                                "model".repeat(400_000),
                                "(ref: ".repeat(400_000),
                                "<script>".repeat(400_000),
                                "quota limit token exceeded maximum context ".repeat(100_000))
                        .stream()
                        .flatMap(text -> Stream.of(
                                text, "{\"error\":{\"message\":\"" + text + "\"}}", "{\"error\":\"" + text + "\"}"))
                        .map(text -> Arguments.of(name, text.substring(0, 30), text)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("errors")
    void errors_areClassifiedInTimeThatGrowsWithTheirLength(String target, String beginning, String body) {
        ErrorClassifier errors = ((Errors) FuzzTargets.get(target)).classifier();
        for (int status : List.of(0, 429)) {
            ErrorFacts facts = ErrorFacts.builder(status).body(body).build();
            assertTimeoutPreemptively(
                    MOST,
                    () -> assertThat(errors.classify(facts).build().getMessage())
                            .hasSizeLessThan(2_000));
        }
    }

    @ParameterizedTest
    @MethodSource("secretive")
    void keys_areLookedForInTimeThatGrowsWithTheText(String piece) {
        Redactor redactor = new Redactor();
        redactor.remember("a-key-of-the-provider");
        String text = "?" + piece.repeat(2_000_000 / piece.length());
        assertTimeoutPreemptively(MOST, () -> assertThat(redactor.redact(text)).isNotEmpty());
    }

    static Stream<String> secretive() {
        return Stream.of(
                "a_",
                "eyJ",
                "bearer ",
                "authorization",
                "authorization: ",
                "basic AAAA",
                "http://",
                "?key=",
                "A1",
                " ",
                "\"");
    }
}
