package dev.llmdriver.huggingface.internal.endpoint;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** Puts addresses together; a query stays where it is. */
public final class Urls {
    private Urls() {}

    /** {@return the address with this path after its own, without doubled slashes} */
    public static URI append(URI base, String path) {
        return withPath(base, stripSlash(path(base)) + path);
    }

    /** {@return the address with its path cut by this ending, if it has it} */
    public static URI strip(URI base, String ending) {
        String path = stripSlash(path(base));
        return withPath(base, path.endsWith(ending) ? path.substring(0, path.length() - ending.length()) : path);
    }

    /**
     * Completes what a user wrote to the address of chat completions, by the rule of the official clients (wire page 1.1): a full
     * address is kept, {@code …/v1} gets {@code /chat/completions}, anything else {@code /v1/chat/completions}.
     */
    public static URI chatCompletions(URI base) {
        String path = stripSlash(path(base));
        if (path.endsWith("/chat/completions")) {
            return withPath(base, path);
        }
        return withPath(base, path + (path.endsWith("/v1") ? "/chat/completions" : "/v1/chat/completions"));
    }

    /** {@return the address without {@code /v1} or {@code /v1/chat/completions} at its end} */
    public static URI root(URI base) {
        return strip(strip(base, "/chat/completions"), "/v1");
    }

    /**
     * Writes a model's id as part of a path, its slash kept.
     *
     * @throws dev.llmdriver.error.InvalidRequestException if it would lead elsewhere
     */
    public static String modelPath(String model) {
        if (Arrays.stream(model.split("/", -1)).anyMatch(step -> step.equals("..") || step.equals("."))) {
            throw LlmException.builder(
                            ErrorKind.INVALID_REQUEST,
                            "a model's id has no '.' or '..' between slashes, but this is '" + model
                                    + "'; name it as in org/name")
                    .reason("model_name")
                    .phase(Phase.BUILD)
                    .build();
        }
        StringBuilder out = new StringBuilder();
        for (byte b : model.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/:@".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }

    /** {@return the first segment of the path; empty if there is none} */
    static String firstSegment(URI base) {
        String path = stripSlash(path(base));
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    }

    /** {@return scheme, host and port alone} */
    static URI origin(URI base) {
        return URI.create(base.getScheme() + "://" + base.getRawAuthority());
    }

    private static String path(URI base) {
        return base.getRawPath() == null ? "" : base.getRawPath();
    }

    private static String stripSlash(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static URI withPath(URI base, String path) {
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + query);
    }
}
