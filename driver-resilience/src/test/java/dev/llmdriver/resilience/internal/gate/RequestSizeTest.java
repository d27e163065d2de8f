package dev.llmdriver.resilience.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestSizeTest {
    private static final long ROOM = 64;

    @Test
    void theInputIsBoundByItsBytes() {
        for (String text : new String[] {"Hello", "Grüße", "日本語", "👍🏽 𝄞", "\uD83D broken"}) {
            long bytes = text.getBytes(StandardCharsets.UTF_8).length;
            assertThat(input(ChatRequest.of(text)) - ROOM).as(text).isBetween(bytes, bytes + 1);
        }
    }

    @Test
    void everythingThatIsSentCounts() {
        long before = input(ChatRequest.of("Hello"));
        ToolCall call = ToolCall.of("id", "search", "{\"q\":\"x\"}");
        Message said = Message.builder(Role.ASSISTANT)
                .part(Reasoning.of("thought").withProviderData(new ProviderData("d", "m", "[1,2]")))
                .part(call)
                .build();
        ChatRequest more = ChatRequest.builder()
                .user("Hello")
                .message(said)
                .message(Message.tool(ToolResult.of(call, "found")))
                .build();
        assertThat(input(more) - before)
                .isGreaterThanOrEqualTo("thought[1,2]idsearch{\"q\":\"x\"}idsearchfound".length());

        String schema = "{\"type\":\"object\"}";
        ChatRequest tools = ChatRequest.builder()
                .user("Hello")
                .tools(new Tool("search", "Finds it", schema))
                .build();
        assertThat(input(tools) - before).isGreaterThan("searchFinds it".length() + 2L * schema.length());
        ChatRequest format = ChatRequest.builder()
                .user("Hello")
                .responseFormat(ResponseFormat.schema("answer", schema))
                .build();
        assertThat(input(format) - before).isGreaterThan("answer".length() + 2L * schema.length());
    }

    @Test
    void mediaHasNoBoundUnlessItIsText() {
        assertThat(RequestSize.of(with(Media.of("image/png", new byte[10]))).input())
                .isEmpty();
        assertThat(RequestSize.of(with(Media.of("text/plain", URI.create("https://example.org/a"))))
                        .input())
                .isEmpty();
        assertThat(RequestSize.of(with(Media.of("text/plain", new byte[1000]))).input())
                .satisfies(bound -> assertThat(bound.orElseThrow()).isGreaterThan(1000));
    }

    @Test
    void theOutputIsBoundByTheRequestOrNotAtAll() {
        assertThat(RequestSize.of(ChatRequest.of("Hello")).output()).isEmpty();
        assertThat(RequestSize.of(
                                ChatRequest.builder().user("Hello").maxTokens(5).build())
                        .output())
                .hasValue(5);
    }

    @Test
    void embeddingsHaveNoOutput() {
        Size size = RequestSize.of(EmbeddingRequest.of("one", "two"));
        assertThat(size.output()).hasValue(0);
        assertThat(size.input()).hasValue(6 + ROOM);
    }

    private static ChatRequest with(Media media) {
        return ChatRequest.builder()
                .message(Message.of(Role.USER, Text.of("Look"), media))
                .build();
    }

    private static long input(ChatRequest request) {
        return RequestSize.of(request).input().orElseThrow();
    }
}
