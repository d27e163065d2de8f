package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.http.Cut;
import dev.llmdriver.server.internal.http.Origins;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Routes;
import dev.llmdriver.server.internal.page.Owner;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Opens {@code /ws} for the server's own page, and for programs that hold a browser's cookie. */
public final class SocketRoutes implements Routes {
    /** Four times the characters that the page takes, and more. */
    public static final int LARGEST_MESSAGE = 1024 * 1024;

    /** Registered before there is a Vert.x, as it wants that. */
    private static final ContextLocal<HttpServerRequest> BARE = ContextLocal.registerLocal(HttpServerRequest.class);

    private final Hub hub;
    private final Origins origins;

    /** Opens nothing yet. */
    public SocketRoutes(Hub hub, Origins origins) {
        this.hub = hub;
        this.origins = origins;
    }

    /** Keeps a request as it is, for the socket that vertx-web makes of one hides its channel. */
    public static void keep(HttpServerRequest bare) {
        BARE.put(context(bare), bare);
    }

    private static Context context(HttpServerRequest request) {
        return ((HttpServerRequestInternal) request).context();
    }

    @Override
    public void addTo(Router router) {
        router.get("/ws").handler(this::open);
    }

    private String owner(HttpServerRequest request) {
        return Owner.of(request, origins.isSecure(request))
                .orElseThrow(() -> Refusal.of(403, "Ask for /page/owner first, and send its cookie."));
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || (length != null && !length.equals("0"));
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
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                || !"13".equals(request.getHeader("Sec-WebSocket-Version"))) { // drafts have other frames
            throw Refusal.of(400, "This address speaks WebSocket alone, of version 13.");
        }
        if (hasBody(request)) { // Vert.x waits for it, and no clock of ours runs
            throw Refusal.of(400, "The handshake of a WebSocket has no body.");
        }
        HttpConnection connection = request.connection();
        BARE.get(context(request))
                .toWebSocket()
                .onSuccess(socket -> Session.open(
                        context.vertx().getOrCreateContext(), socket, owner, hub, () -> Cut.now(connection)));
    }
}
