package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmExceptionBuilder;

/**
 * Where a {@link StreamDecoder} puts what it reads. After {@link #finish} or {@link #fail} everything else is ignored. Not
 * thread-safe.
 */
public interface EventSink {
    /**
     * Passes a delta or another event on; the endpoint makes {@code Started} and {@code Finished} itself.
     *
     * @param event what came
     */
    void next(ChatEvent event);

    /**
     * Notes data that the provider wants back, for the part that has, or will have, this index in the final message.
     *
     * @param index the index as in the deltas
     * @param data what to attach; the last one of an index counts
     */
    void attach(int index, ProviderData data);

    /**
     * Notes the tokens reported so far, for an answer that breaks off; {@link StreamEnd} carries the final ones.
     *
     * @param usage cumulative: the last report counts
     */
    void usage(Usage usage);

    /**
     * Ends the stream with success: the message is joined from the deltas.
     *
     * @param end what is known beside the message
     */
    void finish(StreamEnd end);

    /**
     * Ends the stream with an error. The endpoint adds who was asked, status, request id, phase, attempts and the partial answer, and
     * removes keys.
     *
     * @param error the error
     */
    void fail(LlmExceptionBuilder error);

    /** {@return whether the stream has ended or nobody listens any more} */
    boolean isDone();
}
