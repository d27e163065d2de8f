package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.OllamaService;
import java.time.Duration;
import java.util.function.Function;

/**
 * Ollama inside the process, without a model and without a graphics card: {@code /api/chat}, {@code /api/generate},
 * {@code /api/embed}, {@code /api/embeddings}, {@code /api/tags}, {@code /api/show}, {@code /api/ps}, {@code /api/pull},
 * {@code /api/delete}, {@code /api/version}. What is not scripted is really answered: tools, schemas, options and limits are
 * honoured, and what Ollama refuses is refused in its words. As there, a prompt that exceeds {@code num_ctx} (4096 if nobody
 * says) silently loses its oldest messages.
 *
 * <pre>{@code
 * try (OllamaTwin twin = OllamaTwin.start()) {
 *     twin.enqueue(OllamaErrors.busy());                                  // one 503, then a real answer
 *     twin.enqueue(TwinAnswer.of("Hi").toBuilder().usage(3, 1).build());  // streamed or not, as asked
 *     … twin.baseUri() …
 * }
 * }</pre>
 *
 * <p>Installed are {@code twin} (tools and pictures), {@code twin-thinker} (tools and thinking, which is on unless switched off),
 * {@code twin-plain} (neither) and {@code twin-embedder}; {@link #serve} installs more, {@link #offer} lets more be pulled. An
 * answer that was scripted goes only to a request that some model would take; for others it is used up by the refusal. Settings
 * hold for the requests that follow. Thread-safe.
 */
public final class OllamaTwin extends WireTwin {
    private final OllamaService service;

    private OllamaTwin(TwinOptions options, OllamaService service) {
        super(options, service::answer);
        this.service = service;
    }

    /** {@return a running twin} */
    public static OllamaTwin start() {
        return start(TwinOptions.defaults());
    }

    /** {@return a running twin, served as the options say} */
    public static OllamaTwin start(TwinOptions options) {
        return new OllamaTwin(options, new OllamaService());
    }

    /** Spells answers in another way from now on; the default is {@link OllamaDialect#PARSER}. */
    public OllamaTwin dialect(OllamaDialect dialect) {
        service.dialect(dialect);
        return this;
    }

    /** Waits this long before each line of a stream but the first; by default not at all. */
    public OllamaTwin pace(Duration betweenLines) {
        service.pace(betweenLines);
        return this;
    }

    /**
     * Lets models take this long to load, in which not a byte is sent, no status either; by default none. A model is loaded by
     * its first request, and anew by one with another {@code num_ctx}. Scripted replies do not wait; see
     * {@link ReplyBuilder#delayHead}.
     */
    public OllamaTwin loading(Duration time) {
        service.loading(time);
        return this;
    }

    /** Refuses what is posted without this bearer token, as the cloud does. */
    public OllamaTwin requireKey(String key) {
        service.requireKey(key);
        return this;
    }

    /** Installs these models too; one with a known name replaces the known one. */
    public OllamaTwin serve(TwinModel... models) {
        service.serve(models);
        return this;
    }

    /** Lets these models be pulled, which installs them; pulling any other that is not installed fails. */
    public OllamaTwin offer(TwinModel... models) {
        service.offer(models);
        return this;
    }

    /** Answers chat requests with this instead of its own talk, streamed or not, as asked. */
    public OllamaTwin answers(Function<RecordedRequest, TwinAnswer> talk) {
        service.answers(talk);
        return this;
    }

    /** Answers the next requests with these, streamed or not, as asked. */
    public void enqueue(TwinAnswer... answers) {
        for (TwinAnswer answer : answers) {
            enqueue(request -> service.render(request, answer));
        }
    }

    /** Fails the next requests, as the dialect does. */
    public void enqueue(TwinError... errors) {
        for (TwinError error : errors) {
            enqueue(request -> service.error(request, error));
        }
    }

    /** Answers the next requests with these pulls, streamed or not, as asked. */
    public void enqueue(OllamaPull... pulls) {
        for (OllamaPull pull : pulls) {
            Reply stream = pull.stream();
            Reply last = pull.last();
            enqueue(request -> request.json().path("stream").asBoolean(true) ? stream : last);
        }
    }
}
