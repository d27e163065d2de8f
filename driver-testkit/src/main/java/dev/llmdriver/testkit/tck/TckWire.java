package dev.llmdriver.testkit.tck;

import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.WireTwin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider's protocol says what the kit's scenarios need. Three methods are demanded, which every provider can say; the others
 * follow the driver's claims, or say nothing by default. A wire knows no scenario: faults, splits, unknown fields and foreign events
 * are put in by the kit.
 *
 * <p>A stream's reply has one {@linkplain dev.llmdriver.testkit.ReplyBuilder#event event} for each event of the protocol, and an event
 * of its own for each {@linkplain TwinAnswer#pieces() piece} of the answer, so that the kit can cut between them. What the wire says
 * must be as the real service says it; a twin that is checked against recordings is the best source.
 */
public interface TckWire {
    /** {@return the answer in one piece} */
    Reply whole(TwinAnswer answer);

    /** {@return the answer as a stream} */
    Reply stream(TwinAnswer answer);

    /**
     * Says no, as an HTTP error.
     *
     * @param kind what is wrong; of the kinds of {@link dev.llmdriver.error.ApiException}
     * @param detail words for the place where the provider says what is wrong, if it has one
     * @return the reply; empty if the provider does not tell this kind from others
     */
    Optional<Reply> error(ErrorKind kind, String detail);

    /**
     * {@return how many of a stream's last events make up its end: the first that says that the answer is complete, and what follows
     * it; by default one}
     *
     * @param answer what was streamed
     */
    default int lastEvents(TwinAnswer answer) {
        return 1;
    }

    /** {@return whether streams are server-sent events, the default; otherwise newline-delimited JSON, see {@code ReplyBuilder.line}} */
    default boolean sendsServerSentEvents() {
        return true;
    }

    /**
     * Breaks a stream off by an error inside it, the status being 200.
     *
     * @param soFar what was said before
     * @param kind what is wrong
     * @param detail as for {@link #error}
     * @return the stream; empty, as by default, if the provider has no such error in streams
     */
    default Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return Optional.empty();
    }

    /** {@return the refusal while a model loads, with the time it will take; empty by default: the provider gives none} */
    default Optional<Reply> loading(Duration estimate) {
        return Optional.empty();
    }

    /** {@return refusals with a hint of the provider's own when to come back, beside the usual headers, and what they mean} */
    default Map<Reply, Duration> hints() {
        return Map.of();
    }

    /** {@return whole answers with counters beyond input and output, and what they mean} */
    default Map<Reply, Usage> usages() {
        return Map.of();
    }

    /** {@return the same stream with the usage in each other place where the provider may put it; by default there is none} */
    default List<Reply> usagePlaces(TwinAnswer answer) {
        return List.of();
    }

    /** {@return whether a request for a stream asks for usage; true, as by default, if the provider sends it unasked} */
    default boolean asksForUsage(RecordedRequest stream) {
        return true;
    }

    /** {@return whether the arguments of tool calls are text, which may be malformed; the default. Otherwise they are JSON} */
    default boolean argumentsAreText() {
        return true;
    }

    /** {@return a whole answer with something opaque that the provider wants back; empty by default: it sends nothing like it} */
    default Optional<Reply> signed() {
        return Optional.empty();
    }

    /** {@return whole answers whose tool calls the provider marks as broken; they may not run} */
    default List<Reply> brokenCalls() {
        return List.of();
    }

    /** {@return whole answers that a filter held back wholly} */
    default List<Reply> blocked() {
        return List.of();
    }

    /** {@return the header with the request's id, as the provider names it; empty by default: it has none} */
    default Optional<String> requestIdHeader() {
        return Optional.empty();
    }

    /**
     * Lets a twin answer all questions about models and health as a provider would that serves these models and no other. The kit
     * answers a GET that nothing here matches by {@code MODEL_NOT_FOUND}.
     *
     * @param twin gets rules, see {@link WireTwin#on}
     * @param models the models that exist
     * @return false, as by default, if the provider has no such questions
     */
    default boolean serve(WireTwin twin, String... models) {
        return false;
    }

    /**
     * {@return the answer to a question for vectors}
     *
     * @param vectors in the order of the texts
     */
    default Reply vectors(List<float[]> vectors) {
        throw new UnsupportedOperationException("The driver claims EMBEDDINGS, but its wire has no vectors(…)");
    }

    /** {@return as {@link #vectors}, with the vectors in reverse order, each saying whose it is; empty if they do not say that} */
    default Optional<Reply> shuffledVectors(List<float[]> vectors) {
        return Optional.empty();
    }

    /** {@return the most texts that the driver sends at once; 0, the default, if there is no limit} */
    default int embeddingBatch() {
        return 0;
    }

    /** {@return the answer to a question for a number of tokens} */
    default Reply tokenCount(long tokens) {
        throw new UnsupportedOperationException("The driver claims TOKEN_COUNTING, but its wire has no tokenCount(…)");
    }
}
