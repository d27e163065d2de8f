package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers are a promise: this table is written by hand from the document, not derived from the code. */
class ExitCodesTest {
    private static final Map<ErrorKind, Integer> PROMISED = new EnumMap<>(ErrorKind.class);

    static {
        promise(2, ErrorKind.CONFIGURATION, ErrorKind.UNSUPPORTED, ErrorKind.INVALID_REQUEST);
        promise(3, ErrorKind.AUTHENTICATION, ErrorKind.PERMISSION_DENIED);
        promise(4, ErrorKind.MODEL_NOT_FOUND, ErrorKind.MODEL_RETIRED, ErrorKind.NOT_CHAT_MODEL);
        promise(5, ErrorKind.RATE_LIMITED, ErrorKind.QUOTA_EXHAUSTED, ErrorKind.LIMIT_EXCEEDED);
        promise(6, ErrorKind.OVERLOADED, ErrorKind.SERVER_ERROR, ErrorKind.MODEL_LOADING);
        promise(6, ErrorKind.ENDPOINT_UNAVAILABLE, ErrorKind.MALFORMED_RESPONSE, ErrorKind.TARGETS_EXHAUSTED);
        promise(7, ErrorKind.CONNECT_FAILED, ErrorKind.TIMEOUT, ErrorKind.STREAM_INTERRUPTED);
        promise(8, ErrorKind.CONTENT_BLOCKED, ErrorKind.CONTEXT_LENGTH, ErrorKind.OUTPUT_INVALID);
        promise(130, ErrorKind.CANCELLED);
    }

    private static void promise(int code, ErrorKind... kinds) {
        for (ErrorKind kind : kinds) {
            PROMISED.put(kind, code);
        }
    }

    @TempDir
    private Path folder;

    /** Asks once: nothing is tried again, and nobody waits for a model that loads longer than the call may last. */
    private static int ask(Cli cli, String... more) {
        return cli.chat(Stream.concat(Stream.of(more), Stream.of("-o", "max-attempts=1", "-o", "deadline=30s", "hi"))
                .toArray(String[]::new));
    }

    private static LlmExceptionBuilder failure(ErrorKind kind) {
        LlmExceptionBuilder failure = LlmException.builder(kind, "it broke; mend it");
        return kind == ErrorKind.MODEL_LOADING ? failure.retryAfter(Duration.ofMinutes(1)) : failure;
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void eachKindHasItsCodeItsLineAndItsObject(ErrorKind kind) {
        Cli text = new Cli(folder);
        text.driver.failure = failure(kind);
        assertThat(ask(text)).isEqualTo(PROMISED.get(kind));
        assertThat(text.err()).isEqualTo("error: " + kind.wireName() + ": it broke; mend it\n");

        Cli json = new Cli(folder);
        json.driver.failure = failure(kind);
        assertThat(ask(json, "--json")).isEqualTo(PROMISED.get(kind));
        assertThat(json.out())
                .startsWith("{\"error\":{\"kind\":\"" + kind.wireName() + "\",")
                .endsWith("}}\n");
        assertThat(json.err()).isEmpty();

        Cli unary = new Cli(folder);
        unary.driver.failure = failure(kind);
        assertThat(ask(unary, "--no-stream")).isEqualTo(PROMISED.get(kind));
    }

    @Test
    void exhaustedTargetsCountAsTheFirstOnesError() {
        LlmException primary =
                LlmException.builder(ErrorKind.QUOTA_EXHAUSTED, "no credits").build();
        Cli cli = new Cli(folder);
        cli.driver.failure = LlmException.builder(ErrorKind.TARGETS_EXHAUSTED, "every target failed")
                .cause(primary);
        assertThat(ask(cli, "--no-stream")).isEqualTo(5);
    }
}
