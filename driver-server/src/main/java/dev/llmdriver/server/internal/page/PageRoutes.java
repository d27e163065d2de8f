package dev.llmdriver.server.internal.page;

import dev.llmdriver.server.internal.http.Origins;
import dev.llmdriver.server.internal.http.Routes;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Serves the page at {@code /}, and its files, from memory. The browser may load nothing else, and run nothing that stands in text. */
public final class PageRoutes implements Routes {
    private static final List<String> FILES = List.of(
            "answer.js",
            "chats.js",
            "connection.js",
            "dom.js",
            "endpoint.js",
            "icon.svg",
            "main.js",
            "markdown.js",
            "models.js",
            "style.css",
            "thread.js",
            "words.js",
            "lib/highlight.min.js",
            "lib/marked.esm.js",
            "lib/purify.es.mjs");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types dompurify";

    private final Origins origins;

    /** Reads nothing yet. */
    public PageRoutes(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void addTo(Router router) {
        PageFile index = PageFile.read("index.html");
        Routes.fetch(router, "/").handler(this::home);
        Routes.fetch(router, "/").handler(context -> send(context, index));
        // Asked by the page and not by whoever leads to it: then a browser tells no cookie, and would be given another
        // one.
        router.get("/page/owner").handler(this::home);
        router.get("/page/owner").handler(this::introduce);
        for (String name : FILES) {
            PageFile file = PageFile.read(name);
            Routes.fetch(router, "/page/" + name).handler(context -> send(context, file));
        }
    }

    private void home(RoutingContext context) {
        if (origins.isHome(context.request())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(403)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(
                        "The page is not shown under this name, as anybody could point a name here. Open it by localhost, or set"
                                + " llm.server.cors-origins to the address that stands in your browser, such as"
                                + " https://chat.example.com.\n");
    }

    /** Each time, so that nobody is forgotten who comes at least once a year. */
    private void introduce(RoutingContext context) {
        Owner.introduce(context.request(), origins.isSecure(context.request()));
        context.response()
                .setStatusCode(204)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private static void send(RoutingContext context, PageFile file) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", file.tag());
        if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", file.type()).end(file.bytes());
        }
    }
}
