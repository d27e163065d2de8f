package dev.llmdriver.cli.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.stream.Stream;

/** How the process ends. Scripts rely on these numbers; they are written down in {@code docs/llm-command.md}. */
final class ExitCodes {
    static final int FINE = 0;
    static final int USAGE = 2;
    static final int AUTHENTICATION = 3;
    static final int MODEL = 4;
    static final int QUOTA = 5;
    static final int PROVIDER = 6;
    static final int TRANSPORT = 7;
    static final int CONTENT = 8;
    static final int CANCELLED = 130;
    /** What a shell reports of a program that wrote to a closed pipe. */
    static final int BROKEN_PIPE = 141;

    private ExitCodes() {}

    static int of(LlmException failure) {
        if (failure.kind() == ErrorKind.TARGETS_EXHAUSTED && failure.getCause() instanceof LlmException primary) {
            return of(primary);
        }
        return of(failure.kind());
    }

    /** {@return the code of a kind by its wire name; fine if it is empty} */
    static int ofKind(String wireName) {
        return wireName.isEmpty()
                ? FINE
                : Stream.of(ErrorKind.values())
                        .filter(kind -> kind.wireName().equals(wireName))
                        .findFirst()
                        .map(ExitCodes::of)
                        .orElse(PROVIDER);
    }

    private static int of(ErrorKind kind) {
        return switch (kind) {
            case CONFIGURATION, UNSUPPORTED, INVALID_REQUEST -> USAGE;
            case AUTHENTICATION, PERMISSION_DENIED -> AUTHENTICATION;
            case MODEL_NOT_FOUND, MODEL_RETIRED, NOT_CHAT_MODEL -> MODEL;
            case RATE_LIMITED, QUOTA_EXHAUSTED, LIMIT_EXCEEDED -> QUOTA;
            case OVERLOADED, SERVER_ERROR, MODEL_LOADING, ENDPOINT_UNAVAILABLE, MALFORMED_RESPONSE, TARGETS_EXHAUSTED ->
                PROVIDER;
            case CONNECT_FAILED, TIMEOUT, STREAM_INTERRUPTED -> TRANSPORT;
            case CONTENT_BLOCKED, CONTEXT_LENGTH, OUTPUT_INVALID -> CONTENT;
            case CANCELLED -> CANCELLED;
        };
    }
}
