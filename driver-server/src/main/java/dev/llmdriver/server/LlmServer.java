package dev.llmdriver.server;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.server.internal.Gateway;
import dev.llmdriver.server.internal.ServerSettings;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.spi.Blocking;
import dev.llmdriver.spi.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gateway: what {@link LlmClient} can do, for clients in any language that speak OpenAI's protocol. It takes
 * {@code POST /v1/chat/completions}, {@code POST /v1/embeddings} and {@code GET /v1/models}; {@code GET /health} and
 * {@code GET /ready} and, if set, {@code GET /metrics} are for those who watch it. Models are named as {@code provider:model} or by their configured names.
 * {@code POST /api/ai/{driver}/{publisher}/{model}/chat} answers in conversations that it keeps. It asks nobody who he is until
 * {@code llm.server.auth.} is configured, so let it listen where only those can reach it who may use the configured keys. Thread-safe.
 *
 * <pre>{@code
 * try (LlmClient client = LlmClient.load();
 *         LlmServer server = LlmServer.builder(client).port(8000).build()) {
 *     server.start().join();
 *     …
 * }
 * }</pre>
 */
public final class LlmServer implements AutoCloseable {
    private final Gateway gateway;
    private final ServerSettings settings;
    private @Nullable CompletableFuture<Integer> started;
    private @Nullable CompletableFuture<Void> ended;

    private LlmServer(Gateway gateway, ServerSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /**
     * Returns a builder of a server, which begins with what is configured under {@code llm.server.}.
     *
     * @param client whose models answer; never closed by the server
     * @return the builder
     */
    public static Builder builder(LlmClient client) {
        return new Builder(client);
    }

    /**
     * Begins to listen; the second call does nothing.
     *
     * @return this server, once it takes requests; fails with a {@link ConfigurationException} if it cannot listen there
     */
    public synchronized CompletableFuture<LlmServer> start() {
        if (ended != null) {
            throw new IllegalStateException("this server was closed; build another one");
        }
        if (started == null) {
            started = gateway.start();
        }
        return started.thenApply(port -> this);
    }

    /**
     * Returns the port, which is worth asking where any free one was wanted.
     *
     * @return the port at which the server listens
     * @throws IllegalStateException if it does not listen yet
     */
    public synchronized int port() {
        Integer port = started == null || started.isCompletedExceptionally() ? null : started.getNow(null);
        if (port == null) {
            throw new IllegalStateException("this server does not listen yet; wait for start()");
        }
        return port;
    }

    /** {@return the address at which the server listens} */
    public String host() {
        return settings.host();
    }

    /** {@return how long answers under way may take when the server closes} */
    public Duration drainTime() {
        return settings.drainTime();
    }

    /**
     * Ends the server: new requests are refused at once, answers under way may go on for the drain time, and what is left then is
     * cancelled. Idempotent.
     *
     * @return the end
     */
    public synchronized CompletableFuture<Void> shutdown() {
        if (ended == null) {
            ended = gateway.shutdown();
        }
        return ended.copy();
    }

    /**
     * Ends the server as {@link #shutdown} does, and waits for it.
     *
     * @throws IllegalStateException on an event loop
     */
    @Override
    public void close() {
        Blocking.guard("close()", "shutdown()");
        Blocking.await(shutdown(), () -> {});
    }

    /** Changes how a server runs. Not thread-safe. */
    public static final class Builder {
        private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/,\\s?#@]+");

        /** As configurations are checked. */
        private static final long LARGEST_BODY = 2_000_000_000;

        private final LlmClient client;
        /** What is configured, by its keys below {@code llm.server.}; what is set here takes its place. */
        private final Map<String, String> settings;

        private Scheduler scheduler = Scheduler.system();
        private @Nullable Supplier<String> metrics;
        private long room = Room.EIGHTH_OF_HEAP;

        private Builder(LlmClient client) {
            this.client = Objects.requireNonNull(client, "client");
            this.settings = new HashMap<>(client.serverSettings());
        }

        /** Sets the address to listen at; {@code 127.0.0.1}, unless configured. */
        public Builder host(String host) {
            settings.put("host", Objects.requireNonNull(host, "host"));
            return this;
        }

        /** Sets the port to listen at; 8000, unless configured; 0 is any that is free. */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("a port is between 0 and 65535: " + port);
            }
            settings.put("port", Integer.toString(port));
            return this;
        }

