package dev.llmdriver.testkit.internal;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The listening socket on the loopback and its connections. */
public final class WireServer implements AutoCloseable {
    /** How much a reply may be ahead of the kernel; small, so that a slow client is felt soon. */
    private static final int WRITE_QUEUE = 64 << 10;

    private final Vertx vertx;
    private final Exchanges exchanges;
    private final NetServer server;
    private final AtomicInteger connectionCount = new AtomicInteger();
    private volatile boolean closing;

    private WireServer(Vertx vertx, Exchanges exchanges, NetServerOptions options) {
        this.vertx = vertx;
        this.exchanges = exchanges;
        this.server = vertx.createNetServer(options).connectHandler(this::connected);
    }

    /**
     * Starts listening; waits until that is done, so it must not be called on an event loop.
     *
     * @param sendBuffer the kernel's buffer for each connection, in bytes; 0 leaves it alone
     */
    public static WireServer listen(
            Vertx vertx, Exchanges exchanges, @Nullable TestCertificate certificate, int sendBuffer) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A twin starts with a blocking call: not on an event loop");
        }
        NetServerOptions options =
                new NetServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true);
        if (sendBuffer > 0) {
            options.setSendBufferSize(sendBuffer);
        }
        if (certificate != null) {
            options.setSsl(true)
                    .setKeyCertOptions(new PfxOptions()
                            .setPath(certificate.keyStore().toString())
                            .setPassword(certificate.password()));
        }
        WireServer wire = new WireServer(vertx, exchanges, options);
        Waiting.on(wire.server.listen());
        return wire;
    }

    /** {@return the port that the system chose} */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        closing = true;
        Waiting.on(server.close());
    }

    private void connected(NetSocket socket) {
        socket.setWriteQueueMaxSize(WRITE_QUEUE);
        int number = connectionCount.getAndIncrement();
        new Connection(socket, vertx.getOrCreateContext(), exchanges, number, () -> closing).open();
    }
}
