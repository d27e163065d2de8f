package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole answer that comes as a stream all the same: from a gateway that knows nothing else, or for a caller's own field. */
class UnaskedStreamTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String EVENTS = ": ping\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";

    private final TinyServer server = TinyServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ChatResponse ask(Reply reply) {
        server.at(PATH, reply);
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "router")) {
            return provider.chatModel("m")
                    .generate(ChatRequest.builder()
                            .user("Hi")
                            .extra("huggingface", "stream", true)
                            .build());
        }
    }

    @Test
    void itsEventsAreTheAnswer() {
        for (String type : new String[] {"text/event-stream", "application/json", "text/plain"}) {
            ChatResponse answer = ask(new Reply(
                    200, Map.of("Content-Type", type, "x-inference-provider", "acme"), EVENTS + "data: [DONE]\n\n"));
            assertThat(answer.text()).isEqualTo("Hello");
            assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            assertThat(answer.usage().orElseThrow().input()).hasValue(3);
            assertThat(answer.servedBy()).contains("acme");
        }
    }

    @Test
    void oneThatBreaksOffOrTellsOfAnErrorIsNone() {
        String cut = EVENTS.substring(0, EVENTS.indexOf("lo"));
        assertThat(catchThrowableOfType(LlmException.class, () -> ask(Reply.events(cut))))
                .isInstanceOf(MalformedResponseException.class);
        String error = "data: {\"error\":{\"message\":\"Model is overloaded\",\"http_status_code\":422}}\n\n";
        assertThat(catchThrowableOfType(LlmException.class, () -> ask(Reply.events(error))))
                .isInstanceOf(OverloadedException.class);
        assertThat(catchThrowableOfType(LlmException.class, () -> ask(Reply.text(200, "data is missing"))))
                .isInstanceOf(MalformedResponseException.class);
    }
}
