package dev.llmdriver.cli.internal;

import dev.llmdriver.micrometer.LlmMetrics;
import dev.llmdriver.server.LlmServer;
import dev.llmdriver.spi.Blocking;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets other programs ask the configured models, until Ctrl-C. */
@Command(
        name = "serve",
        description = "Answers programs that speak OpenAI's protocol, and people with a browser, until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65535;

    /** What a server may take after its drain time: to cut connections, and to keep what had been answered until then. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(40);

    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Where to listen; default: llm.server.host, else 127.0.0.1, which other machines cannot reach.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; default: llm.server.port, else 8000; 0 is any that is free.")
    private @Nullable Integer port;

    ServeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Warnings.show(context.io());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Session session = Session.open(context, target, Settings.of(List.of()), LlmMetrics.of(meters));
                LlmServer server = server(session, meters)) {
            Blocking.await(server.start());
            CountDownLatch ended = new CountDownLatch(1);
            Interrupts.during(server.drainTime().plus(CLOSING_TIME), () -> interrupted(server, ended), () -> {
                greet(session, server);
                await(ended);
            });
        }
        return ExitCodes.CANCELLED;
    }

    private LlmServer server(Session session, PrometheusMeterRegistry meters) {
        LlmServer.Builder builder = LlmServer.builder(session.client(context.io()))
                .defaultModel(session.model())
                .dataFolder(dataFolder())
                .metrics(meters::scrape);
        if (host != null) {
            builder.host(host);
        }
        if (port != null) {
            if (port < 0 || port > LAST_PORT) {
                throw Failures.usage("--port must be from 0 to " + LAST_PORT + ", but is " + port);
            }
            builder.port(port);
        }
        return builder.build();
    }

    /** {@return where programs keep their user's data, by the rules of XDG} */
    private Path dataFolder() {
        Io io = context.io();
        Path set = Path.of(io.environment().getOrDefault("XDG_DATA_HOME", ""));
        Path data = set.isAbsolute() ? set : Path.of(io.properties().getOrDefault("user.home", ""), ".local", "share");
        return data.resolve("llm-driver");
    }

    private void greet(Session session, LlmServer server) {
        boolean bare = server.host().contains(":") && !server.host().startsWith("["); // as in no URL
        String host = bare ? "[" + server.host() + "]" : server.host();
        String place = "http://" + host + ":" + server.port() + "/v1";
        String page = "http://" + (isEverywhere(host) ? "localhost" : host) + ":" + server.port() + "/";
        context.io()
                .say("listening at " + place + "; " + session.model()
                        + " answers those that name no model; Ctrl-C ends");
        context.io().say("to chat, open " + page);
        if (flags.json) {
            context.io().out().println(Json.object(json -> {
                Json.text(json, "url", place);
                Json.text(json, "page", page);
                Json.text(json, "model", session.model());
            }));
        }
    }

    /** Such an address stands for all that this machine has, and is none to go to. */
    private static boolean isEverywhere(String host) {
        return host.equals("0.0.0.0") || host.equals("[::]");
    }

    private void interrupted(LlmServer server, CountDownLatch ended) {
        context.io().say("ending; answers under way have " + server.drainTime().toSeconds() + " s");
        server.shutdown().whenComplete((done, failure) -> ended.countDown());
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
