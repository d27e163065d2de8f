package dev.llmdriver.gemini.internal.request;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's name tells of the requests that it takes (wire page 2.2, 2.3 and 3.3). */
enum Family {
    /** Gemini 3 and later, and names without a number such as {@code gemini-flash-latest} that move on to the newest. */
    GEMINI_3(Thinking.LEVEL, true, true),
    /** Gemini 3 models that do not know the level {@code minimal}. */
    GEMINI_3_WITHOUT_MINIMAL(Thinking.LEVEL_FROM_LOW, true, true),
    /** Gemini 2.5 Pro, whose thinking cannot be turned off. */
    GEMINI_2_5_PRO(Thinking.BUDGET_PRO, true, false),
    /** Gemini 2.5 Flash and its kin. */
    GEMINI_2_5(Thinking.BUDGET, true, false),
    /** Gemini 2.5 Flash-Lite, which thinks with at least 512 tokens or not at all. */
    GEMINI_2_5_LITE(Thinking.BUDGET_LITE, true, false),
    /** Gemini 1 and 2.0, which do not think. */
    GEMINI_2(Thinking.NONE, true, false),
    /** Gemma 4. */
    GEMMA_4(Thinking.LEVEL_ENDS, true, true),
    /** Gemma 3 and before, which take no instructions and do not think. */
    GEMMA_3(Thinking.NONE, false, false),
    /** A tuned model, or a name that says nothing: the number of {@code gemini-robotics-er-1.5} is not Gemini's. */
    UNKNOWN(Thinking.UNKNOWN, true, true);

    /** How much a family can be told about thinking. */
    enum Thinking {
        LEVEL,
        LEVEL_FROM_LOW,
        LEVEL_ENDS,
        BUDGET,
        BUDGET_PRO,
        BUDGET_LITE,
        NONE,
        UNKNOWN
    }

    private static final Pattern VERSION = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d+))?(-.*)?");
    private static final List<String> WITHOUT_MINIMAL =
            List.of("gemini-3-pro", "gemini-3.1-pro", "gemini-3.7-flash", "gemini-3.8-flash");

    private final Thinking thinking;
    private final boolean takesInstructions;
    private final boolean jsonWithTools;

    Family(Thinking thinking, boolean takesInstructions, boolean jsonWithTools) {
        this.thinking = thinking;
        this.takesInstructions = takesInstructions;
        this.jsonWithTools = jsonWithTools;
    }

    static Family of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.startsWith("gemma")) {
            return name.matches("gemma-?[123]([^0-9].*)?") ? GEMMA_3 : GEMMA_4;
        }
        Matcher version = VERSION.matcher(name);
        if (version.matches()) {
            return ofVersion(Integer.parseInt(version.group(1)), "5".equals(version.group(2)), name);
        }
        return name.matches("gemini\\D*") ? GEMINI_3 : UNKNOWN;
    }

    private static Family ofVersion(int major, boolean half, String name) {
        if (major >= 3) {
            return WITHOUT_MINIMAL.stream().anyMatch(name::startsWith) ? GEMINI_3_WITHOUT_MINIMAL : GEMINI_3;
        }
        if (major < 2 || !half) {
            return GEMINI_2;
        }
        if (name.contains("-pro")) {
            return GEMINI_2_5_PRO;
        }
        return name.contains("-lite") ? GEMINI_2_5_LITE : GEMINI_2_5;
    }

    Thinking thinking() {
        return thinking;
    }

    boolean takesInstructions() {
        return takesInstructions;
    }

    /** {@return whether a form of the answer and functions go together} */
    boolean takesJsonWithTools() {
        return jsonWithTools;
    }

    /** {@return whether a call of the current turn is refused without its signature} */
    boolean wantsSignatures() {
        return this == GEMINI_3 || this == GEMINI_3_WITHOUT_MINIMAL;
    }
}
