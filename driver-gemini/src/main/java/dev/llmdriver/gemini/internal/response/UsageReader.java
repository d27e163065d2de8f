package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.Usage;
import dev.llmdriver.http.JsonChunks;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usageMetadata} (wire page 3.2): the last one with a counter in it counts, for it is neither final nor monotone before. A
 * counter that is left out is 0, as Protobuf does. Thoughts stand outside {@code candidatesTokenCount}, what tools brought outside
 * {@code promptTokenCount}.
 */
final class UsageReader {
    /** How many marks are taken here, from 0 on. */
    static final int MARKS = 7;

    private static final int PROMPT = 0;
    private static final int CACHED = 1;
    private static final int CANDIDATES = 2;
    private static final int THOUGHTS = 3;
    private static final int TOOLS = 4;
    private static final int TOTAL = 5;
    private static final int WHOLE = 6;
    private static final long ABSENT = -1;

    private final Counters counters = new Counters();
    private @Nullable Usage last;
    private boolean isRefreshed;

    /** {@return whether there is a counter in it: Vertex sends none before the last chunk} */
    boolean read(JsonParser in) throws IOException {
        JsonChunks.mark(in, WHOLE); // of two the last one counts
        isRefreshed = false;
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return false;
        }
        counters.clear();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            counters.read(field, in);
        }
        last = counters.any ? counters.usage() : last;
        return counters.any;
    }

    /** {@return whether a counter stands there, in whose place it now is} */
    boolean refresh(int mark, JsonParser in) throws IOException {
        isRefreshed = true;
        return counters.set(mark, Tokens.count(in));
    }

    /** {@return what was reported last; null if nothing was} */
    @Nullable
    Usage usage() {
        if (isRefreshed) {
            last = counters.usage();
            isRefreshed = false;
        }
        return last;
    }

    private static final class Counters {
        private boolean any;
        private long prompt;
        private long cached;
        private long candidates;
        private long thoughts;
        private long tools;
        private long total;
        /** Of each chunk that is read as a whole; the ones like it have the same counters, and no need for another. */
        private Usage.Builder usage = Usage.builder();

        void clear() {
            usage = Usage.builder();
            any = false;
            prompt = 0;
            cached = 0;
            candidates = 0;
            thoughts = 0;
            tools = 0;
            total = ABSENT;
        }

        void read(String field, JsonParser in) throws IOException {
            switch (field) {
                case "promptTokenCount" -> read(PROMPT, in);
                case "cachedContentTokenCount" -> read(CACHED, in);
                case "candidatesTokenCount" -> read(CANDIDATES, in);
                case "thoughtsTokenCount" -> read(THOUGHTS, in);
                case "toolUsePromptTokenCount" -> read(TOOLS, in);
                case "totalTokenCount" -> read(TOTAL, in);
                default -> in.skipChildren();
            }
        }

        private void read(int mark, JsonParser in) throws IOException {
            any |= set(mark, Tokens.count(in));
            JsonChunks.mark(in, mark);
        }

        /** {@return whether it is a count} */
        boolean set(int mark, long count) {
            if (count < 0) {
                return false;
            }
            switch (mark) {
                case PROMPT -> prompt = count;
                case CACHED -> cached = count;
                case CANDIDATES -> candidates = count;
                case THOUGHTS -> thoughts = count;
                case TOOLS -> tools = count;
                default -> total = count;
            }
            return true;
        }

        Usage usage() {
            usage.input(prompt + tools)
                    .output(candidates + thoughts)
                    .cachedInput(cached)
                    .reasoning(thoughts);
            if (total != ABSENT) {
                usage.total(total);
            }
            return usage.build();
        }
    }
}
