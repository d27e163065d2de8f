package dev.llmdriver.ollama.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.ollama.ModelDetails;
import dev.llmdriver.ollama.Ollama;
import dev.llmdriver.ollama.PullProgress;
import dev.llmdriver.ollama.RunningModel;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** What Ollama can do beside the contract. Thread-safe. */
final class NativeOllama implements Ollama {
    /** A download takes as long as it takes, and Ollama is silent while it checks what came. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(30);

    private final Connection connection;
    private final Catalogue catalogue;
    private final Scheduler scheduler;

    NativeOllama(Connection connection, Catalogue catalogue, Scheduler scheduler) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
    }

    @Override
    public Flow.Publisher<PullProgress> pull(String model) {
        ModelRef ref = new ModelRef(connection.name(), Objects.requireNonNull(model, "model"));
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("model", model);
            out.writeBooleanField("stream", true);
            out.writeEndObject();
        });
        WireRequest wire = WireRequest.post(connection.at("/api/pull"))
                .json(body)
                .accept("application/x-ndjson, application/json")
                .build();
        return subscriber -> new PullPublisher(events(ref, wire)).subscribe(subscriber);
    }

    /** The endpoint's streams are those of chats, and a download is sent as one of them: with demand, cancelling and typed errors. */
    private Flow.Publisher<ChatEvent> events(ModelRef ref, WireRequest wire) {
        ChatRequest patience = ChatRequest.builder()
                .user(ref.model())
                .deadline(AS_LONG_AS_IT_TAKES)
                .timeouts(Timeouts.unset().withFirstToken(AS_LONG_AS_IT_TAKES).withIdle(AS_LONG_AS_IT_TAKES))
                .build();
        ProviderEndpoint http = connection.http();
        Exchange exchange = Exchange.of(ref, patience, CallContext.of(scheduler), List.of());
        return http.stream(wire, exchange, () -> new PullDecoder(connection.errors(), http.maxEventBytes()));
    }

    @Override
    public CompletableFuture<ModelDetails> show(String model) {
        return catalogue.show(Objects.requireNonNull(model, "model"));
    }

    @Override
    public CompletableFuture<List<RunningModel>> running() {
        return catalogue.running();
    }

    @Override
    public CompletableFuture<String> version() {
        return catalogue.version();
    }
}
