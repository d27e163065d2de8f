package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.huggingface.internal.request.ReasoningField;

/**
 * Tells reasoning that stands in the text from the answer. A tag may be split anywhere; only the tags, and blanks before the first, are
 * taken away. {@code <think>} counts at the beginning of an answer alone, so an answer may speak of tags. A {@code </think>} that was
 * never opened stays in the text: what came before it has reached the caller as text already, and a stream's answer must equal the
 * unary one; {@link ThinkMode#OPEN} is for models that do so.
 */
final class ThinkSplitter {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";
    private static final int MOST_BLANKS = 256;

    private enum State {
        BEGINNING,
        INSIDE,
        ANSWER
    }

    private final AnswerParts parts;
    private final boolean startsInside;
    private final StringBuilder held = new StringBuilder(0);
    private State state;
    private boolean opened;
    private int closerMatched;
    private boolean loneCloser;

    ThinkSplitter(ThinkMode mode, AnswerParts parts) {
        this.parts = parts;
        this.startsInside = mode == ThinkMode.OPEN;
        this.state = mode == ThinkMode.OFF ? State.ANSWER : State.BEGINNING;
        this.opened = mode == ThinkMode.OFF;
    }

    void text(String delta, EventSink sink) {
        switch (state) {
            case ANSWER -> {
                watchForCloser(delta);
                parts.text(delta, sink);
            }
            case BEGINNING -> beginning(delta, sink);
            case INSIDE -> inside(delta, sink);
        }
    }

    /** The provider tells reasoning from text itself, so the text is left alone from here on. */
    void reasoningHasItsOwnField(EventSink sink) {
        if (state == State.BEGINNING) {
            opened = true;
            answer(sink);
        }
    }

    private void beginning(String delta, EventSink sink) {
        if (held.isEmpty() && !startsInside && cannotBeginATag(delta)) {
            state = State.ANSWER; // at once, and without a copy
            text(delta, sink);
            return;
        }
        held.append(delta);
        String start = held.toString().stripLeading();
        if (start.startsWith(OPEN)) {
            enter(start.substring(OPEN.length()), sink);
        } else if (!OPEN.startsWith(start) || held.length() > MOST_BLANKS) {
            if (startsInside) {
                enter(held.toString(), sink);
            } else {
                answer(sink);
            }
        }
    }

    private static boolean cannotBeginATag(String text) {
        return !text.isEmpty() && text.charAt(0) != OPEN.charAt(0) && !Character.isWhitespace(text.charAt(0));
    }

    private void enter(String rest, EventSink sink) {
        state = State.INSIDE;
        opened = true;
        held.setLength(0);
        inside(rest, sink);
    }

    private void answer(EventSink sink) {
        state = State.ANSWER;
        String text = held.toString();
        held.setLength(0);
        held.trimToSize(); // nothing is held any more
        text(text, sink);
    }

    private void inside(String delta, EventSink sink) {
        held.append(delta);
        int end = held.indexOf(CLOSE);
        if (end >= 0) {
            reasoning(end, sink);
            held.delete(0, end + CLOSE.length());
            answer(sink);
        } else {
            int sure = held.length() - openEnd();
            reasoning(sure, sink);
            held.delete(0, sure);
        }
    }

    private void reasoning(int length, EventSink sink) {
        parts.reasoning(held.substring(0, length), ReasoningField.INLINE, sink);
    }

    /** {@return how much of the end may be the beginning of the closing tag} */
    private int openEnd() {
        int length = Math.min(CLOSE.length(), held.length());
        while (!CLOSE.startsWith(held.substring(held.length() - length))) {
            length--;
        }
        return length;
    }

    private void watchForCloser(String delta) {
        for (int i = 0; i < delta.length() && !opened; i++) {
            i = closerMatched == 0 ? delta.indexOf(CLOSE.charAt(0), i) : i;
            if (i < 0) {
                return;
            }
            char c = delta.charAt(i);
            closerMatched = c == CLOSE.charAt(closerMatched) ? closerMatched + 1 : c == '<' ? 1 : 0;
            loneCloser = closerMatched == CLOSE.length();
            opened = loneCloser;
        }
    }

    /** {@return whether the text holds a closing tag that was never opened} */
    boolean sawLoneCloser() {
        return loneCloser;
    }

    /** Passes on what was held back in case a tag followed. */
    void end(EventSink sink) {
        if (state == State.INSIDE) {
            reasoning(held.length(), sink);
        } else {
            parts.text(held.toString(), sink);
        }
    }
}
