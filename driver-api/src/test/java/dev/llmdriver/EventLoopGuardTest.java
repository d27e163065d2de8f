package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.Probe;
import dev.llmdriver.testing.TestLoop;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A blocking face on an event loop fails at once and names its twin. */
class EventLoopGuardTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();

    @Test
    void generateNamesGenerateAsync() throws Exception {
        assertRefused(() -> engine.model().generate("Hello"), "generateAsync");
    }

    @Test
    void resultIteratorAndTextsNameSubscribe() throws Exception {
        assertRefused(stream::result, "subscribe");
        assertRefused(() -> assertThat(stream.iterator()).isNull(), "subscribe");
        assertRefused(stream::texts, "subscribe");
        assertRefused(() -> stream.forEachText(text -> {}), "subscribe");
        assertThat(stream.state()).as("nothing was claimed").isEqualTo(State.NEW);
        assertThat(engine.streamCalls()).isZero();
    }

    @Test
    void readingIsRefusedWhereTheIteratorWasHandedOver() throws Exception {
        Iterator<ChatEvent> events = stream.iterator();
        assertRefused(() -> assertThat(events.hasNext()).isFalse(), "subscribe");
    }

    @Test
    void embedNamesEmbedAsync() throws Exception {
        EmbeddingEngine embeddings = new EmbeddingEngine() {
            @Override
            public ModelRef ref() {
                return ManualEngine.REF;
            }

            @Override
            public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
                throw new AssertionError("must not be asked");
            }
        };
        EmbeddingModel model = ChatModels.of(embeddings, CallSettings.defaults());
        assertRefused(() -> model.embed(EmbeddingRequest.of("a")), "embedAsync");
    }

    @Test
    void subscribingIsAllowed() throws Exception {
        assertThat(onLoop(() -> stream.subscribe(Probe.greedy()))).isNull();
    }

    private static void assertRefused(Runnable call, String twin) throws InterruptedException {
        assertThat(onLoop(call))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test-event-loop")
                .hasMessageContaining("use " + twin);
    }

    private static Throwable onLoop(Runnable call) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread loop = TestLoop.thread(call);
        loop.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        loop.start();
        loop.join();
        return thrown.get();
    }
}
