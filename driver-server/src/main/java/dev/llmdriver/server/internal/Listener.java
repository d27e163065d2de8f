package dev.llmdriver.server.internal;

import dev.llmdriver.server.internal.http.Patience;
import dev.llmdriver.server.internal.socket.SocketRoutes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** One event loop's share of the server's connections. */
final class Listener extends VerticleBase {
    private final ServerSettings settings;
    private final Patience patience;
    private final Function<Vertx, Router> routes;
    private final IntConsumer bound;

    Listener(ServerSettings settings, Patience patience, Function<Vertx, Router> routes, IntConsumer bound) {
        this.settings = settings;
        this.patience = patience;
        this.routes = routes;
        this.bound = bound;
    }

    @Override
    public Future<HttpServer> start() {
        Router router = routes.apply(vertx);
        return vertx.createHttpServer(options())
                .connectionHandler(patience::connected)
                .requestHandler(request -> {
                    SocketRoutes.keep(request);
                    router.handle(request);
                })
                .listen(place())
                .onSuccess(server -> bound.accept(server.actualPort()));
    }

    /** A message may have one frame, as browsers send it. Compressed ones would be larger than they seem. */
    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true)
                .setMaxWebSocketFrameSize(SocketRoutes.LARGEST_MESSAGE)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /** {@return where to listen; all listeners share one free port, if any will do} */
    private SocketAddress place() {
        return settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    }
}
