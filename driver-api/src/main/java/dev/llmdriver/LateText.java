package dev.llmdriver;

import java.util.Objects;
import java.util.function.Supplier;

/** A text that is made when it is first asked for; who makes it is let go then. Of two who ask at once each may make it. */
final class LateText implements CharSequence {
    /** A supplier of a string, then the string. */
    private volatile Object text;

    LateText(Supplier<String> text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        if (text instanceof Supplier<?> maker) {
            text = Objects.requireNonNull((String) maker.get(), "text");
        }
        return (String) text;
    }

    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }
}
