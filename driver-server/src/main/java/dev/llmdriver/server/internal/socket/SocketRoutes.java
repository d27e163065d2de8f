package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.http.Cut;
import dev.llmdriver.server.internal.http.Origins;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Routes;
import dev.llmdriver.server.internal.page.Owner;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Opens {@code /ws} for the server's own page, and for programs that hold a browser's cookie. */
public final class SocketRoutes implements Routes {
    private final Hub hub;
    private final Origins origins;

    /** Opens nothing yet. */
    public SocketRoutes(Hub hub, Origins origins) {
        this.hub = hub;
        this.origins = origins;
    }

    @Override
    public void addTo(Router router) {
        router.get("/ws").handler(this::open);
    }

    private String owner(HttpServerRequest request) {
        return Owner.of(request, origins.isSecure(request))
                .orElseThrow(() -> Refusal.of(403, "Ask for /page/owner first, and send its cookie."));
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.getHeader(HttpHeaders.ORIGIN) != null && !origins.isOwn(request)) {
            throw Refusal.of(403, "Only the server's own page may open a socket.");
        }
        Optional<String> owner = hub.callers().areKnown() ? Optional.empty() : Optional.of(owner(request));
        if (hub.traffic().isDraining()) {
            throw Refusal.of(503, "The server is shutting down; try again later.");
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            throw Refusal.of(400, "This address speaks WebSocket alone.");
        }
        HttpConnection connection = request.connection();
        request.toWebSocket()
                .onSuccess(socket -> Session.open(
                        context.vertx().getOrCreateContext(), socket, owner, hub, () -> Cut.now(connection)));
    }
}
