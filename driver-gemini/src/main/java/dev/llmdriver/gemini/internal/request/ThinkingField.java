package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.gemini.internal.request.Family.Thinking;
import dev.llmdriver.http.Fates;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes {@code thinkingConfig}: a level from Gemini 3 on, a budget of tokens for 2.5, never both (wire page 2.2). The budgets are those
 * that Google's OpenAI-compatible endpoint gives to the efforts. Asking for an effort asks to see the thoughts, too.
 */
final class ThinkingField {
    private static final String FIELD = "reasoningEffort";
    private static final int LITTLE = 512;
    private static final int LOW = 1024;
    private static final int MEDIUM = 8192;
    private static final int HIGH = 24_576;
    private static final int LEAST_OF_PRO = 128;
    private static final int MOST_OF_PRO = 32_768;

    private final Family family;
    private final Fates fates;
    private final ObjectNode generation;

    ThinkingField(Family family, Fates fates, ObjectNode generation) {
        this.family = family;
        this.fates = fates;
        this.generation = generation;
    }

    void write(Optional<ReasoningEffort> effort, Optional<Boolean> includeThoughts) {
        boolean written = effort.isPresent() && write(effort.get());
        boolean shows = includeThoughts.orElse(
                written && effort.filter(asked -> asked != ReasoningEffort.NONE).isPresent());
        if (shows && family.thinking() != Thinking.NONE) {
            config().put("includeThoughts", true);
        }
    }

    private ObjectNode config() {
        return generation.withObjectProperty("thinkingConfig");
    }

    private boolean write(ReasoningEffort effort) {
        switch (family.thinking()) {
            case NONE -> {
                if (effort == ReasoningEffort.NONE) {
                    fates.renamed(FIELD, "nothing is sent: the model does not think");
                } else {
                    fates.dropped(FIELD, "the model does not think");
                }
                return false;
            }
            case UNKNOWN -> {
                fates.dropped(
                        FIELD,
                        "the model's name does not say whether it takes a level or a budget;"
                                + " extra(\"gemini\", \"generationConfig\", …) sends a thinkingConfig all the same");
                return false;
            }
            case LEVEL, LEVEL_FROM_LOW, LEVEL_ENDS -> level(effort);
            case BUDGET, BUDGET_PRO, BUDGET_LITE -> budget(effort);
        }
        return true;
    }

    private void level(ReasoningEffort effort) {
        ReasoningEffort nearest = nearestLevel(effort);
        String level = nearest.name().toLowerCase(Locale.ROOT);
        config().put("thinkingLevel", level);
        if (nearest == effort || effort == ReasoningEffort.MAXIMUM) {
            fates.renamed(FIELD, "sent as thinkingConfig.thinkingLevel " + level);
        } else {
            fates.clamped(FIELD, "thinkingLevel " + level + " is the nearest that the model has");
        }
    }

    private ReasoningEffort nearestLevel(ReasoningEffort effort) {
        boolean noMinimal = family.thinking() == Thinking.LEVEL_FROM_LOW;
        boolean onlyEnds = family.thinking() == Thinking.LEVEL_ENDS;
        return switch (effort) {
            case NONE, MINIMAL -> noMinimal ? ReasoningEffort.LOW : ReasoningEffort.MINIMAL;
            case LOW -> onlyEnds ? ReasoningEffort.MINIMAL : ReasoningEffort.LOW;
            case MEDIUM -> onlyEnds ? ReasoningEffort.HIGH : ReasoningEffort.MEDIUM;
            case HIGH, MAXIMUM -> ReasoningEffort.HIGH;
        };
    }

    private void budget(ReasoningEffort effort) {
        int budget = tokens(effort);
        config().put("thinkingBudget", budget);
        if (effort == ReasoningEffort.NONE && budget > 0) {
            fates.clamped(FIELD, "thinkingBudget " + budget + ": the model always thinks");
        } else {
            fates.renamed(FIELD, "sent as thinkingConfig.thinkingBudget " + budget);
        }
    }

    private int tokens(ReasoningEffort effort) {
        boolean pro = family.thinking() == Thinking.BUDGET_PRO;
        return switch (effort) {
            case NONE -> pro ? LEAST_OF_PRO : 0;
            case MINIMAL -> LITTLE;
            case LOW -> LOW;
            case MEDIUM -> MEDIUM;
            case HIGH -> HIGH;
            case MAXIMUM -> pro ? MOST_OF_PRO : HIGH;
        };
    }
}
