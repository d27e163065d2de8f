package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usageMetadata} (wire page 3.2): the last one with a counter in it counts, for it is neither final nor monotone before. A
 * counter that is left out is 0, as Protobuf does. Thoughts stand outside {@code candidatesTokenCount}, what tools brought outside
 * {@code promptTokenCount}.
 */
final class UsageReader {
    private static final long ABSENT = -1;

    private final Counters counters = new Counters();
    private @Nullable Usage last;

    /** {@return what it says; null if there is no counter in it: Vertex sends none before the last chunk} */
    @Nullable
    Usage read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return null;
        }
        counters.clear();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            counters.read(field, in);
        }
        if (!counters.any) {
            return null;
        }
        last = counters.usage();
        return last;
    }

    /** {@return what was reported last; null if nothing was} */
    @Nullable
    Usage usage() {
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

        void clear() {
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
                case "promptTokenCount" -> prompt = count(in, prompt);
                case "cachedContentTokenCount" -> cached = count(in, cached);
                case "candidatesTokenCount" -> candidates = count(in, candidates);
                case "thoughtsTokenCount" -> thoughts = count(in, thoughts);
                case "toolUsePromptTokenCount" -> tools = count(in, tools);
                case "totalTokenCount" -> total = count(in, total);
                default -> in.skipChildren();
            }
        }

        private long count(JsonParser in, long otherwise) throws IOException {
            long count = Tokens.count(in);
            any |= count >= 0;
            return count >= 0 ? count : otherwise;
        }

        Usage usage() {
            Usage.Builder usage = Usage.builder()
                    .input(prompt + tools)
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
