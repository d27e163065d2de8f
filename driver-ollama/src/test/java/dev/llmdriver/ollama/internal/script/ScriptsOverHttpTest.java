package dev.llmdriver.ollama.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.Expected;
import dev.llmdriver.ollama.internal.live.Providers;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same exchanges over a socket, through the driver's front door. */
class ScriptsOverHttpTest {
    private static WireTwin twin;
    private static LlmProvider provider;

    @BeforeAll
    static void open() {
        twin = WireTwin.start();
        provider = Providers.open(twin.baseUri());
    }

    @AfterAll
    static void close() {
        provider.close();
        twin.close();
    }

    static Stream<Script> unaries() {
        return ScriptsTest.unaries();
    }

    static Stream<Script> streams() {
        return ScriptsTest.streams();
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void theWholeAnswer(Script script) {
        twin.enqueue(Reply.json(200, script.unary()));
        assertThat(ask(false)).hasToString(script.expected().toString());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStream(Script script) {
        Reply stream = Reply.builder()
                .contentType("application/x-ndjson")
                .chunked()
                .write(script.stream())
                .build();
        twin.enqueue(stream.with(reply -> reply.splitEverywhere(script.name().hashCode())));
        assertThat(ask(true)).hasToString(script.expected().toString());
    }

    /** A server, or a proxy, that answers a stream's request with one object. */
    @ParameterizedTest
    @MethodSource("unaries")
    void theWholeAnswerInPlaceOfAStream(Script script) {
        twin.enqueue(Reply.json(200, script.unary()));
        assertThat(ask(true)).hasToString(script.expected().toString());
    }

    private static Expected ask(boolean stream) {
        ChatModel model = provider.chatModel("m");
        ChatRequest request = ChatRequest.of("Hi");
        try {
            return Expected.of(stream ? model.stream(request).result() : model.generate(request));
        } catch (LlmException failure) {
            boolean unreadable = failure.kind() == ErrorKind.MALFORMED_RESPONSE
                    && !failure.reason().equals("no_answer")
                    && !failure.reason().equals("tool_call");
            String partial = failure.partial().map(PartialAnswer::text).orElse("");
            return Expected.text(partial).failing(failure.kind(), unreadable ? "" : failure.reason());
        }
    }
}
