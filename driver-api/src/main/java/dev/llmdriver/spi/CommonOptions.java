package dev.llmdriver.spi;

import dev.llmdriver.Secret;
import dev.llmdriver.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;

/** Options with the same name and meaning in every driver that has them. */
public final class CommonOptions {
    /** The key. Drivers add their usual environment variables. */
    public static final Option<Secret> API_KEY = Option.secret("api-key", "the provider's key");

    /** Where the provider is. Drivers add their default. */
    public static final Option<URI> BASE_URL = Option.url("base-url", "where the provider is, such as https://host/v1");

    /** Headers to add to every request. */
    public static final Option<String> HEADERS = Option.prefix("headers", "a header to add to every request");

    /** The time to open a connection. */
    public static final Option<Duration> CONNECT_TIMEOUT =
            Option.duration("connect-timeout", "the time to open a connection, default 5s");

    /** The time to a stream's first content. */
    public static final Option<Duration> FIRST_TOKEN_TIMEOUT = Option.duration(
            "first-token-timeout", "the time from sending to the first content of a stream, default 60s");

    /** The time between two pieces of content. */
    public static final Option<Duration> IDLE_TIMEOUT =
            Option.duration("idle-timeout", "the time between two pieces of content, default 120s");

    /** The time for a call. */
    public static final Option<Duration> DEADLINE =
            Option.duration("deadline", "the time for a whole call, default 300s");

    /** Where events and completions go. */
    public static final Option<Executor> CALLBACK_EXECUTOR =
            Option.codeOnly("callback-executor", Executor.class, "where events and completions go");

    /** Which clock counts. */
    public static final Option<Scheduler> SCHEDULER =
            Option.codeOnly("scheduler", Scheduler.class, "which clock counts");

    private CommonOptions() {}

    /** {@return all of them} */
    public static Set<Option<?>> all() {
        return Set.of(
                API_KEY,
                BASE_URL,
                HEADERS,
                CONNECT_TIMEOUT,
                FIRST_TOKEN_TIMEOUT,
                IDLE_TIMEOUT,
                DEADLINE,
                CALLBACK_EXECUTOR,
                SCHEDULER);
    }

    /** {@return the phase timeouts that are configured} */
    public static Timeouts timeouts(DriverOptions options) {
        Timeouts timeouts = Timeouts.unset();
        timeouts = options.get(CONNECT_TIMEOUT).map(timeouts::withConnect).orElse(timeouts);
        timeouts =
                options.get(FIRST_TOKEN_TIMEOUT).map(timeouts::withFirstToken).orElse(timeouts);
        return options.get(IDLE_TIMEOUT).map(timeouts::withIdle).orElse(timeouts);
    }
}
