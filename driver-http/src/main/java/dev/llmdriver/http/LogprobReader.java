package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads log probabilities in OpenAI's shape, which several providers share: tokens with their alternatives in {@code top_logprobs}. */
public final class LogprobReader {
    private LogprobReader() {}

    /**
     * Reads a list of tokens; what is no token is skipped.
     *
     * @param in stands on the list's beginning, or on something else that is skipped; afterwards on its end
     * @param into gets the tokens
     * @throws IOException if it is no JSON
     */
    public static void read(JsonParser in, List<TokenLogprob> into) throws IOException {
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
