package dev.llmdriver.demo.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinModel;
import dev.llmdriver.testkit.TwinOptions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The twin and the driver that talks to it: nothing until the first call, then both on the event loops that the drivers share, whose
 * threads are daemons. Thread-safe.
 */
final class Backstage implements AutoCloseable {
    private static final String TOKEN = "hf_demoNeedsNoKeyAtAll";

    /** Not the driver's own: who connects is who is connected to, so a process that stands still for a while would use that up. */
    private static final Duration CONNECT = Duration.ofSeconds(25);

    private final DriverOptions options;
    private final Duration pace;
    private final Optional<URI> server;
    private volatile @Nullable Running running; // written under the lock
    private boolean closed;

    private record Running(Lease<Vertx> vertx, HuggingFaceTwin twin, LlmProvider provider) {}

    Backstage(DriverOptions options, Duration pace, Optional<URI> server) {
        this.options = options;
        this.pace = pace;
        this.server = server;
    }

    /** {@return the provider behind} */
    LlmProvider provider() {
        return running().provider();
    }

    /**
     * {@return the provider behind, at once or, on an event loop, when it is there} To start waits for an event loop, so another thread does
     * that then: a model that stands in for one that failed is asked on the loop on which the failure came.
     */
    CompletableFuture<LlmProvider> opened() {
        Running now = running;
        if (now != null) {
            return CompletableFuture.completedFuture(now.provider());
        }
        if (!Context.isOnEventLoopThread()) {
            return CompletableFuture.completedFuture(provider());
        }
        return CompletableFuture.supplyAsync(this::provider, Backstage::onThreadOfItsOwn);
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread starter = new Thread(task, "llm-demo-start");
        starter.setDaemon(true);
        starter.start();
    }

    /** {@return the options without a key: it is for real models, and the twin knows its own alone} */
    static CallOptions keyless(CallOptions given) {
        CallOptions.Builder options = CallOptions.builder().onWaiting(given.onWaiting());
        given.baseUrl().ifPresent(options::baseUrl);
        given.headers().forEach(options::header);
        given.caller().ifPresent(options::caller);
        return options.build();
    }

    private synchronized Running running() {
        if (closed) {
            throw LlmException.builder(ErrorKind.CANCELLED, "the provider was closed; open it again to make calls")
                    .reason("closed")
                    .build();
        }
        Running known = running;
        if (known == null) {
            known = start();
            running = known;
        }
        return known;
    }

    private Running start() {
        Lease<Vertx> vertx = options.shared().lease(Vertx.class, EventLoops::start, EventLoops::close);
        // Who asks may choose any name and send anything, and a gateway may run for months: nothing of it is kept.
        HuggingFaceTwin twin = HuggingFaceTwin.start(
                        TwinOptions.defaults().vertx(vertx.get()).forgetful())
                .serveOthers(Backstage::model)
                .pace(pace)
                .requireToken(TOKEN);
        DriverOptions.Builder behind = DriverOptions.builder(options.providerName())
                .shared(options.shared())
                .set(CommonOptions.BASE_URL, server.orElseGet(twin::v1))
                .set(CommonOptions.API_KEY, Secret.of(TOKEN))
                .set(CommonOptions.CONNECT_TIMEOUT, CONNECT)
                .set(HuggingFaceOptions.ENDPOINT, "router");
        options.get(CommonOptions.SCHEDULER).ifPresent(clock -> behind.set(CommonOptions.SCHEDULER, clock));
        return new Running(vertx, twin, new HuggingFaceDriver().connect(behind.build()));
    }

    private static TwinModel model(String id) {
        return id.contains("thinker") ? TwinModel.reasoning(id) : TwinModel.chat(id);
    }

    @Override
    public synchronized void close() {
        closed = true;
        Running ended = running;
        running = null;
        if (ended != null) {
            ended.provider().close();
            ended.twin().close();
            ended.vertx().close();
        }
    }
}
