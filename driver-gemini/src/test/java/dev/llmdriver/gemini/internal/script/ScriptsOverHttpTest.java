package dev.llmdriver.gemini.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.internal.live.Providers;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same exchanges over a socket, through the driver's front door. */
class ScriptsOverHttpTest {
    private static final long SEED = 20_261_121L;
    private static WireTwin server;
    private static LlmProvider provider;

    @BeforeAll
    static void open() {
        server = WireTwin.start();
        provider = Providers.open(server);
    }

    @AfterAll
    static void close() {
        provider.close();
        server.close();
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
        server.enqueue(Reply.builder()
                .contentType("application/json; charset=UTF-8")
                .write(script.unary())
                .build());
        assertThat(ask(false).withoutPartial()).isEqualTo(script.expected().withoutPartial());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStream(Script script) {
        server.enqueue(Reply.builder()
                .contentType(script.streamType())
                .write(script.stream())
                .chunked()
                .splitEverywhere(SEED)
                .build());
        assertThat(ask(true)).hasToString(script.expected().toString());
    }

    private static Expected ask(boolean stream) {
        ChatModel model = provider.chatModel("m");
        ChatRequest request = ChatRequest.of("Hi");
        try {
            return Expected.of(stream ? model.stream(request).result() : model.generate(request));
        } catch (LlmException failure) {
            return Expected.of(failure);
        }
    }
}
