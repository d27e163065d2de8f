package dev.llmdriver.gemini.internal.response;

import org.jspecify.annotations.Nullable;

/** One part of a candidate's content as it was read. */
final class WirePart {
    @Nullable
    String text;

    boolean thought;

    @Nullable
    String signature;

    boolean isCall;

    /** Whether it is a piece of a call, of which only Vertex makes any. */
    boolean isPiece;

    String callId = "";
    String callName = "";
    String callArguments = "{}";

    /** The data field that this version has no type for, such as {@code executableCode}. */
    @Nullable
    String otherField;

    /** The whole part as JSON, where some part of the answer has such a field. */
    String json = "";

    /** {@return a text like this one, which must be no more than a text, but with other words} */
    WirePart with(String otherText) {
        WirePart other = new WirePart();
        other.text = otherText;
        other.thought = thought;
        other.signature = signature;
        return other;
    }

    boolean hasNoText() {
        return text == null || text.isEmpty();
    }
}
