package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorTableTest {
    private final ErrorTable table = ErrorTable.of(List.of(
            ErrorRow.builder("gated", ErrorKind.PERMISSION_DENIED, "the model is gated")
                    .status(403)
                    .text("gated", "authorized list")
                    .reason("gated")
                    .remedy("accept its terms")
                    .build(),
            ErrorRow.builder("context", ErrorKind.CONTEXT_LENGTH, "too long")
                    .statusBetween(400, 499)
                    .status(0)
                    .code("context_length_exceeded")
                    .build(),
            ErrorRow.builder("loading", ErrorKind.MODEL_LOADING, "the model loads")
                    .pattern("currently\\s+loading")
                    .hint(facts -> facts.number("estimated_time").isPresent()
                            ? Optional.of(Duration.ofSeconds(
                                    (long) facts.number("estimated_time").getAsDouble()))
                            : Optional.empty())
                    .build(),
            ErrorRow.builder("header", ErrorKind.MODEL_NOT_FOUND, "no such repository")
                    .when(facts -> facts.headers().get("X-Error-Code").isPresent())
                    .build(),
            ErrorRow.builder("limit", ErrorKind.RATE_LIMITED, "too fast")
                    .status(429)
                    .build()));

    @Test
    void messageIsOneSentenceOfCauseAndRemedy() {
        ErrorFacts facts =
                ErrorFacts.builder(403).message("The model is gated.").build();
        assertThat(table.classify(facts).build())
                .hasMessage("the model is gated (HTTP 403): The model is gated; accept its terms");
    }

    @Test
    void firstRowWhoseConditionsAllHoldDecides() {
        assertThat(table.match(ErrorFacts.builder(403).message("Model is GATED").build())
                        .id())
                .isEqualTo("gated");
        assertThat(table.match(ErrorFacts.builder(403).message("no").build()).id())
                .isEqualTo("other-4xx");
        assertThat(table.match(ErrorFacts.builder(400).message("gated").build()).id())
                .isEqualTo("other-4xx");
        assertThat(table.match(ErrorFacts.builder(0)
                                .type("Context_Length_Exceeded")
                                .build())
                        .id())
                .isEqualTo("context");
        assertThat(table.match(ErrorFacts.builder(500)
                                .code("context_length_exceeded")
                                .build())
                        .id())
                .isEqualTo("other-5xx");
        assertThat(table.match(ErrorFacts.builder(404)
                                .headers(Headers.none().with("x-error-code", "RepoNotFound"))
                                .build())
                        .id())
                .isEqualTo("header");
        assertThat(table.match(ErrorFacts.builder(407).build()).id()).isEqualTo("proxy-407");
        assertThat(table.match(ErrorFacts.builder(0).build()).isCatchAll()).isTrue();
    }

    @Test
    void errorCarriesWhatTheRowAndTheFactsSay() {
        LlmException error = table.classify(ErrorFacts.builder(403)
                        .message("Model\n is gated")
                        .code("E1")
                        .body("{...}")
                        .build())
                .build();
        assertThat(error).hasMessage("the model is gated (HTTP 403): Model is gated; accept its terms");
        assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
        assertThat(error.reason()).isEqualTo("gated");
        assertThat(error.advice()).isEqualTo(Advice.FIX_KEY);
        assertThat(error.code()).contains("E1");
        assertThat(error.excerpt()).contains("{...}");
    }

    @Test
    void hintIsTheRowsOrTheHeaders() {
        ErrorFacts loading = ErrorFacts.builder(503)
                .body("Model x is currently  loading")
                .number("estimated_time", 20)
                .build();
        assertThat(table.classify(loading).build().retryAfter()).contains(Duration.ofSeconds(20));
        ErrorFacts limited = ErrorFacts.builder(429)
                .headers(Headers.none().with("Retry-After", "3"))
                .build();
        assertThat(table.classify(limited).build().retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void idsAreUnique() {
        ErrorRow row = ErrorRow.builder("twice", ErrorKind.OVERLOADED, "x").build();
        assertThatThrownBy(() -> ErrorTable.of(List.of(row, row))).hasMessageContaining("twice");
    }

    @Test
    void everyKindHasItsOwnUsualAdvice() {
        for (ErrorRow row : table.rows()) {
            assertThat(row.advice()).isNotNull();
            assertThat(row.summary()).isNotBlank();
        }
    }
}
