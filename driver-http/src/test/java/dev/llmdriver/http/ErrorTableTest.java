package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void rowsAreMadeWithTheFirstError() {
        AtomicInteger asked = new AtomicInteger();
        ErrorTable late = ErrorTable.of(() -> {
            asked.incrementAndGet();
            return List.of(ErrorRow.builder("late", ErrorKind.OVERLOADED, "x").build());
        });
        assertThat(asked).hasValue(0);
        assertThat(late.match(ErrorFacts.builder(503).build()).id()).isEqualTo("late");
        assertThat(late.match(ErrorFacts.builder(503).build()).id()).isEqualTo("late");
        assertThat(asked).hasValue(1);
    }

    @Test
    void ownRowsStandBeforeThoseOfTheRest() {
        assertThat(table.rows())
                .extracting(ErrorRow::id)
                .containsExactly(
                        "gated",
                        "context",
                        "loading",
                        "header",
                        "limit",
                        "proxy-407",
                        "redirect",
                        "waited-too-long",
                        "other-4xx",
                        "other-5xx",
                        "other");
        assertThat(table.rows())
                .filteredOn(ErrorRow::isCatchAll)
                .extracting(ErrorRow::id)
                .containsExactly("other-4xx", "other-5xx", "other");
        assertThat(table).hasToString("ErrorTable[11 rows]");
        assertThat(table.rows().get(0)).hasToString("ErrorRow[gated -> permission_denied/gated]");
        assertThat(table.rows().get(1)).hasToString("ErrorRow[context -> context_length]");
    }

    @ParameterizedTest
    @CsvSource({
        "299,other",
        "300,redirect",
        "399,redirect",
        "400,other-4xx",
        "499,other-4xx",
        "500,other-5xx",
        "599,other-5xx",
        "600,other",
        "407,proxy-407",
    })
    void restGoesByStatus(int status, String row) {
        assertThat(table.match(ErrorFacts.builder(status).build()).id()).isEqualTo(row);
    }

    @Test
    void whatLiesBetweenIsNamed() {
        LlmException proxy = table.classify(ErrorFacts.builder(407).build()).build();
        assertThat(proxy)
                .hasMessage("the proxy wants a user and a password (HTTP 407); set the options proxy-user and"
                        + " proxy-password");
        assertThat(proxy.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(proxy.reason()).isEqualTo("proxy");
        assertThat(proxy.advice()).isEqualTo(Advice.STOP);
        LlmException redirect = table.classify(ErrorFacts.builder(302).build()).build();
        assertThat(redirect)
                .hasMessage("the server sends the request elsewhere (HTTP 302); set base-url to the address it names,"
                        + " if you trust it");
        assertThat(redirect.reason()).isEqualTo("redirect");
        assertThat(table.classify(ErrorFacts.builder(504).build()).build().reason())
                .isEqualTo("gateway_timeout");
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        LlmException error =
                table.classify(ErrorFacts.builder(0).message("  odd\n").build()).build();
        assertThat(error).hasMessage("the provider answered with an error: odd; ask again later");
        assertThat(error.status()).isEmpty();
        assertThat(error.code()).isEmpty();
        assertThat(table.classify(ErrorFacts.builder(500).message(" \n").build())
                        .build())
                .hasMessage("the provider failed (HTTP 500); ask again later");
    }

    @Test
    void codeIsTheTypeWhereThereIsNoCode() {
        LlmException error =
                table.classify(ErrorFacts.builder(500).type("t").build()).build();
        assertThat(error.code()).contains("t");
        assertThat(error.status()).hasValue(500);
        assertThat(table.classify(ErrorFacts.builder(500).type("t").code("c").build())
                        .build()
                        .code())
                .contains("c");
    }

    @Test
    void longMessageIsCut() {
        assertThat(table.classify(ErrorFacts.builder(0).message("x".repeat(300)).build())
                        .build())
                .hasMessage("the provider answered with an error: " + "x".repeat(300) + "; ask again later");
        assertThat(table.classify(ErrorFacts.builder(0).message("x".repeat(301)).build())
                        .build())
                .hasMessage("the provider answered with an error: " + "x".repeat(300) + "…; ask again later");
    }

    @Test
    void rowIsMetByCodeOrType_andByTextInAnyCase() {
        ErrorRow row = ErrorRow.builder("own", ErrorKind.OVERLOADED, "x")
                .code("busy")
                .advice(Advice.STOP)
                .build();
        assertThat(row.matches(ErrorFacts.builder(1).code("BUSY").build())).isTrue();
        assertThat(row.matches(ErrorFacts.builder(1).type("Busy").build())).isTrue();
        assertThat(row.matches(ErrorFacts.builder(1).code("b").type("b").build()))
                .isFalse();
        assertThat(row.advice()).isEqualTo(Advice.STOP);
        ErrorRow said = ErrorRow.builder("said", ErrorKind.OVERLOADED, "x")
                .text("Too Busy")
                .build();
        assertThat(said.matches(ErrorFacts.builder(1).body("it is tOO busy").build()))
                .isTrue();
    }
}
