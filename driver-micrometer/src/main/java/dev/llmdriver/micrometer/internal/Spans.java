package dev.llmdriver.micrometer.internal;

import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Puts observing decorators on engines: one span for the call, below it one for each target, below that one for each try. Parents are
 * handed down in the call's context, so no scope is opened and no thread is touched. Thread-safe.
 */
public final class Spans {
    private static final Attribute<Observation> PARENT = Attribute.named("micrometer-parent");
    private static final Attribute<AtomicInteger> TARGETS = Attribute.named("micrometer-targets");

    private final ObservationRegistry registry;
    private final Naming naming;
    private final boolean content;

    /**
     * Creates it.
     *
     * @param content whether spans hold what is asked and answered
     */
    public Spans(ObservationRegistry registry, Naming naming, boolean content) {
        this.registry = registry;
        this.naming = naming;
        this.content = content;
    }

    /** {@return the engine with its calls observed} */
    public ChatEngine calls(ChatEngine next) {
        return new WatchedEngine(next, (request, call, mode) -> {
            Span span = span("llmdriver.call", call, Observation.Context::new, naming.chat(next.ref(), Server.UNKNOWN));
            request.tags().forEach((key, value) -> span.set("llmdriver.tag." + key, value));
            span.start("llmdriver.call");
            CallContext down = call.with(PARENT, span.observation()).with(TARGETS, new AtomicInteger());
            return new CallSpan<>(span, down);
        });
    }

    /** {@return the engine with its operations observed} */
    public ChatEngine operations(ChatEngine next) {
        Endpoint endpoint = new Endpoint(next);
        return new WatchedEngine(next, (request, call, mode) -> {
            Target target = naming.chat(next.ref(), endpoint.of(request.callOptions()));
            Span span = operation(target, call);
            new RequestFields(naming.text(), content).add(span, target, request, mode);
            span.start(target.operation() + " " + target.model());
            AnswerFields fields = new AnswerFields(naming, next.ref(), content);
            return new OperationSpan<>(span, call.with(PARENT, span.observation()), fields::add);
        });
    }

    /** {@return the engine with its operations observed} */
    public EmbeddingEngine operations(EmbeddingEngine next) {
        return new WatchedEmbedding(next, (request, call, mode) -> {
            Target target = naming.embeddings(next.ref(), Server.UNKNOWN);
            Span span = operation(target, call);
            request.dimensions()
                    .ifPresent(length -> span.set("gen_ai.embeddings.dimension.count", Integer.toString(length)));
            span.start(target.operation() + " " + target.model());
            AnswerFields fields = new AnswerFields(naming, next.ref(), content);
            return new OperationSpan<>(span, call.with(PARENT, span.observation()), fields::add);
        });
    }

    /** {@return the engine with its requests observed} */
    public ChatEngine attempts(ChatEngine next) {
        Endpoint endpoint = new Endpoint(next);
        return new WatchedEngine(
                next,
                (request, call, mode) -> attempt(naming.chat(next.ref(), endpoint.of(request.callOptions())), call));
    }

    /** {@return the engine with its requests observed} */
    public EmbeddingEngine attempts(EmbeddingEngine next) {
        return new WatchedEmbedding(
                next, (request, call, mode) -> attempt(naming.embeddings(next.ref(), Server.UNKNOWN), call));
    }

    private Span operation(Target target, CallContext call) {
        Span span = span("gen_ai.client.operation", call, () -> client(target), target);
        span.server(target.server());
        call.attribute(TARGETS)
                .map(AtomicInteger::getAndIncrement)
                .ifPresent(index -> span.set("llmdriver.fallback.index", Integer.toString(index)));
        return span;
    }

    private <R> Run<R> attempt(Target target, CallContext call) {
        Span span = span("llmdriver.attempt", call, () -> client(target), target);
        span.server(target.server());
        span.set("http.request.method", "POST");
        span.start("POST");
        return new AttemptSpan<>(span, call);
    }

    private Span span(String name, CallContext call, Supplier<Observation.Context> context, Target target) {
        Observation observation = Observation.createNotStarted(name, context, registry);
        call.attribute(PARENT).ifPresent(observation::parentObservation);
        return Span.of(observation, target);
    }

    /** Marks a span as a client's. Nothing is written into the request: no trace id goes to a provider. */
    private static Observation.Context client(Target target) {
        SenderContext<Object> context = new SenderContext<>((carrier, key, value) -> {}, Kind.CLIENT);
        context.setCarrier(context);
        context.setRemoteServiceName(target.provider());
        return context;
    }
}
