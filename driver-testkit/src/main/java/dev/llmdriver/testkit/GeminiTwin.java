package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.GeminiService;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Google's Gemini API inside the process, without a key and without a bill: {@code generateContent},
 * {@code streamGenerateContent} with and without {@code alt=sse}, {@code countTokens}, {@code embedContent},
 * {@code batchEmbedContents} and the list of models with its pages. What is not scripted is really answered: tools, schemas and
 * limits are honoured, and what the API refuses is refused in its words.
 *
 * <pre>{@code
 * try (GeminiTwin twin = GeminiTwin.start()) {
 *     twin.enqueue(GeminiErrors.overloaded());                            // one 503, then a real answer
 *     twin.enqueue(TwinAnswer.of("Hi").toBuilder().usage(3, 1).build());  // streamed or not, as asked
 *     … twin.baseUri() …
 * }
 * }</pre>
 *
 * <p>It serves {@code gemini-twin} (like the models up to 2.5: calls have no ids), {@code gemini-twin-thinker} (like those from
 * 3 on: thinks, signs its thoughts and demands the signatures back), {@code gemma-twin} (neither tools nor a system instruction)
 * and {@code gemini-twin-embedder}; {@link #serve} adds more. An answer that was scripted goes only to a request that a model
 * would take; for others it is used up by the refusal. The fields of requests are read in camel case. Settings hold for the
 * requests that follow. Thread-safe.
 */
public final class GeminiTwin extends WireTwin {
    private final GeminiService service;

    private GeminiTwin(TwinOptions options, GeminiService service) {
        super(options, service::answer);
        this.service = service;
    }

    /** {@return a running twin} */
    public static GeminiTwin start() {
        return start(TwinOptions.defaults());
    }

    /** {@return a running twin, served as the options say} */
    public static GeminiTwin start(TwinOptions options) {
        return new GeminiTwin(options, new GeminiService());
    }

    /** {@return the root with the version, {@code /v1beta}} */
    public URI v1beta() {
        return URI.create(baseUri() + "/v1beta");
    }

    /** Waits this long before each event of a stream but the first; by default not at all. */
    public GeminiTwin pace(Duration betweenEvents) {
        service.pace(betweenEvents);
        return this;
    }

    /**
     * Refuses requests without this key in the header {@code x-goog-api-key}. The real service takes it from the query too,
     * where it ends in logs; the twin does not.
     */
    public GeminiTwin requireKey(String key) {
        service.requireKey(key);
        return this;
    }

    /** Serves these models too, ids without {@code models/}; one with a known id replaces the known one. */
    public GeminiTwin serve(TwinModel... models) {
        service.serve(models);
        return this;
    }

    /** Answers chat requests with this instead of its own talk, streamed or not, as asked. */
    public GeminiTwin answers(Function<RecordedRequest, TwinAnswer> talk) {
        service.answers(talk);
        return this;
    }

    /** Answers the next requests with these, streamed or not, as asked. */
    public void enqueue(TwinAnswer... answers) {
        for (TwinAnswer answer : answers) {
            enqueue(request -> service.render(request, answer));
        }
    }

    /** Fails the next requests, in the shape that each asked for. */
    public void enqueue(TwinError... errors) {
        for (TwinError error : errors) {
            enqueue(request -> service.error(request, error));
        }
    }
}
