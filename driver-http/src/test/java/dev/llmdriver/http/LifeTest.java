package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.internal.VertxDetector;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.EventLoopDetector;
import dev.llmdriver.spi.SharedResources;
import dev.llmdriver.testkit.Reply;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Opening, sharing and closing. */
class LifeTest extends EndpointTest {
    @Test
    void closingCancelsOpenCallsAndRefusesNewOnes() throws Exception {
        twin.enqueue(Reply.silence(), Reply.sse().event("a").stall().build());
        var unary = generate();
        twin.takeRequest(SOON);
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(2);
        long start = System.nanoTime();
        endpoint.close();
        endpoint.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        for (LlmException error : List.of(errorOf(unary), recorder.error())) {
            assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(error.reason()).isEqualTo("closed");
        }
        assertThat(recorder.error().partial().orElseThrow().text()).isEqualTo("a");
        twin.awaitNoConnections(SOON);
        assertThat(endpoint.isClosed()).isTrue();
        assertThat(errorOf(generate()).reason()).isEqualTo("closed");
        assertThat(Recorder.all(stream()).error().reason()).isEqualTo("closed");
        assertThat(errorOf(endpoint.get(twin.baseUri(), WireResponse::text)).reason())
                .isEqualTo("closed");
    }

    @Test
    void streamThatNobodyReadsHearsOfTheClosing() throws Exception {
        twin.enqueue(Reply.sse().event("a").event("b").event("c").stall().build());
        Recorder recorder = Recorder.of(stream(), 2);
        recorder.awaitEvents(2);
        endpoint.close();
        assertThat(recorder.error().reason()).isEqualTo("closed");
    }

    @Test
    void endpointThatWasNeverUsedOpensNothing() {
        SharedResources shared = new SharedResources();
        endpoint(options -> options.shared(shared)).close();
        AtomicReference<String> made = new AtomicReference<>("nothing");
        shared.lease(
                        Vertx.class,
                        () -> {
                            made.set("by us");
                            return Vertx.vertx();
                        },
                        Vertx::close)
                .close();
        assertThat(made).hasValue("by us");
    }

    @Test
    void endpointsShareEventLoopsUntilTheLastOneCloses() throws Exception {
        SharedResources shared = new SharedResources();
        use(endpoint(options -> options.shared(shared)));
        twin.enqueue(answer("1"), answer("2"), answer("3"));
        get(generate());
        Vertx vertx = leased(shared);
        try (ProviderEndpoint second = endpoint(options -> options.shared(shared))) {
            get(second.generate(post("/chat"), exchange(), EndpointTest::decode));
            assertThat(leased(shared)).isSameAs(vertx);
            endpoint.close();
            get(second.generate(post("/chat"), exchange(), EndpointTest::decode));
        }
        CompletableFuture<Void> closed = new CompletableFuture<>();
        shared.lease(
                        Vertx.class,
                        () -> {
                            closed.complete(null);
                            return Vertx.vertx();
                        },
                        Vertx::close)
                .close();
        assertThat(closed).as("the shared one was given back").isCompleted();
    }

    private static Vertx leased(SharedResources shared) {
        try (var lease = shared.lease(
                Vertx.class,
                () -> {
                    throw new AssertionError("nothing was shared");
                },
                Vertx::close)) {
            return lease.get();
        }
    }

    @Test
    void vertxThatWasPassedInIsNeverClosed() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            use(endpoint(options -> options.set(HttpOptions.VERTX, vertx)));
            twin.enqueue(answer("1"));
            get(generate());
            endpoint.close();
            CompletableFuture<Void> alive = new CompletableFuture<>();
            vertx.runOnContext(unused -> alive.complete(null));
            get(alive);
        } finally {
            vertx.close();
        }
    }

    @Test
    void blockingOnAnEventLoopIsRefusedWithTheWayOut() throws Exception {
        assertThat(ServiceLoader.load(EventLoopDetector.class)).anyMatch(VertxDetector.class::isInstance);
        Vertx vertx = Vertx.vertx();
        try {
            TestEngine engine = new TestEngine(call -> stream());
            CompletableFuture<String> said = new CompletableFuture<>();
            vertx.runOnContext(unused -> {
                try {
                    engine.face(CallSettings.defaults()).generate(ChatRequest.of("Hello"));
                    said.complete("nothing");
                } catch (IllegalStateException refused) {
                    said.complete(refused.getMessage());
                }
            });
            assertThat(get(said)).contains("generateAsync");
        } finally {
            vertx.close();
        }
    }
}
