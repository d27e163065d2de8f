package dev.llmdriver.ollama.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code logprobs}: an array of tokens, each with its logprob and the alternatives in {@code top_logprobs} (wire page 4). */
final class LogprobReader {
    private LogprobReader() {}

    static void read(JsonParser in, List<TokenLogprob> into) throws IOException {
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
                read(in, top);
            } else {
                in.skipChildren();
            }
        }
        return new TokenLogprob(token, logprob, top);
    }
}
