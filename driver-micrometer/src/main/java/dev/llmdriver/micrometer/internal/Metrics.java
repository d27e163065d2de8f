package dev.llmdriver.micrometer.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.LimitGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Puts measuring decorators on engines. All of them share their meters and the bounds of their tags. Thread-safe. */
public final class Metrics {
    private final Naming naming;
    private final Meters meters;
    private final Gauges gauges;
    private final Bounded models;
    private final Bounded responseModels;
    private final BoundedServers servers;
    private final Map<Target, Series> series = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param registry where the meters live
     * @param limit how many different models, servers and scopes of limits may become tags
     */
    public Metrics(MeterRegistry registry, Naming naming, int limit) {
        this.naming = naming;
        this.meters = new Meters(registry);
        this.gauges = new Gauges(registry, limit);
        this.models = new Bounded(limit);
        this.responseModels = new Bounded(limit);
        this.servers = new BoundedServers(limit);
    }

    /** {@return the engine with its operations measured} */
    public ChatEngine operations(ChatEngine next) {
        Endpoint endpoint = new Endpoint(next);
        return new WatchedEngine(next, (request, call, mode) -> {
            Target target = bounded(naming.chat(next.ref(), endpoint.of(request.callOptions())));
            return new OperationRun<>(naming, next.ref(), of(target), Spent::on, models::prove, call);
        });
    }

    /** {@return the engine with its requests measured} */
    public ChatEngine attempts(ChatEngine next) {
        return new WatchedEngine(next, (request, call, mode) -> {
            Target target = bounded(naming.chat(next.ref(), Server.UNKNOWN));
            return new AttemptRun<>(target, meters, call);
        });
    }

    /** {@return the engine with its operations measured} */
    public EmbeddingEngine operations(EmbeddingEngine next) {
        return new WatchedEmbedding(next, (request, call, mode) -> {
            Target target = bounded(naming.embeddings(next.ref(), server(request)));
            return new OperationRun<>(naming, next.ref(), of(target), Spent::on, models::prove, call);
        });
    }

    /** {@return the engine with its requests measured} */
    public EmbeddingEngine attempts(EmbeddingEngine next) {
        return new WatchedEmbedding(next, (request, call, mode) -> {
            Target target = bounded(naming.embeddings(next.ref(), Server.UNKNOWN));
            return new AttemptRun<>(target, meters, call);
        });
    }

    /** Shows what is left of a limit. */
    public void limit(LimitGauge gauge) {
        gauges.add(gauge);
    }

    /** Counts a caller who was refused by a limit of his own. */
    public void callerRefused(String reason) {
        meters.counter(
                        GenAi.CALLER_REFUSALS,
                        "Callers refused by a limit or budget of their own",
                        Tags.of("reason", reason))
                .increment();
    }

    /** An embedding engine does not explain itself, so its server is known only where the call names it. */
    private static Server server(EmbeddingRequest request) {
        return request.callOptions().baseUrl().map(Server::of).orElse(Server.UNKNOWN);
    }

    private Series of(Target target) {
        return series.computeIfAbsent(target, unknown -> new Series(naming.text(), unknown, meters, responseModels));
    }

    private Target bounded(Target target) {
        Server server = servers.of(target.server());
        return new Target(target.operation(), target.provider(), models.of(target.model()), server);
    }
}
