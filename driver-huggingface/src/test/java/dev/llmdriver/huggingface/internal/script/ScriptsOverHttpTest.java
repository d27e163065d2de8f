package dev.llmdriver.huggingface.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.Expected;
import dev.llmdriver.huggingface.internal.live.Providers;
import dev.llmdriver.huggingface.internal.live.TinyServer;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same exchanges over a socket, through the driver's front door. */
class ScriptsOverHttpTest {
    private static TinyServer server;
    private static final Map<ThinkMode, LlmProvider> PROVIDERS = new EnumMap<>(ThinkMode.class);

    @BeforeAll
    static void open() {
        server = TinyServer.start();
        for (ThinkMode mode : ThinkMode.values()) {
            PROVIDERS.put(
                    mode,
                    Providers.open(
                            server.uri(),
                            "endpoint",
                            "router",
                            "think",
                            mode.name().toLowerCase(Locale.ROOT)));
        }
    }

    @AfterAll
    static void close() {
        PROVIDERS.values().forEach(LlmProvider::close);
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
        server.next(Reply.json(200, script.unary()));
        assertThat(ask(script, false).withoutPartial())
                .isEqualTo(script.expected().withoutPartial());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStream(Script script) {
        server.next(Reply.events(script.stream()));
        assertThat(ask(script, true)).hasToString(script.expected().toString());
    }

    private static Expected ask(Script script, boolean stream) {
        ChatModel model = PROVIDERS.get(script.think()).chatModel("org/m");
        ChatRequest request = ChatRequest.of("Hi");
        try {
            return Expected.of(stream ? model.stream(request).result() : model.generate(request));
        } catch (LlmException failure) {
            String reason = failure.kind().wireName().equals("malformed_response") ? "" : failure.reason();
            String partial = failure.partial().map(PartialAnswer::text).orElse("");
            return Expected.text(partial).failing(failure.kind(), reason);
        }
    }
}
