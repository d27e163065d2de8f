package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.Support;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code think}: a switch or a level. A model that cannot think refuses all but {@code false}; gpt-oss cannot be kept from
 * thinking, and knows no more than {@code high} (wire page 2).
 */
final class ThinkField {
    private final String model;
    private final Capabilities known;
    private final Fates fates;

    ThinkField(String model, Capabilities known, Fates fates) {
        this.model = model;
        this.known = known;
        this.fates = fates;
    }

    void write(@Nullable ReasoningEffort effort, @Nullable String configured, JsonGenerator out) throws IOException {
        String word = effort == null ? configured(configured) : word(effort);
        if (word == null) {
            return;
        }
        if (word.equals("true") || word.equals("false")) {
            out.writeBooleanField("think", word.equals("true"));
        } else {
            out.writeStringField("think", word);
        }
    }

    /** The configuration is for every model, also for those that would answer it with a 400 (wire page 11, trap 7). */
    private @Nullable String configured(@Nullable String word) {
        if (word == null || word.equals("false") || known.of(Capability.REASONING) != Support.NO) {
            return word;
        }
        fates.dropped("think", "it is configured, but the model cannot think");
        return null;
    }

    /** {@return what is sent; null if nothing is} */
    private @Nullable String word(ReasoningEffort effort) {
        if (known.of(Capability.REASONING) == Support.NO) {
            return incapable(effort);
        }
        boolean gptOss = model.toLowerCase(Locale.ROOT).replace("-", "").contains("gptoss");
        return switch (effort) {
            case NONE -> gptOss ? clamped("low", "gpt-oss cannot be kept from thinking") : renamed("false");
            case MINIMAL -> clamped("low", "Ollama has no lower level");
            case MAXIMUM -> gptOss ? clamped("high", "gpt-oss has no higher level") : renamed("max");
            default -> renamed(effort.name().toLowerCase(Locale.ROOT));
        };
    }

    /** Any level would be refused with a 400. */
    private @Nullable String incapable(ReasoningEffort effort) {
        if (effort == ReasoningEffort.NONE) {
            return renamed("false");
        }
        fates.dropped("reasoningEffort", "the model cannot think");
        return null;
    }

    private String renamed(String word) {
        fates.renamed("reasoningEffort", "sent as think " + word);
        return word;
    }

    private String clamped(String word, String why) {
        fates.clamped("reasoningEffort", "sent as think " + word + ": " + why);
        return word;
    }
}
