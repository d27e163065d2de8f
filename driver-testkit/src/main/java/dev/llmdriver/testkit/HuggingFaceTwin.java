package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.HuggingFaceService;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Hugging Face inside the process: the router, dedicated endpoints and their engines, without a key and without a bill. What
 * is not scripted is really answered: chat, streamed or not, with tools, schemas and limits honoured; the catalogue;
 * embeddings. The answers are deterministic and say that no model made them.
 *
 * <pre>{@code
 * try (HuggingFaceTwin twin = HuggingFaceTwin.start()) {
 *     twin.enqueue(HuggingFaceErrors.overloaded());                       // one 429, then a real answer
 *     twin.enqueue(TwinAnswer.of("Hi").toBuilder().usage(3, 1).build());  // streamed or not, as asked
 *     … twin.v1() …
 * }
 * }</pre>
 *
 * <p>It serves {@code twin/echo}, {@code twin/thinker} and {@code twin/embedder}; {@link #serve} adds more. Settings hold for
 * the requests that follow. Thread-safe.
 */
public final class HuggingFaceTwin extends WireTwin {
    private final HuggingFaceService service;

    private HuggingFaceTwin(TwinOptions options, HuggingFaceService service) {
        super(options, service::answer);
        this.service = service;
    }

    /** {@return a running twin that speaks the router's dialect} */
    public static HuggingFaceTwin start() {
        return start(TwinOptions.defaults());
    }

    /** {@return a running twin, served as the options say} */
    public static HuggingFaceTwin start(TwinOptions options) {
        return new HuggingFaceTwin(options, new HuggingFaceService());
    }

    /** {@return the address that OpenAI-like clients want: the root and {@code /v1}} */
    public URI v1() {
        return URI.create(baseUri() + "/v1");
    }

    /** Speaks another dialect from now on. */
    public HuggingFaceTwin dialect(HuggingFaceDialect dialect) {
        service.dialect(dialect);
        return this;
    }

    /** Waits this long before each event of a stream but the first; by default not at all. */
    public HuggingFaceTwin pace(Duration betweenEvents) {
        service.pace(betweenEvents);
        return this;
    }

    /** Refuses requests without this bearer token, the catalogue excepted. */
    public HuggingFaceTwin requireToken(String token) {
        service.requireToken(token);
        return this;
    }

    /** Serves these models too; one with a known id replaces the known one. */
    public HuggingFaceTwin serve(TwinModel... models) {
        service.serve(models);
        return this;
    }

    /** Serves every other model, too, as this makes it of the name that is asked for; none of them is kept or listed. */
    public HuggingFaceTwin serveOthers(Function<String, TwinModel> others) {
        service.serveOthers(others);
        return this;
    }

    /** Answers chat requests with this instead of its own talk; the dialect spells it, streamed or not, as asked. */
    public HuggingFaceTwin answers(Function<RecordedRequest, TwinAnswer> talk) {
        service.answers(talk);
        return this;
    }

    /** Answers the next requests with these, streamed or not, as asked. */
    public void enqueue(TwinAnswer... answers) {
        for (TwinAnswer answer : answers) {
            enqueue(request -> service.render(request, answer));
        }
    }

    /** Fails the next requests, in the words of the dialect. */
    public void enqueue(TwinError... errors) {
        for (TwinError error : errors) {
            enqueue(request -> service.error(error));
        }
    }
}
