package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's address asks for.
 *
 * @param model the model's id without what stands before it; empty for the list
 * @param method what it shall do; empty for a look at it
 * @param query the query as sent
 */
record GeminiTarget(String model, String method, String query) {
    private static final Pattern PATH =
            Pattern.compile("/v1(?:beta|alpha)?/(?:models|tunedModels)(?:/([^:/]+)(?::(\\w+))?)?");

    static @Nullable GeminiTarget of(RecordedRequest request) {
        Matcher path = PATH.matcher(URLDecoder.decode(request.path().replace("+", "%2B"), UTF_8));
        return path.matches() ? new GeminiTarget(or(path.group(1)), or(path.group(2)), request.query()) : null;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** {@return a parameter of the query; empty if there is none} */
    String parameter(String name) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
            }
        }
        return "";
    }

    boolean streams() {
        return method.equals("streamGenerateContent");
    }

    boolean wantsEvents() {
        return parameter("alt").equals("sse");
    }

    /** {@return the error in the shape that this request gets it} */
    Reply shaped(Reply error) {
        if (!streams()) {
            return error;
        }
        return wantsEvents() ? GeminiErrors.inEventStream(error) : GeminiErrors.inArray(error);
    }
}
