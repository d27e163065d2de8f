package dev.llmdriver.http;

import dev.llmdriver.http.internal.json.QuickParser;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the whole answers of one model have in common: an engine keeps one, and gives it to what reads each of them. The answers to one
 * caller after the other differ in a text, an identifier, times and counts; what stands between those is then compared instead of being
 * taken apart again. What comes of an answer does not depend on the ones before it. Keeps the bytes of an answer of 4 KiB at most.
 * Thread-safe, without a lock.
 */
public final class JsonShape {
    private final AtomicReference<@Nullable QuickParser> spare = new AtomicReference<>();

    /** Starts without having seen an answer. */
    public JsonShape() {}

    /** {@return a parser for one value; one that has seen nothing while another thread has the one that has} */
    QuickParser borrow() {
        QuickParser known = spare.getAndSet(null);
        return known == null ? new QuickParser() : known;
    }

    /** Takes a parser back that was released; not instead of one that is here, which has likely seen more. */
    void giveBack(QuickParser parser) {
        spare.compareAndSet(null, parser);
    }
}
