package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code logprobs.content[]}: token, logprob, and the alternatives in {@code top_logprobs}. */
final class LogprobReader {
    private LogprobReader() {}

    static void read(JsonParser in, List<TokenLogprob> into) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean content = in.currentName().equals("content");
            in.nextToken();
            if (content) {
                list(in, into);
            } else {
                in.skipChildren();
            }
        }
    }

    private static void list(JsonParser in, List<TokenLogprob> into) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                into.add(entry(in));
            } else {
                in.skipChildren();
            }
        }
    }

    private static TokenLogprob entry(JsonParser in) throws IOException {
        String token = "";
        double logprob = Double.NaN;
        List<TokenLogprob> top = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("token") && in.currentToken() == JsonToken.VALUE_STRING) {
                token = in.getText();
            } else if (field.equals("logprob") && in.currentToken().isNumeric()) {
                logprob = in.getDoubleValue();
            } else if (field.equals("top_logprobs")) {
                list(in, top);
            } else {
                in.skipChildren();
            }
        }
        return new TokenLogprob(token, logprob, top);
    }
}
