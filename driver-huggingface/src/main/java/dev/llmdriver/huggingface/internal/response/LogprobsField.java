package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.http.LogprobReader;
import java.io.IOException;
import java.util.List;

/** Reads {@code logprobs.content[]}. */
final class LogprobsField {
    private LogprobsField() {}

    static void read(JsonParser in, List<TokenLogprob> into) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean content = in.currentName().equals("content");
            in.nextToken();
            if (content) {
                LogprobReader.read(in, into);
            } else {
                in.skipChildren();
            }
        }
    }
}
