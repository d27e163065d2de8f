package dev.llmdriver.server.internal.api;

import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.http.Entry;
import dev.llmdriver.server.internal.http.Routes;
import io.vertx.ext.web.Router;

/** The address of conversations that the server keeps. Whoever asks there must say who he is. */
public final class ApiRoutes implements Routes {
    private static final String ALL = "/api/ai/*";
    private static final String CHAT = "/api/ai/:driver/:publisher/:model/chat";

    private final Entry entry;
    private final Callers callers;
    private final ChatHandler chat;

    /** Opens nothing yet. */
    public ApiRoutes(Entry entry, Callers callers, ChatHandler chat) {
        this.entry = entry;
        this.callers = callers;
        this.chat = chat;
    }

    @Override
    public void addTo(Router router) {
        router.route(ALL).failureHandler(ApiErrors::answer).handler(callers::require);
        entry.post(router, CHAT).handler(chat);
        router.route(CHAT).handler(context -> {
            context.response().putHeader("Allow", "POST");
            context.fail(405);
        });
        router.route(ALL).handler(context -> context.fail(404));
    }
}
