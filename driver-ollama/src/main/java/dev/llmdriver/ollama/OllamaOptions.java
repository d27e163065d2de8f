package dev.llmdriver.ollama;

import dev.llmdriver.Secret;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.ollama.internal.endpoint.HostAddress;
import dev.llmdriver.ollama.internal.request.KeepAlive;
import dev.llmdriver.ollama.internal.request.ThinkWord;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the driver {@code ollama} can be told, beside {@link HttpOptions}. Explained at length in {@code docs/ollama.md}. */
public final class OllamaOptions {
    /** Where Ollama is, read as Ollama reads {@code OLLAMA_HOST}; by default this machine, port 11434. */
    public static final Option<URI> BASE_URL = Option.of(
                    CommonOptions.BASE_URL.name(),
                    URI.class,
                    HostAddress::parse,
                    "where Ollama is: host, host:port or an address; default http://127.0.0.1:11434")
            .withEnvironment("OLLAMA_HOST");

    /** A key for the configured base URL, wherever that is; a daemon of one's own needs none. */
    public static final Option<Secret> API_KEY =
            Option.secret(CommonOptions.API_KEY.name(), "the key for base-url; a daemon of your own needs none");

    /** The key of an account at ollama.com, by default from {@code OLLAMA_API_KEY}; sent to {@code https://ollama.com} and nowhere else. */
    public static final Option<Secret> CLOUD_API_KEY = Option.secret(
                    "cloud-api-key", "the key of an account at ollama.com, sent to https://ollama.com and nowhere else")
            .withEnvironment("OLLAMA_API_KEY");

    /** The time for a whole call, loading the model included. */
    public static final Option<Duration> DEADLINE = Option.duration(
                    CommonOptions.DEADLINE.name(),
                    "the time for a whole call, loading the model included, default 600s")
            .withDefault(Duration.ofMinutes(10));

    /** The time to a stream's first content; none by default, for a model may have to be loaded first. */
    public static final Option<Duration> FIRST_TOKEN_TIMEOUT = Option.duration(
            CommonOptions.FIRST_TOKEN_TIMEOUT.name(),
            "the time from sending to the first content of a stream; by default the deadline alone counts, for a model"
                    + " may have to be loaded first");

    /** The time between two pieces of content. */
    public static final Option<Duration> IDLE_TIMEOUT =
            Option.duration(CommonOptions.IDLE_TIMEOUT.name(), "the time between two pieces of content, default 300s");

    /** How long a model stays loaded after a request. */
    public static final Option<String> KEEP_ALIVE = Option.of(
            "keep-alive",
            String.class,
            text -> String.valueOf(KeepAlive.parse(text)),
            "how long a model stays loaded after a request: 5m, 1h30m, seconds, -1 for ever, 0 not at all");

    /** Options of the model for every request: {@code options.num_ctx=8192}. */
    public static final Option<String> MODEL_OPTIONS = Option.prefix(
                    "options",
                    "an option of the model for every request, such as options.num_ctx=8192 or options.num_gpu=0")
            .notSecret();

    /** Whether models think before they answer, where a request does not say so. */
    public static final Option<String> THINK = Option.of(
            "think",
            String.class,
            ThinkWord::parse,
            "whether models think before they answer: true, false, low, medium, high or max; by default they do if they"
                    + " can");

    /** Whether Ollama leaves out old messages where a conversation is longer than the window. */
    public static final Option<Boolean> TRUNCATE = Option.flag(
            "truncate",
            "false makes a conversation that is longer than the window an error; by default Ollama leaves out old"
                    + " messages");

    /** Whether the window moves on while the model writes. */
    public static final Option<Boolean> SHIFT = Option.flag(
            "shift", "false ends an answer where the window is full; by default Ollama forgets the oldest text");

    private OllamaOptions() {}

    /** {@return all that the driver understands} */
    public static Set<Option<?>> all() {
        Set<Option<?>> all = new LinkedHashSet<>(Set.of(
                BASE_URL,
                API_KEY,
                CLOUD_API_KEY,
                DEADLINE,
                FIRST_TOKEN_TIMEOUT,
                IDLE_TIMEOUT,
                KEEP_ALIVE,
                MODEL_OPTIONS,
                THINK,
                TRUNCATE,
                SHIFT));
        all.addAll(HttpOptions.all()); // options are equal by name: the ones above stay
        return all;
    }
}
