package dev.llmdriver.http.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.spi.CommonOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What stands behind an endpoint: its settings, its client, and the calls that are open. Thread-safe. */
public final class Transport {
    /** As nginx, Go and Apache say it. */
    private static final List<String> WANTS_TLS = List.of(
            "plain HTTP request was sent to HTTPS port",
            "Client sent an HTTP request to an HTTPS server",
            "speaking plain HTTP to an SSL-enabled server port");

    private static final Timeouts BUILT_IN = Timeouts.unset()
            .withConnect(Duration.ofSeconds(5))
            .withFirstToken(Duration.ofSeconds(60))
            .withIdle(Duration.ofSeconds(120));

    private final EndpointSettings settings;
    private final Redactor redactor = new Redactor();
    private final Outcomes outcomes;
    private final WireLog log = new WireLog(redactor);
    private final Heads heads;
    private final ProxyRules proxies;
    private final Timeouts timeouts;
    private final Duration deadline;
    private final int maxBodyBytes;
    private final Connections connections;

    /**
     * Reads the options; no I/O.
     *
     * @throws ConfigurationException with every fault
     */
    public Transport(EndpointSettings settings) {
        List<String> faults = new ArrayList<>();
        this.settings = settings;
        this.outcomes = new Outcomes(redactor, settings.requestIdHeaders());
        this.heads = new Heads(settings, redactor, faults);
        this.proxies = ProxyRules.of(settings.options(), settings.environment(), redactor, faults);
        Clients.check(settings.options(), faults);
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        this.timeouts = CommonOptions.timeouts(settings.options())
                .orElse(settings.timeouts())
                .orElse(BUILT_IN);
        this.deadline = settings.options().get(CommonOptions.DEADLINE).orElse(settings.deadline());
        this.maxBodyBytes = settings.options().get(HttpOptions.MAX_BODY_BYTES).orElseThrow();
        this.connections = new Connections(settings.options());
    }

    /** See the endpoint. */
    public CompletableFuture<ChatResponse> generate(
            WireRequest request, Exchange exchange, BodyDecoder<ChatResponseBuilder> decoder) {
        BodyDecoder<ChatResponseBuilder> whole = response -> {
            ChatResponseBuilder answer = decoder.decode(response);
            ChatResponse unused = answer.build(); // what throws here fails the call, which has not succeeded yet
            return answer;
        };
        return refusedOr(exchange, () -> new UnaryCall<>(this, request, exchange, whole, this::complete).begin());
    }

    /** See the endpoint. */
    public <T> CompletableFuture<T> exchange(WireRequest request, Exchange exchange, BodyDecoder<T> decoder) {
        return refusedOr(
                exchange, () -> new UnaryCall<T, T>(this, request, exchange, decoder, (value, call) -> value).begin());
    }

    /** See the endpoint. */
    public Flow.Publisher<ChatEvent> stream(
            WireRequest request, Exchange exchange, Supplier<? extends StreamDecoder> decoders) {
        return new StreamPublisher(this, request, exchange, decoders);
    }

    /** See the endpoint. */
    public <T> CompletableFuture<T> metadata(WireRequest request, BodyDecoder<T> decoder) {
        return connections.isClosed()
                ? CompletableFuture.failedFuture(closedError())
                : new MetadataCall<>(this, request, decoder).begin();
    }

