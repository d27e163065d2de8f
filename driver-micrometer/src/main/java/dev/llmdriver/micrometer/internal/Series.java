package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.Usage;
import dev.llmdriver.micrometer.GenAiSemconv;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.OptionalLong;

/** The meters of one target's operations. Thread-safe. */
final class Series {
    private final GenAiSemconv text;
    private final Target target;
    private final Meters meters;
    private final Bounded responseModels;

    Series(GenAiSemconv text, Target target, Meters meters, Bounded responseModels) {
        this.text = text;
        this.target = target;
        this.meters = meters;
        this.responseModels = responseModels;
    }

    /** Which model answered is not known before a stream's end, so its chunks do not tell. */
    Timer firstChunk() {
        return meters.timer(GenAi.firstChunk(text), "From the request to the first chunk of a stream", target.tags(""));
    }

    Timer perChunk() {
        return meters.timer(GenAi.perChunk(text), "From one chunk of a stream to the next", target.tags(""));
    }

    /** {@return the durations of operations that ended so; the error is empty if there was none} */
    Timer duration(String responseModel, String error) {
        Tags tags = target.tags(responseModels.of(responseModel)).and(GenAi.ERROR_TYPE, error);
        return meters.timer(
                GenAi.duration(text, target.operation()), "Whole operations, retries and waits included", tags);
    }

    Timer wait(WaitReason reason) {
        Tags tags = target.tags().and("reason", reason.name().toLowerCase(Locale.ROOT));
        return meters.timer(GenAi.WAIT, "What calls waited for before they were answered", tags);
    }

    void cost(String kind, double dollars) {
        meters.dollars(
                        GenAi.COST,
                        "What tokens cost, where a price is known",
                        target.tags().and("kind", kind))
                .increment(dollars);
    }

    void tokens(String responseModel, Usage usage) {
        Tags tags = target.tags(responseModels.of(responseModel));
        if (GenAi.isNew(text, target.operation())) {
            newTokens(tags, usage);
            return;
        }
        String description = "Tokens of an operation, as the provider counted them";
        usage.input()
                .ifPresent(input -> meters.tokens(GenAi.TOKEN_USAGE, description, tags.and(GenAi.TOKEN_TYPE, "input"))
                        .record((double) input));
        usage.output()
                .ifPresent(output -> meters.tokens(GenAi.TOKEN_USAGE, description, tags.and(GenAi.TOKEN_TYPE, "output"))
                        .record((double) output));
    }

    private void newTokens(Tags tags, Usage usage) {
        count("input_tokens", tags, usage.input());
        count("output_tokens", tags, usage.output());
        count("cache_read.input_tokens", tags, usage.cachedInput());
        count("reasoning.output_tokens", tags, usage.reasoning());
        spread("input_tokens", tags, usage.input());
        spread("output_tokens", tags, usage.output());
    }

    /** Providers do not say which of the tokens were text, so that is unknown. */
    private void count(String kind, Tags tags, OptionalLong tokens) {
        tokens.ifPresent(number -> meters.counter(
                        GenAi.USAGE + kind,
                        "Tokens, as the provider counted them",
                        tags.and(GenAi.TOKEN_MODALITY, "unknown"))
                .increment((double) number));
    }

    private void spread(String kind, Tags tags, OptionalLong tokens) {
        tokens.ifPresent(number -> meters.tokens(
                        GenAi.USAGE_OF_OPERATION + kind, "Tokens of an operation, as the provider counted them", tags)
                .record((double) number));
    }
}
