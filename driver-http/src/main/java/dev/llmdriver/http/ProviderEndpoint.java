package dev.llmdriver.http;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Timeouts;
import dev.llmdriver.http.internal.EndpointSettings;
import dev.llmdriver.http.internal.Transport;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The way to one configured provider: one HTTP client and one pool of connections for all its models. Building it reads options only;
 * connections and threads come with the first call. Thread-safe.
 *
 * <p>A key is read anew for each attempt and is refused, before anything is sent, over plain HTTP to another host unless
 * {@link HttpOptions#ALLOW_CLEARTEXT} is set. Nothing is ever retried here; each request that leaves the process is one entry in the
 * call's ledger. Results and events come on an event loop. All failures are {@link dev.llmdriver.error.LlmException}s without keys.
 */
public final class ProviderEndpoint implements AutoCloseable {
    private final Transport transport;
    private final int maxEventBytes;

    private ProviderEndpoint(Builder builder) {
        this.transport = new Transport(builder.settings());
        this.maxEventBytes = builder.options.get(HttpOptions.MAX_EVENT_BYTES).orElseThrow();
    }

    /**
     * Starts an endpoint.
     *
     * @param options the provider's, checked by the driver; {@link HttpOptions#all()} are understood
     * @return a builder
     */
    public static Builder builder(DriverOptions options) {
        return new Builder(options);
    }

    /**
     * Asks for a whole chat answer. Cancelling the future closes the connection.
     *
     * @param request what to send
     * @param exchange of which call
     * @param decoder reads the answer; the endpoint adds request id, warnings, attempts and timings
     * @return the answer to come
     */
    public CompletableFuture<ChatResponse> generate(
            WireRequest request, Exchange exchange, BodyDecoder<ChatResponseBuilder> decoder) {
        return transport.generate(request, exchange, decoder);
    }

    /**
     * Prepares a stream. Nothing is sent before somebody subscribes; each subscriber is an exchange of its own. Demand reaches the
     * socket, and cancelling closes the connection.
     *
     * @param request what to send
     * @param exchange of which call
     * @param decoders makes a fresh decoder for each subscriber
     * @return the events
     */
    public Flow.Publisher<ChatEvent> stream(
            WireRequest request, Exchange exchange, Supplier<? extends StreamDecoder> decoders) {
        return transport.stream(request, exchange, decoders);
    }

    /**
     * Asks for another whole answer that costs money, such as embeddings. Cancelling the future closes the connection.
     *
     * @param request what to send
     * @param exchange of which call
     * @param decoder reads the answer
     * @param <T> what it is read into
     * @return the answer to come
     */
    public <T> CompletableFuture<T> exchange(WireRequest request, Exchange exchange, BodyDecoder<T> decoder) {
        return transport.exchange(request, exchange, decoder);
    }

    /**
     * Asks for metadata, such as a list of models, with the configured key and headers; no attempt of any call. Follows up to five
     * redirects of a GET; one to another origin gets neither key nor configured headers.
     *
     * @param request what to send
     * @param decoder reads the answer
     * @param <T> what it is read into
     * @return the answer to come, within 30 seconds
     */
    public <T> CompletableFuture<T> metadata(WireRequest request, BodyDecoder<T> decoder) {
        return transport.metadata(request, decoder);
    }

    /** {@return the answer to come of {@link #metadata} for a GET} */
    public <T> CompletableFuture<T> get(URI uri, BodyDecoder<T> decoder) {
        return metadata(WireRequest.get(uri).build(), decoder);
    }

    /**
     * Shows what would be sent for a call.
     *
     * @param request what would be sent
     * @param fields each request field's fate
     * @return address, headers and body without keys
     */
    public Explanation explain(WireRequest request, List<FieldFate> fields) {
        return explain(request, CallOptions.none(), fields);
    }

    /**
     * Shows what would be sent for a call with options of its own.
     *
     * @param request what would be sent
     * @param call the call's key and headers; the base URL is the driver's matter
     * @param fields each request field's fate
     * @return address, headers and body without keys
     */
    public Explanation explain(WireRequest request, CallOptions call, List<FieldFate> fields) {
        return transport.explain(request, call, fields);
    }

    /** {@return the bound that a driver gives to its {@link SseDecoder} or {@link NdjsonDecoder}} */
    public int maxEventBytes() {
        return maxEventBytes;
    }

    /** {@return what removes this endpoint's keys from texts} */
    public Redactor redactor() {
        return transport.redactor();
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return transport.isClosed();
    }

    /**
     * Cancels open calls, which fail as cancelled with reason {@code closed}, refuses new ones with the same error, and gives the event
     * loops back. Returns within five seconds. Idempotent.
     */
    @Override
    public void close() {
        transport.close();
    }

    /** Puts an endpoint together. Not thread-safe. */
    public static final class Builder {
        private final DriverOptions options;
        private Credentials credentials = Credentials.none();
        private ErrorClassifier errors = ErrorTable.of(List::of);
        private Timeouts timeouts = Timeouts.unset();
        private Duration deadline = Duration.ofMinutes(5);
        private Headers headers = Headers.none();
        private List<String> requestIdHeaders = List.of();
        private String absentRemedy = "check that the server runs and that base-url names its port";
        private Map<String, String> environment = System.getenv();

        private Builder(DriverOptions options) {
            this.options = Objects.requireNonNull(options, "options");
        }

        /** Sets how the key travels; by default there is none. */
        public Builder credentials(Credentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** Sets what turns the provider's errors into types. */
        public Builder errors(ErrorClassifier errors) {
            this.errors = Objects.requireNonNull(errors, "errors");
            return this;
        }

        /** Sets the driver's phase timeouts where they differ from connect 5 s, first token 60 s, idle 120 s. */
        public Builder defaultTimeouts(Timeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /** Sets the driver's deadline of a call where it differs from 300 s. */
        public Builder defaultDeadline(Duration deadline) {
            this.deadline = Objects.requireNonNull(deadline, "deadline");
            return this;
        }

        /** Adds a header to every request; the configured {@code headers.*} and those of a call replace it. */
        public Builder header(String name, String value) {
            this.headers = headers.with(name, value);
            return this;
        }

        /** Names headers that hold the request's id, to be looked at before {@code x-request-id} and Amazon's. */
        public Builder requestIdHeaders(String... names) {
            this.requestIdHeaders = List.of(names);
            return this;
        }

        /** Sets what to do where nobody answers at the address, in words that follow a semicolon; by default: see whether it runs. */
        public Builder absentRemedy(String remedy) {
            this.absentRemedy = Objects.requireNonNull(remedy, "remedy");
            return this;
        }

        /** Sets where {@code https_proxy}, {@code http_proxy} and {@code no_proxy} are looked up; by default the process's. */
        public Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        private EndpointSettings settings() {
            return new EndpointSettings(
                    options,
                    credentials,
                    errors,
                    timeouts,
                    deadline,
                    headers,
                    requestIdHeaders,
                    absentRemedy,
                    environment);
        }

        /**
         * Builds the endpoint without I/O and without a thread.
         *
         * @return the endpoint
         * @throws dev.llmdriver.error.ConfigurationException with every fault of the options that concern HTTP
         */
        public ProviderEndpoint build() {
            return new ProviderEndpoint(this);
        }
    }
}
