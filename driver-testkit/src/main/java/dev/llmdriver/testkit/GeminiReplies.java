package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.GeminiWire;

/** How Gemini's API spells answers and failures, apart from a running twin. */
public final class GeminiReplies {
    private GeminiReplies() {}

    /** {@return the answer of {@code generateContent}} */
    public static Reply unary(TwinAnswer answer) {
        return GeminiWire.unary(answer);
    }

    /** {@return the answer of {@code streamGenerateContent?alt=sse}: events, and nothing that says that all is said} */
    public static Reply stream(TwinAnswer answer) {
        return GeminiWire.stream(answer);
    }

    /** {@return the answer of {@code streamGenerateContent} alone: an array that arrives bit by bit} */
    public static Reply array(TwinAnswer answer) {
        return GeminiWire.array(answer);
    }

    /** {@return the failure as an HTTP error; this API has nothing that loads, and is busy instead} */
    public static Reply error(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> GeminiErrors.invalidKey();
            case INVALID -> GeminiErrors.invalid(error.detail());
            case CONTEXT_LENGTH -> GeminiErrors.contextLength(1_250_074, 1_048_576);
            case UNKNOWN_MODEL -> GeminiErrors.notFound("models/" + error.detail(), "generateContent");
            case OVERLOADED -> GeminiErrors.overloaded();
            case LOADING -> GeminiErrors.highDemand();
            case GENERATION -> GeminiErrors.error(500, "INTERNAL", error.detail());
        };
    }

    /**
     * {@return a stream that begins with the answer so far, without its end, and then breaks: the error follows as bare JSON,
     * outside the framing of events}
     */
    public static Reply failing(TwinAnswer soFar, Reply error) {
        return GeminiWire.begun(soFar).write(error.text()).build();
    }

    /** {@return the same with the error as an event, which has been seen too} */
    public static Reply failingInEvent(TwinAnswer soFar, Reply error) {
        return GeminiWire.begun(soFar)
                .event(error.text().strip().replaceAll("\n *", ""))
                .build();
    }

    /** {@return the same for a failure in no service's words} */
    public static Reply failing(TwinAnswer soFar, TwinError error) {
        return failing(soFar, error(error));
    }
}