    private <T> CompletableFuture<T> refusedOr(Exchange exchange, Supplier<CompletableFuture<T>> call) {
        try {
            startDeadline(exchange);
            return call.get();
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused.toBuilder()
                    .ref(exchange.ref())
                    .attempts(exchange.call().ledger().attempts())
                    .build());
        }
    }

    void startDeadline(Exchange exchange) {
        exchange.call().startDeadline(exchange.deadline().orElse(deadline));
    }

    /** See the endpoint. */
    public Explanation explain(WireRequest request, CallOptions call, List<FieldFate> fields) {
        return new Explanation(
                request.method(),
                redactor.redact(request.uri()),
                redactor.redact(heads.shown(request, call)),
                redactor.redact(new String(request.body(), StandardCharsets.UTF_8)),
                fields);
    }

    ChatResponse complete(ChatResponseBuilder answer, HttpCall call) {
        outcomes.requestId(call.answerHeaders()).ifPresent(answer::requestId);
        ChatResponse complete = answer.warnings(call.exchange.warnings())
                .attempts(call.exchange.call().ledger().attempts())
                .timings(call.exchange.call().timings())
                .build();
        return complete.rawJson()
                .map(raw -> complete.toBuilder().rawJson(redactor.redact(raw)).build())
                .orElse(complete);
    }

    /** No table of a driver knows what servers say to HTTP on their port for HTTPS. */
    LlmExceptionBuilder classify(ErrorFacts facts) {
        LlmExceptionBuilder error = settings.errors().classify(facts);
        String body = facts.body();
        return facts.status() == 400 && WANTS_TLS.stream().anyMatch(body::contains)
                ? facts.uri().map(Failures::wantsTls).map(error::message).orElse(error)
                : error;
    }

    PhaseClock clock(Exchange exchange, boolean streaming, Executor loop, BiConsumer<Phase, Boolean> onTimeout) {
        return new PhaseClock(exchange.call(), timeouts(exchange), streaming, loop, onTimeout);
    }

    long connectMillis(Exchange exchange) {
        return Math.max(1, timeout(Phase.CONNECT, exchange).toMillis());
    }

    /** Most calls have none of their own, and need no copy. */
    private Timeouts timeouts(Exchange exchange) {
        Timeouts own = exchange.timeouts();
        return own.equals(Timeouts.unset()) ? timeouts : own.orElse(timeouts);
    }

    private Duration timeout(Phase phase, Exchange exchange) {
        Timeouts all = timeouts(exchange);
        return (switch (phase) {
                    case CONNECT -> all.connect();
                    case FIRST_TOKEN -> all.firstToken();
                    default -> all.idle();
                })
                .orElse(Duration.ZERO);
    }

    LlmExceptionBuilder timeoutError(Phase phase, boolean wholeCall, Exchange exchange, URI uri) {
        if (wholeCall) {
            Duration whole = exchange.deadline().orElse(deadline);
            return Failures.timeout("the time for the whole call, " + shown(whole) + ", ran out while " + waiting(phase)
                            + "; raise deadline")
                    .reason("deadline")
                    .phase(phase);
        }
        String option = switch (phase) {
            case CONNECT -> "connect-timeout, or pool-size";
            case FIRST_TOKEN -> "first-token-timeout";
            default -> "idle-timeout";
        };
        return Failures.timeout(Origins.shown(uri) + ": " + waiting(phase) + " took more than "
                        + shown(timeout(phase, exchange)) + "; raise " + option)
                .phase(phase);
    }

    private static String waiting(Phase phase) {
        return switch (phase) {
            case CONNECT -> "connecting, or waiting for one of the pool's connections,";
            case FIRST_TOKEN -> "waiting for the answer to begin";
            default -> "waiting for more of the answer";
        };
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    boolean opened(OpenCall call) {
        return connections.opened(call);
    }

    void ended(OpenCall call) {
        connections.ended(call);
    }

    Lane enter() {
        return connections.enter();
    }

    Heads heads() {
        return heads;
    }

    ProxyRules proxies() {
        return proxies;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    WireLog log() {
        return log;
    }

    EndpointSettings settings() {
        return settings;
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** {@return the error of a connection that did not come about} */
    LlmExceptionBuilder unconnected(Throwable thrown, URI uri) {
        return Failures.connecting(thrown, uri, proxies.forUri(uri).isPresent(), settings.absentRemedy());
    }

    /** {@return what removes this endpoint's keys from texts} */
    public Redactor redactor() {
        return redactor;
    }

    /** {@return whether it was closed} */
    public boolean isClosed() {
        return connections.isClosed();
    }

    /** Cancels open calls and gives everything back. */
    public void close() {
        connections.close();
    }

    LlmException closedError() {
        return Failures.closed().provider(settings.options().providerName()).build();
    }
}
