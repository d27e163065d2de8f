package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.Forwarding;
import dev.llmdriver.testkit.internal.Redaction;
import dev.llmdriver.testkit.internal.Tape;
import dev.llmdriver.testkit.internal.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a driver and a provider and writes down what they say, one line of JSON for each exchange, in the form that
 * {@link Recordings} reads and {@link ReplayTwin} plays. Answers pass as they come, piece by piece, and the sizes of the pieces are
 * noted; a client that leaves closes the connection to the provider too.
 *
 * <pre>{@code
 * try (RecordingProxy proxy = RecordingProxy.start(URI.create("https://generativelanguage.googleapis.com"),
 *         Path.of("weather.jsonl"))) {
 *     … base-url = proxy.baseUri() …
 * }
 * }</pre>
 *
 * <p>Keys do not reach the file: headers and parameters whose names say that they are secret are replaced, their values are removed
 * wherever else they stand, and so is what has the shape of a well-known provider's key. Look through a recording nevertheless
 * before giving it away: prompts and answers are in it.
 *
 * <p>A line is written at the end of each exchange, before the client hears of that end, so that a process that is killed loses open
 * exchanges only. {@link #close} writes those down too, as incomplete, if an answer had begun. The provider is asked not to compress.
 * It listens on the loopback, in the clear. Thread-safe.
 */
public final class RecordingProxy implements AutoCloseable {
    private final Vertx vertx;
    private final HttpServer server;
    private final Forwarding forwarding;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RecordingProxy(Builder builder) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A recording proxy starts with a blocking call: not on an event loop");
        }
        Redaction redaction = new Redaction(builder.names, builder.values);
        // Before there is anything to close: it fails if the file cannot be written.
        Tape tape = new Tape(builder.file, builder.provider, builder.upstream, redaction);
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        forwarding = new Forwarding(vertx.createHttpClient(builder.client), builder.upstream, tape);
        // One exchange on a connection at a time, so that a connection can be closed for an exchange.
        HttpServerOptions local =
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(false);
        server = vertx.createHttpServer(local).requestHandler(forwarding::accept);
        Waiting.on(server.listen());
    }

    /**
     * Starts a proxy.
     *
     * @param upstream the provider's address; a path in it goes before that of each request
     * @param file where lines are added; it is made if it does not exist
     * @return a running proxy
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static RecordingProxy start(URI upstream, Path file) {
        return builder(upstream, file).start();
    }

    /** {@return a builder of a proxy in front of this address that writes to this file} */
    public static Builder builder(URI upstream, Path file) {
        return new Builder(upstream, file);
    }

    /** {@return the address to give to a driver, without a slash at the end} */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** {@return how many exchanges were written so far} */
    public int written() {
        return forwarding.tape().written();
    }

    /** Writes open exchanges down as incomplete, closes all connections and stops listening. Further calls do nothing. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            Waiting.on(forwarding.closeOn(vertx));
            Waiting.on(server.close());
            Waiting.on(vertx.close());
        }
    }

    /** Builds a {@link RecordingProxy}. Not thread-safe. */
    public static final class Builder {
        private final URI upstream;
        private final Path file;
        private final List<String> names = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private String provider = "";
        private HttpClientOptions client = new HttpClientOptions();

        private Builder(URI upstream, Path file) {
            this.upstream = upstream;
            this.file = file;
        }

        /** Notes whose service it is in each line. */
        public Builder provider(String name) {
            provider = name;
            return this;
        }

        /** Replaces these headers and parameters too. */
        public Builder redactNames(String... more) {
            names.addAll(Arrays.asList(more));
            return this;
        }

        /** Removes these values wherever they stand. */
        public Builder redactValues(String... more) {
            values.addAll(Arrays.asList(more));
            return this;
        }

        /** Connects to the provider by these options, for a proxy on the way or a certificate of one's own. */
        public Builder client(HttpClientOptions options) {
            client = new HttpClientOptions(options);
            return this;
        }

        /** {@return a running proxy} */
        public RecordingProxy start() {
            return new RecordingProxy(this);
        }
    }
}
