package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Warning;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.WireResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading one answer depends on.
 *
 * @param ref who was asked
 * @param think how reasoning inside the text is found
 * @param errors turns errors inside an answer of status 200 into types
 * @param keepRaw whether the answer shall carry the provider's JSON
 * @param servedBy the provider behind the router; null if unknown
 * @param warnings what the provider warns of in its headers
 */
public record AnswerSettings(
        ModelRef ref,
        ThinkMode think,
        ErrorClassifier errors,
        boolean keepRaw,
        @Nullable String servedBy,
        List<Warning> warnings) {

    /** {@return settings before anything has come} */
    public static AnswerSettings of(ModelRef ref, ThinkMode think, ErrorClassifier errors, boolean keepRaw) {
        return new AnswerSettings(ref, think, errors, keepRaw, null, List.of());
    }

    /** {@return a copy with what the headers say: {@code x-inference-provider}, {@code X-HF-Warning} (wire page 1.2 and 4.1)} */
    AnswerSettings with(WireResponse head) {
        List<Warning> said = new ArrayList<>(0); // next to always there are none
        head.headers().all("X-HF-Warning").forEach(text -> said.add(new Warning("provider", "", text)));
        String provider = head.headers().get("x-inference-provider").orElse(null);
        return new AnswerSettings(ref, think, errors, keepRaw, provider, List.copyOf(said));
    }
}
