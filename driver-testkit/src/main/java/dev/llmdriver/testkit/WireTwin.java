package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.Exchanges;
import dev.llmdriver.testkit.internal.RawRequest;
import dev.llmdriver.testkit.internal.TestCertificate;
import dev.llmdriver.testkit.internal.Waiting;
import dev.llmdriver.testkit.internal.WireServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server inside the process, on the loopback, that sends what a test scripts, with every fault a socket can have. It
 * records what it receives and what becomes of it. A request is answered by the first of: a rule ({@link #on}), the next
 * scripted reply ({@link #enqueue}), the twin's own behaviour.
 *
 * <p>Thread-safe. Functions given to it run on an event loop and must not block. A wait that is not met in time ends with an
 * {@link AssertionError} that says what was seen.
 */
public class WireTwin implements AutoCloseable {
    private final Vertx vertx;
    private final boolean ownsVertx;
    private final @Nullable TestCertificate certificate;
    private final WireServer server;
    private final Script script;
    private final Ledger ledger = new Ledger();
    private final boolean compresses;
    private final boolean forgets;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts a twin.
     *
     * @param behaviour what answers a request that nothing was scripted for
     */
    protected WireTwin(TwinOptions options, Function<RecordedRequest, Reply> behaviour) {
        script = new Script(behaviour);
        compresses = options.compresses();
        forgets = options.forgets();
        certificate = options.usesTls() ? TestCertificate.create() : null;
        ownsVertx = options.vertx().isEmpty();
        vertx = options.vertx()
                .orElseGet(() -> Vertx.vertx(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)));
        server = WireServer.listen(vertx, new Served(), certificate, options.sendBufferSize());
    }

    /** {@return a running twin that has only its script; anything else is answered 501 and held against the test} */
    public static WireTwin start() {
        return start(TwinOptions.defaults());
    }

    /** {@return a running twin that has only its script, served as the options say} */
    public static WireTwin start(TwinOptions options) {
        return new WireTwin(options, Script.NOTHING);
    }

    /** {@return the root address, without a slash at the end} */
    public final URI baseUri() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + server.port());
    }

    /** {@return the port} */
    public final int port() {
        return server.port();
    }

    /** {@return the PEM file of the certificate; gone once the twin is closed} */
    public final Path certificatePem() {
        return tls().pem();
    }

    /** {@return an SSL context that trusts this twin and nobody else} */
    public final SSLContext trustingContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(tls().load());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate cannot be used", e);
        }
    }

    /** Answers the next requests with these, in order; each is used once. */
    public final void enqueue(Reply... replies) {
        for (Reply reply : replies) {
            script.enqueue(request -> reply);
        }
    }

    /** Answers the next request with what the function makes of it; it is used once. */
    protected final void enqueue(Function<RecordedRequest, Reply> once) {
        script.enqueue(once);
    }

    /** Answers the requests that match; of several rules the newest wins. A rule goes before what was enqueued. */
    public final void on(Predicate<RecordedRequest> when, Function<RecordedRequest, Reply> then) {
        script.on(when, then);
    }

    /** Fails if a scripted reply was never asked for, a request was not expected, or a rule threw. */
    public final void assertScriptUsed() {
        script.assertUsed();
    }

    /** {@return the requests so far, oldest first} */
    public final List<RecordedRequest> requests() {
        return ledger.requests();
    }

    /** {@return the oldest request that was not taken yet, waiting for it} */
    public final RecordedRequest takeRequest(Duration timeout) {
        return ledger.take(timeout);
    }

    /** {@return all requests once there are this many; more are no fault} */
    public final List<RecordedRequest> awaitRequests(int count, Duration timeout) {
        return ledger.awaitRequests(count, timeout);
    }

    /** {@return the first request whose client left before the reply ended, waiting for it} */
    public final RecordedRequest awaitClosedByClient(Duration timeout) {
        return ledger.awaitClosedByClient(timeout);
    }

    /** {@return how many connections were opened so far} */
    public final int connectionsOpened() {
        return ledger.connectionsOpened();
    }

    /** Waits until all connections are closed. */
    public final void awaitNoConnections(Duration timeout) {
        ledger.awaitNoConnections(timeout);
    }

    /** {@return how many bytes of replies the kernel took so far} */
    public final long bytesWritten() {
        return ledger.bytesWritten();
    }

    /**
     * Waits until a reply wants to be written and the client's side has taken nothing for a while.
     *
     * @return how many bytes the kernel had taken by then
     */
    public final long awaitWriteBlocked(Duration quiet, Duration timeout) {
        return ledger.awaitWriteBlocked(quiet, timeout);
    }

    /** Closes all connections and stops listening. Further calls do nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.close();
        if (ownsVertx) {
            Waiting.on(vertx.close());
        }
        if (certificate != null) {
            certificate.close();
        }
    }

    private TestCertificate tls() {
        if (certificate == null) {
            throw new IllegalStateException("This twin speaks plain HTTP; see TwinOptions.tls()");
        }
        return certificate;
    }

    /** What the server asks and tells. */
    private final class Served implements Exchanges {
        @Override
        public Answering answer(RawRequest raw) {
            RecordedRequest request = new RecordedRequest(raw);
            Reply reply = script.answer(request);
            boolean gzip =
                    compresses && request.header("accept-encoding").orElse("").contains("gzip");
            if (!forgets) {
                ledger.add(request);
            }
            return new Answering(
                    (gzip ? reply.with(ReplyBuilder::gzip) : reply).plan(),
                    (end, bytes) -> ledger.change(() -> request.ended(end, bytes)));
        }

        @Override
        public void opened() {
            ledger.opened();
        }

        @Override
        public void closed() {
            ledger.closed();
        }

        @Override
        public void blocked(boolean blocked) {
            ledger.blocked(blocked);
        }

        @Override
        public void written(int bytes) {
            ledger.written(bytes);
        }
    }
}
