package dev.llmdriver.testkit;

import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a twin serves. Immutable. */
public final class TwinOptions {
    private static final int SMALL_SEND_BUFFER = 64 << 10;

    private final @Nullable Vertx vertx;
    private final boolean tls;
    private final boolean gzip;
    private final int sendBuffer;
    private final boolean forgetful;

    private TwinOptions(@Nullable Vertx vertx, boolean tls, boolean gzip, int sendBuffer, boolean forgetful) {
        this.vertx = vertx;
        this.tls = tls;
        this.gzip = gzip;
        this.sendBuffer = sendBuffer;
        this.forgetful = forgetful;
    }

    /** {@return the defaults: an own Vert.x, plain HTTP, nothing compressed, a send buffer of 64 KiB} */
    public static TwinOptions defaults() {
        return new TwinOptions(null, false, false, SMALL_SEND_BUFFER, false);
    }

    /** {@return the same, on a Vert.x that the caller owns and closes} */
    public TwinOptions vertx(Vertx borrowed) {
        return new TwinOptions(borrowed, tls, gzip, sendBuffer, forgetful);
    }

    /** {@return the same, over TLS with a throw-away certificate for 127.0.0.1 and localhost} */
    public TwinOptions tls() {
        return new TwinOptions(vertx, true, gzip, sendBuffer, forgetful);
    }

    /** {@return the same, with replies compressed for every client that accepts gzip} */
    public TwinOptions gzip() {
        return new TwinOptions(vertx, tls, true, sendBuffer, forgetful);
    }

    /** {@return the same, with this size of the kernel's send buffer; 0 leaves it to the system} */
    public TwinOptions sendBuffer(int bytes) {
        return new TwinOptions(vertx, tls, gzip, bytes, forgetful);
    }

    /** {@return the same, without records: it keeps no request, as one that runs for long must not, and so has none to tell of} */
    public TwinOptions forgetful() {
        return new TwinOptions(vertx, tls, gzip, sendBuffer, true);
    }

    Optional<Vertx> vertx() {
        return Optional.ofNullable(vertx);
    }

    boolean usesTls() {
        return tls;
    }

    boolean compresses() {
        return gzip;
    }

    boolean forgets() {
        return forgetful;
    }

    int sendBufferSize() {
        return sendBuffer;
    }
}
