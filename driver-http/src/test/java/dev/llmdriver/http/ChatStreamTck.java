package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.spi.CallSettings;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

/** The same on the stream that users see. */
@Test
public class ChatStreamTck extends StreamTck {
    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        return withoutStarted(
                new TestEngine(call -> stream(uri(elements), call)).face(CallSettings.defaults()).stream("Hello"));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        return new TestEngine(call -> stream(uri(0), call)).face(CallSettings.defaults()).stream("Hello");
    }
}
