package dev.llmdriver.server.internal.auth;

import dev.llmdriver.CallOptions;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Finds out who asks. Without settings nobody can say who he is. Thread-safe. */
public final class Callers {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final String KEY = Callers.class.getName();
    private static final String SCHEME = "Bearer ";

    private final Optional<Tokens> tokens;
    private final Workers workers;
    private final AtomicBoolean told = new AtomicBoolean();

    /** Asks for no keys yet. */
    public Callers(Optional<AuthSettings> settings, Workers workers, Scheduler clock) {
        this.tokens = settings.map(those -> new Tokens(those, clock));
        this.workers = workers;
    }

    /** {@return whether callers can say who they are} */
    public boolean areKnown() {
        return tokens.isPresent();
    }

    /** Lets a request on if its token says who asks; lets every request on if nobody can say so. */
    public void admit(RoutingContext context) {
        if (areKnown()) {
            require(context);
        } else {
            context.next();
        }
    }

    /** Lets a request on if its token says who asks. */
    public void require(RoutingContext context) {
        context.request().pause(); // its body is for the next
        Context loop = context.vertx().getOrCreateContext();
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        workers.run(context, () -> {
            try {
                Caller caller = caller(header);
                loop.runOnContext(now -> goOn(context, caller));
            } catch (Refusal refused) {
                loop.runOnContext(now -> refuse(context, refused));
            }
        });
    }

    private static void goOn(RoutingContext context, Caller caller) {
        if (!context.failed()) { // or the server has ended meanwhile
            context.put(KEY, caller);
            context.next();
        }
        context.request().resume(); // only now somebody listens to it
    }

    private static void refuse(RoutingContext context, Refusal refused) {
        if (!context.failed()) {
            if (refused.status() == 401) {
                context.response().putHeader("WWW-Authenticate", "Bearer");
            }
            context.fail(refused);
        }
        context.request().resume();
    }

    private Caller caller(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            tellOnce();
            throw Refusal.unauthorized("Say who you are by the header 'Authorization: Bearer <token>'.");
        }
        return of(header.substring(SCHEME.length()).strip());
    }

    /**
     * Finds out whose a token is. May take a while, so never on an event loop.
     *
     * @throws Refusal if it is not to be believed, or cannot be checked
     */
    public Caller of(String token) {
        return tokens.orElseThrow(() -> {
                    tellOnce();
                    return Refusal.unauthorized("Nobody has leave: the server knows no tokens.");
                })
                .caller(token);
    }

    private void tellOnce() {
        if (!areKnown() && told.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "/api/ai is open to nobody: set llm.server.auth.secret or llm.server.auth.jwks,"
                            + " and llm.server.auth.issuer and llm.server.auth.audience");
        }
    }

    /** {@return on whose behalf a request is made that was let on: of whom its token says, or nobody's where there are no tokens} */
    public static CallOptions onBehalf(RoutingContext context) {
        Caller caller = context.get(KEY);
        return caller == null ? CallOptions.none() : caller.options();
    }

    /** {@return who made a request that was let on by {@link #require}} */
    public static Caller of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY), "a request that nobody asked for its token");
    }
}
