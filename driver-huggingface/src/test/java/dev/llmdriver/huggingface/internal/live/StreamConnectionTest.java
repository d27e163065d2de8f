package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of the connection on which a stream comes. */
class StreamConnectionTest {
    private static final String PATH = "/v1/chat/completions";

    private final TinyServer server = TinyServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void llamaCppsStream_hasItsConnectionToItself() {
        stream("dedicated", "llamacpp");

        assertThat(connection()).isEqualTo("close");
    }

    @Test
    void aWholeAnswer_leavesItOpen() {
        server.at(
                PATH, Reply.json(200, "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "dedicated", "dialect", "llamacpp")) {
            provider.chatModel("m").generate("Hello");
        }

        assertThat(connection()).isNotEqualTo("close");
    }

    @Test
    void otherEnginesStreams_leaveItOpen() {
        stream("dedicated", "auto");

        assertThat(connection()).isNotEqualTo("close");
    }

    @Test
    void theRoutersStream_leavesItOpen() {
        stream("router", "auto");

        assertThat(connection()).isNotEqualTo("close");
    }

    private void stream(String endpoint, String dialect) {
        server.at(
                PATH,
                Reply.events("data: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n"));
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", endpoint, "dialect", dialect)) {
            ChatModel model = provider.chatModel("m");
            assertThat(model.stream("Hello").result().text()).isEqualTo("hi");
        }
    }

    private String connection() {
        return server.asked().get(0).headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Connection"))
                .findFirst()
                .map(header -> header.getValue())
                .orElse("");
    }
}
