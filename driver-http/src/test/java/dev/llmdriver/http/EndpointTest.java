package dev.llmdriver.http;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests of an endpoint have in common: a server, an endpoint, a call. */
@Timeout(90)
abstract class EndpointTest {
    static final Duration SOON = Duration.ofSeconds(30);
    static final ModelRef REF = ModelRef.parse("prov:model");
    static final String KEY = "hf_plantedKeyOfTheTests0123456789";

    WireTwin twin = WireTwin.start();
    Scheduler scheduler = Scheduler.system();
    CallContext call = CallContext.of(scheduler);
    Vertx oneLoop;
    ProviderEndpoint endpoint = endpoint(options -> options);

    @AfterEach
    void closeAll() {
        endpoint.close();
        twin.close();
        if (oneLoop != null) {
            oneLoop.close();
        }
    }

    static ProviderEndpoint endpoint(UnaryOperator<DriverOptions.Builder> options) {
        return builder(options).build();
    }

    static ProviderEndpoint.Builder builder(UnaryOperator<DriverOptions.Builder> options) {
        // Patient, for a loaded machine may take its time over the first TLS handshake.
        DriverOptions.Builder patient = DriverOptions.builder("prov").set("connect-timeout", "25s");
        return ProviderEndpoint.builder(options.apply(patient).build())
                .credentials(Credentials.bearer(Secret.of(KEY)))
                .environment(Map.of());
    }

    /** Uses another endpoint in place of the plain one. */
    void use(ProviderEndpoint other) {
        endpoint.close();
        endpoint = other;
    }

    /** Uses one event loop, so that a call that follows another finds its connection back in the pool. */
    void useOneLoop() {
        oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        use(endpoint(options -> options.set(HttpOptions.VERTX, oneLoop)));
    }

    /** Uses a virtual clock for the next call. */
    VirtualClock virtualTime() {
        VirtualClock clock = new VirtualClock();
        call = CallContext.of(clock);
        return clock;
    }

    WireRequest post(String path) {
        return post(twin.baseUri().resolve(path));
    }

    static WireRequest post(URI uri) {
        return WireRequest.post(uri)
                .json("{\"q\":1}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    Exchange exchange() {
        return exchange(ChatRequest.of("Hello"));
    }

    Exchange exchange(ChatRequest request) {
        return Exchange.of(REF, request, call, List.of());
    }

    Exchange exchange(CallOptions options) {
        return exchange(ChatRequest.of("Hello").toBuilder().callOptions(options).build());
    }

    static ChatResponseBuilder decode(WireResponse response) {
        return ChatResponse.builder(
                REF, Message.assistant(response.text()), new FinishReason(FinishReason.Kind.STOP, "stop"));
    }

    CompletableFuture<ChatResponse> generate() {
        return endpoint.generate(post("/chat"), exchange(), EndpointTest::decode);
    }

    Flow.Publisher<ChatEvent> stream() {
        return endpoint.stream(post("/chat"), exchange(), this::decoder);
    }

    StreamDecoder decoder() {
        return new LineStream(endpoint.maxEventBytes());
    }

    static Reply answer(String text) {
        return Reply.json(200, "\"" + text + "\"");
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static LlmException errorOf(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object value = future.get(30, TimeUnit.SECONDS);
            throw new AssertionError("no error but " + value);
        } catch (ExecutionException wrapped) {
            if (wrapped.getCause() instanceof LlmException error) {
                return error;
            }
            throw new AssertionError("not one of ours", wrapped.getCause());
        }
    }
}
