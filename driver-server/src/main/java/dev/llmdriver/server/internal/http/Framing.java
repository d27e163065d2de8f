package dev.llmdriver.server.internal.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a proxy in front of the server may read in another way than the server does: where a request ends, and whom it is for.
 * What Netty refuses by itself, such as two lengths, does not come so far.
 */
public final class Framing implements Handler<RoutingContext> {
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*).*", Pattern.CASE_INSENSITIVE);

    private final Patience patience;

    /** Gives a client whom it refuses so long for the answer. */
    public Framing(Patience patience) {
        this.patience = patience;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isCodingKnown(request)) { // RFC 9112, 6.1
            refuse(context, 501, "The server knows no other 'Transfer-Encoding' than chunked.");
        } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) { // RFC 9112, 3.2
            refuse(context, 400, "The request has more than one 'Host'.");
        } else if (!isForHost(request)) { // RFC 9112, 3.2.2
            refuse(context, 400, "The request is for another host than its 'Host' says.");
        } else {
            context.next();
        }
    }

    /** Netty looks for the word at the end alone, and would give out compressed bytes as the body. */
    private static boolean isCodingKnown(HttpServerRequest request) {
        String codings = String.join(",", request.headers().getAll(HttpHeaders.TRANSFER_ENCODING));
        return codings.isEmpty()
                || codings.replaceAll("[\\s,]", "").toLowerCase(Locale.ROOT).equals("chunked");
    }

    /** A target may be a whole address; then its host counts, and the header has to say the same. */
    private static boolean isForHost(HttpServerRequest request) {
        Matcher target = ABSOLUTE.matcher(request.uri());
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        return !target.matches() || (host != null && target.group(1).equalsIgnoreCase(host.strip()));
    }

    /** What follows may be no request. It is read for a moment all the same: if it was not, the answer would be lost with it. */
    private void refuse(RoutingContext context, int status, String message) {
        context.response().putHeader("Connection", "close");
        context.fail(Refusal.of(status, message));
        patience.abandon(context.request().connection());
    }
}
