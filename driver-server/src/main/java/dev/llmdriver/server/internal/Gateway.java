package dev.llmdriver.server.internal;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.server.internal.api.ApiRoutes;
import dev.llmdriver.server.internal.api.ChatHandler;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.chats.SqlChats;
import dev.llmdriver.server.internal.http.Entry;
import dev.llmdriver.server.internal.http.Framing;
import dev.llmdriver.server.internal.http.HealthRoutes;
import dev.llmdriver.server.internal.http.Origins;
import dev.llmdriver.server.internal.http.Patience;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.server.internal.http.Routes;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.server.internal.openai.OpenAiRoutes;
import dev.llmdriver.server.internal.page.PageRoutes;
import dev.llmdriver.server.internal.socket.Hub;
import dev.llmdriver.server.internal.socket.Places;
import dev.llmdriver.server.internal.socket.SocketRoutes;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The running server: its event loops, its routes, and its end. Thread-safe. */
public final class Gateway {
    private static final int BLOCKED_SECONDS = 10;
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);
    private static final Duration TELLING_TIME = Duration.ofSeconds(2);

    private final ServerSettings settings;
    private final Scheduler scheduler;
    private final Traffic traffic;
    private final Patience patience;
    private final Workers workers = new Workers();
    private final Conversations conversations;
    private final Origins origins;
    private final List<Routes> routes;
    private final Routes sockets;
    private final Vertx vertx;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /**
     * Starts event loops, and listens to nobody yet.
     *
     * @param room for what clients say
     * @param metrics what is counted, in Prometheus' format, if that may be asked
     */
    public Gateway(
            LlmClient client,
            ServerSettings settings,
            Room room,
            Scheduler scheduler,
            Optional<Supplier<String>> metrics) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.traffic = new Traffic(scheduler);
        this.patience = new Patience(scheduler, settings.readTime());
        this.conversations = new Conversations(new SqlChats(settings.chats()), scheduler, settings.maxHistory());
        Entry entry = new Entry(settings.maxBody(), room, patience);
        Models models = new Models(client, settings.model());
        Callers callers = new Callers(settings.auth(), workers, scheduler);
        ChatHandler chat = new ChatHandler(models, workers, scheduler, conversations);
        this.origins = new Origins(settings.origins());
        this.routes = List.of(
                new OpenAiRoutes(models, entry, workers, callers, scheduler),
                new ApiRoutes(entry, callers, chat),
                new PageRoutes(origins),
                router -> metrics.ifPresent(page -> new MetricsRoutes(page, callers, workers).addTo(router)));
        this.sockets = new SocketRoutes(hub(models, callers, room), origins);
        this.vertx = eventLoops();
    }

    /** Vert.x looks around with the thread's class loader when its classes are first used; if there is none they never work again. */
    private static Vertx eventLoops() {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != null) {
            return makeEventLoops();
        }
        thread.setContextClassLoader(Gateway.class.getClassLoader());
        try {
            return makeEventLoops();
        } finally {
            thread.setContextClassLoader(null);
        }
    }

    private static Vertx makeEventLoops() {
        return Vertx.vertx(new VertxOptions()
                // A loaded machine is no reason to write warnings into the terminal.
                .setMaxEventLoopExecuteTime(BLOCKED_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    private Hub hub(Models models, Callers callers, Room room) {
        boolean local = settings.isLocal();
        Places places = new Places(models, local || settings.pageEndpoints());
        return new Hub(
                models, places, conversations, callers, traffic, room, settings.readTime(), workers, scheduler, local);
    }

    /** {@return the port, once requests are taken there} */
    public CompletableFuture<Integer> start() {
        int loops = Runtime.getRuntime().availableProcessors();
        vertx.deployVerticle(
                        () -> new Listener(settings, patience, this::router, port::complete),
                        new DeploymentOptions().setInstances(loops))
                .onFailure(failure -> port.completeExceptionally(unusable(failure)));
        return port;
    }

    private ConfigurationException unusable(Throwable failure) {
        String place = "cannot listen at " + settings.host() + ":" + settings.port();
        ConfigurationException unusable = ConfigurationException.of(
                failure instanceof IOException
                        ? place
                                + ", which another program uses or this machine has not; choose another one with --port or"
                                + " llm.server.port, or --host or llm.server.host"
                        : place + ": " + failure.getClass().getSimpleName());
        unusable.initCause(failure);
        return unusable;
    }

    private Router router(Vertx loop) {
        Router router = Router.router(loop);
        router.route().handler(patience::headed);
        router.route().handler(new Framing(patience));
        new HealthRoutes(traffic).addTo(router);
        Handler<RoutingContext> others = settings.origins().isEmpty() ? this::refusePages : cors();
        router.route().handler(context -> {
            if (origins.isOwn(context.request())) {
                context.next();
            } else if (isMisled(context.request())) {
                context.fail(Refusal.of(
                        403,
                        "The server goes by 'localhost' and by addresses in numbers; set llm.server.cors-origins to another"
                                + " name of its own, too, such as http://llm.example.com:8000."));
            } else {
                others.handle(context);
            }
        });
        sockets.addTo(router); // may stay open for days: what counts is the answers under way
        router.route().handler(traffic::admit);
        routes.forEach(each -> each.addTo(router));
        return router;
    }

    /**
     * A page whose name was made to point at this machine after it was loaded needs no leave by CORS, for to its browser both are one
     * server; but the browser still says which page asks.
     */
    private void refusePages(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.ORIGIN) == null) {
            context.next();
        } else {
            context.fail(Refusal.of(
                    403, "Web pages may not ask here; set llm.server.cors-origins to the origin of a page that may."));
        }
    }

    /**
     * {@return whether it may be such a page that fetches: a browser says which page asks whenever it sends something, but not when it only
     * fetches from where the page seems to be}
     */
    private boolean isMisled(HttpServerRequest request) {
        boolean fetches =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return fetches
                && settings.goesByKnownNames()
                && request.getHeader(HttpHeaders.ORIGIN) == null
                && !origins.isHome(request);
    }

    /** Any header is allowed, for clients add some of their own: what counts is the page. */
    private CorsHandler cors() {
        return CorsHandler.create()
                .addOrigins(settings.origins())
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS))
                .exposedHeaders(Set.of("Retry-After", "x-should-retry", "LLM-Ignored-Fields", ChatHandler.CHAT_ID));
    }

    /** {@return the end: nothing new is taken, what is under way may go on for the time it has, and then all is closed} */
    public CompletableFuture<Void> shutdown() {
        Instant end = scheduler.now().plus(settings.drainTime());
        return traffic.drain(settings.drainTime()).thenCompose(drained -> {
            Instant least = scheduler.now().plus(CLOSING_TIME);
            return traffic.breakOff(TELLING_TIME) // or connections would close before anybody is told
                    .thenCompose(told -> {
                        traffic.bidFarewell();
                        return closed(end.isAfter(least) ? end : least);
                    });
        });
    }

    /**
     * Connections close when their clients have taken what was answered, before the event loops end, which would drop it. Those who do
     * not take it in time are cut, for they would hold the end for ever. What was answered until then is to be kept, so the store ends last.
     */
    private CompletableFuture<Void> closed(Instant end) {
        CompletableFuture<Void> closed = patience.close()
                .handle((taken, cut) -> vertx.close().toCompletionStage())
                .thenCompose(closing -> closing)
                .thenCompose(all -> traffic.idle());
        Duration time = Duration.between(scheduler.now(), end);
        Scheduler.Alarm cut = scheduler.schedule(time, patience::cut);
        Scheduler.Alarm alarm = scheduler.schedule(time.plus(CLOSING_TIME), () -> closed.complete(null));
        closed.whenComplete((done, failure) -> {
            cut.cancel();
            alarm.cancel();
            workers.close();
        });
        return closed.whenCompleteAsync((done, failure) -> conversations.close());
    }
}
