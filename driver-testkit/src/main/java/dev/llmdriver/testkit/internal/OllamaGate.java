package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stops a request before anybody looks at what it asks: strange hosts, foreign pages, wrong paths and methods. */
final class OllamaGate {
    private static final Pattern LOCAL = Pattern.compile(
            "(localhost|[^:/]+\\.(localhost|local|internal)|127(\\.\\d+){3}|10(\\.\\d+){3}|192\\.168(\\.\\d+){2}|\\[::1])?(:\\d+)?");
    private static final Map<String, Set<String>> METHODS = Map.ofEntries(
            Map.entry("/", Set.of("GET", "HEAD")),
            Map.entry("/api/version", Set.of("GET", "HEAD")),
            Map.entry("/api/tags", Set.of("GET", "HEAD")),
            Map.entry("/api/ps", Set.of("GET")),
            Map.entry("/api/show", Set.of("POST")),
            Map.entry("/api/chat", Set.of("POST")),
            Map.entry("/api/generate", Set.of("POST")),
            Map.entry("/api/embed", Set.of("POST")),
            Map.entry("/api/embeddings", Set.of("POST")),
            Map.entry("/api/pull", Set.of("POST")),
            Map.entry("/api/delete", Set.of("DELETE")));

    private OllamaGate() {}

    /** {@return the refusal, or null if the request may pass} */
    static @Nullable Reply refuse(RecordedRequest request) {
        String origin = request.header("origin").orElse("http://localhost").replaceFirst("^https?://", "");
        if (!LOCAL.matcher(request.header("host").orElse("")).matches()
                || !LOCAL.matcher(origin).matches()) {
            return OllamaErrors.forbidden();
        }
        Set<String> methods = METHODS.get(request.path());
        if (methods == null) {
            return OllamaErrors.noSuchPath();
        }
        return methods.contains(request.method()) ? null : OllamaErrors.wrongMethod();
    }
}
