package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usage} wherever it appears, once or on every chunk: reports are cumulative, so the last value of a counter counts. */
final class UsageReader {
    private Usage.@Nullable Builder usage;
    private @Nullable Usage reported;

    /** {@return what was reported so far; null if there is no counter here} */
    @Nullable
    Usage read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return null;
        }
        boolean any = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            any |= counter(in, field);
        }
        if (!any) {
            return null;
        }
        reported = builder().build();
        return reported;
    }

    private boolean counter(JsonParser in, String field) throws IOException {
        switch (field) {
            case "prompt_tokens", "completion_tokens", "total_tokens", "cached_tokens", "reasoning_tokens" -> {
                Long count = Tokens.count(in);
                if (count != null && count >= 0) {
                    set(field, count);
                    return true;
                }
                return false;
            }
            case "prompt_tokens_details", "completion_tokens_details" -> {
                return details(in);
            }
            default -> {
                in.skipChildren();
                return false;
            }
        }
    }

    private boolean details(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return false;
        }
        boolean any = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            boolean known = field.equals("cached_tokens") || field.equals("reasoning_tokens");
            if (known) {
                any |= counter(in, field);
            } else {
                in.skipChildren();
            }
        }
        return any;
    }

    private void set(String field, long count) {
        Usage.Builder into = builder();
        switch (field) {
            case "prompt_tokens" -> into.input(count);
            case "completion_tokens" -> into.output(count);
            case "total_tokens" -> into.total(count);
            case "cached_tokens" -> into.cachedInput(count);
            default -> into.reasoning(count);
        }
    }

    /** Made when it is first needed: most providers report at the end. */
    private Usage.Builder builder() {
        Usage.Builder known = usage;
        if (known == null) {
            known = Usage.builder();
            usage = known;
        }
        return known;
    }

    /** {@return what was reported so far; null if nothing was} */
    @Nullable
    Usage usage() {
        return reported;
    }
}