        /** Sets how many bytes a body may have; 10,000,000, unless configured; 2,000,000,000 at most. */
        public Builder maxBody(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a body has at least one byte: " + bytes);
            }
            if (bytes > LARGEST_BODY) {
                throw new IllegalArgumentException("a body has " + LARGEST_BODY + " bytes at most: " + bytes);
            }
            settings.put("max-body", Long.toString(bytes));
            return this;
        }

        /** Sets the web pages that may ask, such as {@code https://app.example.com}; none, unless configured; {@code *} is all. */
        public Builder allowedOrigins(String... origins) {
            settings.put("cors-origins", String.join(",", checked(List.of(origins))));
            return this;
        }

        private static List<String> checked(List<String> origins) {
            for (String origin : origins) {
                if (!ORIGIN.matcher(origin).matches() || (origin.equals("*") && origins.size() > 1)) {
                    throw new IllegalArgumentException(
                            "origins are such as https://app.example.com, or * alone: " + origin);
                }
            }
            return origins;
        }

        /** Sets how long answers under way may take when the server closes; 20 s, unless configured. */
        public Builder drainTime(Duration time) {
            settings.put("drain-time", positive(time).toString());
            return this;
        }

        private static Duration positive(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a time is more than zero: " + time);
            }
            return time;
        }

        /** Sets how long a client may take for a request's headers, and again for its body; 30 s, unless configured. */
        public Builder readTimeout(Duration time) {
            settings.put("read-timeout", positive(time).toString());
            return this;
        }

        /** Sets who answers those that name no model; {@code llm.model}, or the demo's. */
        public Builder defaultModel(String refOrName) {
            settings.put("model", Objects.requireNonNull(refOrName, "refOrName"));
            return this;
        }

        /**
         * Keeps conversations in a file below this folder, unless {@code llm.server.chats.url} says where; else they are kept in
         * memory. The folder is made when the first conversation is kept.
         */
        public Builder dataFolder(Path folder) {
            if (!client.serverSettings().containsKey("chats.url")) {
                settings.put("chats.url", "file:" + folder);
            }
            return this;
        }

        /**
         * Sets what {@code GET /metrics} answers: text in Prometheus' format, such as {@code registry::scrape}. Unless it is set there
         * is no such address.
         */
        public Builder metrics(Supplier<String> page) {
            metrics = Objects.requireNonNull(page, "page");
            return this;
        }

        /** Sets how many bytes of what clients say are held at once, in tests: they need not fill an eighth of their heap. */
        Builder room(long bytes) {
            room = bytes;
            return this;
        }

        /** Sets the clock. */
        public Builder scheduler(Scheduler clock) {
            scheduler = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the server.
         *
         * @return a server, which does not listen yet
         * @throws ConfigurationException if callers are limited, but no tokens say who calls
         */
        public LlmServer build() {
            ServerSettings all = ServerSettings.of(settings);
            if (client.limitsCallers() && all.auth().isEmpty()) {
                throw ConfigurationException.of("llm.callers limits each caller, but nobody can say who he is; set"
                        + " llm.server.auth.secret or llm.server.auth.jwks, with llm.server.auth.issuer and"
                        + " llm.server.auth.audience, or take the keys under llm.callers out");
            }
            Room shared = new Room(Math.max(room, all.maxBody())); // a body that is allowed can come in
            return new LlmServer(new Gateway(client, all, shared, scheduler, Optional.ofNullable(metrics)), all);
        }
    }
}
