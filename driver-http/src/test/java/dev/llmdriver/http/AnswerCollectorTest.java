package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.ToolCall;
import dev.llmdriver.error.OverloadedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whole answers by the code of streams. */
class AnswerCollectorTest {
    private static final FinishReason STOP = new FinishReason(FinishReason.Kind.STOP, "stop");

    @Test
    void readsAWholeBodyWithTheDecoderOfStreams() throws IOException {
        ChatResponse answer = collect("data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n");
        assertThat(answer.text()).isEqualTo("Hello");
        assertThat(answer.finishReason()).isEqualTo(STOP);
    }

    @Test
    void errorsInTheBodyKeepTheirType() {
        assertThatThrownBy(() -> collect("data: !\n\n")).isInstanceOf(OverloadedException.class);
    }

    @Test
    void bodyThatBreaksOffCannotBeRead() {
        assertThatThrownBy(() -> collect("data: Hel\n\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("it breaks off before its end");
        assertThatThrownBy(() -> new AnswerCollector().response(EndpointTest.REF))
                .isInstanceOf(IOException.class);
    }

    @Test
    void everyKindOfPartKeepsWhatTheProviderAttached() throws IOException {
        AnswerCollector collector = new AnswerCollector();
        collector.next(new ChatEvent.ReasoningDelta(0, "so"));
        collector.next(new ChatEvent.TextDelta(1, "hi"));
        collector.next(new ChatEvent.ToolCallReady(2, ToolCall.of("1", "f", "{}")));
        for (int index = 0; index < 3; index++) {
            collector.attach(index, new ProviderData("prov", "model", "signature " + index));
        }
        collector.finish(StreamEnd.of(STOP));
        collector.next(new ChatEvent.TextDelta(3, "after the end"));
        assertThat(collector.response(EndpointTest.REF).build().message().parts())
                .extracting(Part::providerData)
                .extracting(data -> data.orElseThrow().json())
                .containsExactly("signature 0", "signature 1", "signature 2");
    }

    private static ChatResponse collect(String body) throws IOException {
        WireResponse response = new WireResponse(200, Headers.none(), body.getBytes(StandardCharsets.UTF_8));
        return AnswerCollector.collect(new LineStream(1000), response, EndpointTest.REF)
                .build();
    }
}
