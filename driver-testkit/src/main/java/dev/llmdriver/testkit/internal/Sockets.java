package dev.llmdriver.testkit.internal;

import io.netty.channel.ChannelOption;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** Ways to close a connection. */
final class Sockets {
    private Sockets() {}

    /** Closes with a FIN, or with an RST: a socket that may not linger discards its state and resets its peer. */
    static void close(NetSocket socket, boolean reset) {
        if (!reset) {
            socket.close();
            return;
        }
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // Past Vert.x and TLS, which would say goodbye first.
        channel.unsafe().close(channel.voidPromise());
    }
}
