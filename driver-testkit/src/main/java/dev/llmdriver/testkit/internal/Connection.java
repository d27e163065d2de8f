package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.testkit.internal.Exchanges.End;
import dev.llmdriver.testkit.internal.ReplyPlan.After;
import dev.llmdriver.testkit.internal.ReplyPlan.Framing;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One client connection: reads a request, plays the reply, and again. Runs on its event loop alone. */
final class Connection {
    private final NetSocket socket;
    private final Context context;
    private final Exchanges exchanges;
    private final RequestReader reader;
    private final BooleanSupplier shuttingDown;
    private @Nullable ReplyPlayer player;
    private After after = After.KEEP;

    /** @param shuttingDown whether the twin itself closes: what ends then is not the client's doing */
    Connection(NetSocket socket, Context context, Exchanges exchanges, int number, BooleanSupplier shuttingDown) {
        this.socket = socket;
        this.context = context;
        this.exchanges = exchanges;
        this.reader = new RequestReader(number);
        this.shuttingDown = shuttingDown;
    }

    void open() {
        // Never paused: only a socket that reads notices that its client left.
        socket.handler(this::received);
        socket.exceptionHandler(ignored -> {});
        socket.closeHandler(closed -> closed());
        exchanges.opened();
    }

    private void received(Buffer bytes) {
        if (after == After.CLOSE_ON_REUSE || after == After.RESET_ON_REUSE) {
            Sockets.close(socket, after == After.RESET_ON_REUSE);
            return;
        }
        try {
            reader.feed(bytes);
            if (player == null) {
                serveNext();
            }
        } catch (IllegalArgumentException e) {
            refuse(e);
        }
    }

    private void serveNext() {
        if (reader.takeExpectation()) {
            socket.write(Buffer.buffer("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1)));
        }
        RawRequest request = reader.next();
        if (request != null) {
            Exchanges.Answering answering = exchanges.answer(request);
            player = new ReplyPlayer(socket, context, exchanges, answering, () -> replied(request, answering.plan()));
            player.play();
        }
    }

    private void replied(RawRequest request, ReplyPlan plan) {
        player = null;
        after = plan.after();
        if (after == After.CLOSE || plan.effectiveFraming() == Framing.CLOSE || wantsClose(request)) {
            socket.close();
        } else if (after == After.KEEP) {
            serveNext();
        }
    }

    private static boolean wantsClose(RawRequest request) {
        return request.headers().getOrDefault("connection", List.of()).stream().anyMatch("close"::equalsIgnoreCase);
    }

    private void refuse(IllegalArgumentException fault) {
        byte[] text = String.valueOf(fault.getMessage()).getBytes(UTF_8);
        String head = "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: "
                + text.length + "\r\n\r\n";
        socket.write(Buffer.buffer(head.getBytes(ISO_8859_1)).appendBytes(text)).onComplete(sent -> socket.close());
    }

    private void closed() {
        if (player != null) {
            player.gone(shuttingDown.getAsBoolean() ? End.TWIN_CLOSED : End.CLIENT_LEFT);
        }
        exchanges.closed();
    }
}
