package dev.llmdriver.testkit.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes requests on to the provider, each as an exchange of its own; all of them on one event loop. */
public final class Forwarding {
    private final HttpClient client;
    private final URI upstream;
    private final Tape tape;
    private final Set<ForwardedExchange> open = ConcurrentHashMap.newKeySet();

    /** Creates a forwarding to an address. */
    public Forwarding(HttpClient client, URI upstream, Tape tape) {
        this.client = client;
        this.upstream = upstream;
        this.tape = tape;
    }

    /** {@return what it writes to} */
    public Tape tape() {
        return tape;
    }

    /** Takes a request. */
    public void accept(HttpServerRequest request) {
        ForwardedExchange exchange = new ForwardedExchange(request, tape, open::remove);
        open.add(exchange);
        exchange.pass(client, upstream);
    }

    /** {@return done when the exchanges that are open are broken off and written} */
    public Future<Void> closeOn(Vertx vertx) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(go -> {
            List.copyOf(open).forEach(ForwardedExchange::breakOff);
            done.complete();
        });
        return done.future();
    }
}
